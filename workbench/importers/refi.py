"""REFI-QDA projects (.qdpx) as NVivo, ATLAS.ti, MAXQDA, QualCoder and others do them.

The schema is followed where they follow it. Where they do not, what is meant is taken
if there is one meaning, and what cannot be taken is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.decoding import clean, decode_keeping_returns
from workbench.importers.foreign import (
    ForeignCase,
    ForeignCode,
    ForeignFinding,
    ForeignNote,
    ForeignProject,
    ForeignSet,
    ForeignSource,
    ForeignUser,
)
from workbench.importers.guard import parse_xml
from workbench.importers.refi_archive import Package
from workbench.importers.refi_sources import SOURCES, Selected, read_sources
from workbench.importers.refi_xml import (
    child,
    children,
    guid,
    moment,
    tag,
    target,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbench.importers.source import Source

FORMAT: Final = "qdpx"
_VALUES: Final = (
    *("TextValue", "BooleanValue", "IntegerValue"),
    *("FloatValue", "DateValue", "DateTimeValue"),
)


def read(source: Source) -> ForeignProject:
    """The project in a QDPX file.

    Raises:
        ImportRejectedError: it is none, is damaged, or is built to do harm.
    """
    package = Package(source)
    root = parse_xml(package.project())
    if tag(root) != "Project":
        raise ImportRejectedError(
            f"holds a '{tag(root)}' where a Project should stand. "
            "Export the whole project as REFI-QDA."
        )
    origin = (root.get("origin") or "").strip()
    findings: Counter[tuple[str, str]] = Counter()
    codes = list(_codes(root, findings))
    names = {code.id: code.name for code in codes}
    selected = read_sources(root, package, names, origin)
    findings.update(selected.findings)
    cases, values = _cases(root, selected, findings)
    written = list(_notes(root, package, selected, findings))
    notes = [*_described(root), *selected.notes, *written]
    _count_rest(root, package, findings)
    return ForeignProject(
        format=FORMAT,
        origin=origin,
        name=clean(root.get("name") or "")[0],
        users=tuple(_users(root)),
        codes=tuple(codes),
        sets=tuple(_sets(root, names, selected, findings)),
        sources=tuple(_valued(each, values) for each in selected.sources),
        cases=tuple(cases),
        notes=tuple(notes),
        findings=tuple(
            ForeignFinding(what, clean(where)[0], count)
            for (what, where), count in findings.items()
        ),
    )


def _users(root: _Element) -> Iterator[ForeignUser]:
    for user in children(child(root, "Users"), "User"):
        name = user.get("name") or user.get("id") or ""
        yield ForeignUser(guid(user), clean(name)[0].strip())


# --- codes ---------------------------------------------------------------------------


def _codes(root: _Element, findings: Counter[tuple[str, str]]) -> Iterator[ForeignCode]:
    taken: set[str] = set()
    open_: list[tuple[_Element, str | None]] = []
    for codes in children(child(root, "CodeBook"), "Codes"):
        open_[:0] = [(code, None) for code in reversed([*children(codes, "Code")])]
    while open_:
        element, parent = open_.pop()
        id_, name = guid(element), clean(element.get("name") or "")[0].strip()
        if id_ in taken or not id_:
            findings["codes without an id, or with that of another", name] += 1
            number = 2
            while f"{id_}/{number}" in taken:
                number += 1
            id_ = f"{id_}/{number}"
        taken.add(id_)
        yield ForeignCode(
            id=id_,
            name=name,
            description=clean(text_of(element, "Description"))[0],
            parent=parent,
            is_codable=(element.get("isCodable") or "true").lower() in {"true", "1"},
        )
        open_.extend((below, id_) for below in reversed([*children(element, "Code")]))


def _sets(
    root: _Element,
    codes: dict[str, str],
    selected: Selected,
    findings: Counter[tuple[str, str]],
) -> Iterator[ForeignSet]:
    for element in children(child(root, "Sets"), "Set"):
        name = clean(element.get("name") or "")[0].strip()
        members = [target(each) for each in children(element, "MemberCode")]
        sources = [target(each) for each in children(element, "MemberSource")]
        known = tuple(dict.fromkeys(each for each in members if each in codes))
        notes = sum(1 for _ in children(element, "MemberNote"))
        if len(known) < len(set(members)):
            findings["members of a set that are not there", name] += 1
        if notes:
            findings["memos in a set", name] += notes
        yield ForeignSet(
            id=guid(element),
            name=name,
            description=clean(text_of(element, "Description"))[0],
            codes=known,
            sources=tuple(
                selected.known[each] for each in sources if each in selected.known
            ),
        )


# --- cases and variables -------------------------------------------------------------


def _cases(
    root: _Element, selected: Selected, findings: Counter[tuple[str, str]]
) -> tuple[list[ForeignCase], dict[str, dict[str, str]]]:
    """Every case, and the values that stand at sources themselves."""
    names = {
        guid(each): clean(each.get("name") or "")[0].strip()
        for each in children(child(root, "Variables"), "Variable")
    }
    cases = []
    for element in children(child(root, "Cases"), "Case"):
        name = clean(element.get("name") or "")[0].strip()
        for tag_, what in (
            ("SelectionRef", "selections that belong to a case"),
            ("CodeRef", "codes that belong to a case"),
        ):
            count = sum(1 for _ in children(element, tag_))
            if count:
                findings[what, name] += count
        refs = [target(each) for each in children(element, "SourceRef")]
        sources = [selected.known[each] for each in refs if each in selected.known]
        if len(sources) < len(refs):
            findings["sources of a case that are not there", name] += 1
        cases.append(
            ForeignCase(
                id=guid(element),
                name=name,
                values=_variables(element, names, findings),
                sources=tuple(dict.fromkeys(sources)),
            )
        )
    at_sources: dict[str, dict[str, str]] = {}
    for element in children(child(root, "Sources"), *SOURCES):
        id_ = selected.known.get(guid(element))
        if id_ is not None:
            at_sources[id_] = _variables(element, names, findings)
    return cases, at_sources


def _variables(
    element: _Element, names: dict[str, str], findings: Counter[tuple[str, str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in children(element, "VariableValue"):
        name = names.get(target(child(value, "VariableRef")))
        told = next(children(value, *_VALUES), None)
        if name is None:
            findings["values of a variable that is not there", ""] += 1
        elif told is not None and (text := "".join(map(str, told.itertext())).strip()):
            found[name] = clean(text)[0]
    return found


def _valued(source: ForeignSource, values: dict[str, dict[str, str]]) -> ForeignSource:

    return replace(source, values=values.get(source.id, {}))


# --- memos ---------------------------------------------------------------------------


def _described(root: _Element) -> Iterator[ForeignNote]:
    """What stands as a description of the project and of its cases."""
    by, at = guid(root, "creatingUserGUID") or None, moment(root)
    told = clean(text_of(root, "Description"))[0]
    if told:
        yield ForeignNote("", told, None, by, at)
    for case in children(child(root, "Cases"), "Case"):
        told = clean(text_of(case, "Description"))[0]
        if told:
            yield ForeignNote("", told, guid(case), by, at)


def _notes(
    root: _Element,
    package: Package,
    selected: Selected,
    findings: Counter[tuple[str, str]],
) -> Iterator[ForeignNote]:
    """Every memo, once for each thing it was written on."""
    refs = selected.note_refs
    for code in root.iter("{*}Code"):
        for ref in children(code, "NoteRef"):
            refs.setdefault(target(ref), []).append(guid(code))
    for ref in children(root, "NoteRef"):
        refs.setdefault(target(ref), [])
    said = {(note.about, note.text) for note in selected.notes}
    for element in children(child(root, "Notes"), "Note"):
        text = _note_text(element, package)
        name = clean(element.get("name") or "")[0].strip()
        if text is None:
            findings["memos whose text is missing", name] += 1
            continue
        by, at = guid(element, "creatingUser") or None, moment(element)
        abouts: list[str | None] = [*refs.get(guid(element), [])]
        for about in abouts or [None]:
            # QualCoder reads a selection's description only, others only the memo:
            # who writes both means one
            if (about, text) not in said:
                yield ForeignNote(name, text, about, by, at)


def _note_text(element: _Element, package: Package) -> str | None:
    path = element.get("plainTextPath")
    if child(element, "PlainTextContent") is not None:
        text = text_of(element, "PlainTextContent")
    else:
        data = package.text(path) if path else None
        if data is None:
            return text_of(element, "Description") or None
        text = decode_keeping_returns(data)[0]
    return clean(text.removeprefix("\ufeff"))[0].strip() or None


def _count_rest(
    root: _Element, package: Package, findings: Counter[tuple[str, str]]
) -> None:
    """What the workbench has no place for is at least counted."""
    for whole, part, what in (
        ("Links", "Link", "links between things"),
        ("Graphs", "Graph", "drawn maps"),
    ):
        count = sum(1 for _ in children(child(root, whole), part))
        if count:
            findings[what, ""] += count
    known = {
        *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links"),
        *("Sets", "Graphs", "Description", "NoteRef", ""),
    }
    for element in root:
        if tag(element) not in known:
            findings["parts of the project of an unknown kind", tag(element)] += 1
    unused = package.unused_texts()
    if unused:
        findings["texts in the file that the project does not name", ""] += unused
