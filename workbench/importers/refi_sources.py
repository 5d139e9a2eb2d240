"""The texts of a REFI-QDA project and what was selected in them."""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers import refi_names
from workbench.importers.decoding import clean, decode_keeping_returns
from workbench.importers.foreign import ForeignNote, ForeignSegment, ForeignSource
from workbench.importers.foreign_text import LaidOut
from workbench.importers.guard import MAX_CHARACTERS
from workbench.importers.refi_offsets import CODE_POINTS, UTF_16, Ruler, judge
from workbench.importers.refi_xml import (
    child,
    children,
    guid,
    moment,
    tag,
    target,
    text_of,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from workbench.importers.refi_archive import Package
    from workbench.importers.refi_offsets import Counting

#: A study ten times the usual has 50,000 coded segments.
MAX_SELECTIONS: Final = 500_000
#: Kinds of sources that there are.
SOURCES: Final = (
    *("TextSource", "PDFSource", "AudioSource", "VideoSource", "PictureSource"),
)
_PAIR: Final = re.compile("\r\n")
_MARK: Final = "\ufeff"


@dataclass(slots=True)
class Text:
    """A source's text as it stands in the file, and the element that describes it."""

    element: _Element
    name: str
    #: With its line ends, without its byte order mark.
    text: str
    has_mark: bool
    original: bytes
    #: Positions of a transcript's synchronisation points.
    sync: dict[str, int] = field(default_factory=dict)
    #: The source that a transcript or a PDF's text belongs to.
    owner: str = ""


@dataclass(slots=True)
class Selected:
    """What is read off the sources besides the sources themselves."""

    sources: list[ForeignSource] = field(default_factory=list)
    notes: list[ForeignNote] = field(default_factory=list)
    #: (what, where) -> how often
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: Ids of notes -> what refers to them.
    note_refs: dict[str, list[str]] = field(default_factory=dict)
    #: Which source of ours a source's id in the file means.
    known: dict[str, str] = field(default_factory=dict)


def read_sources(
    root: _Element, package: Package | None, codes: dict[str, str], origin: str
) -> Selected:
    """Every text of the project with its selections in place.

    Args:
        root: the project.
        package: where texts lie; None for a project without files.
        codes: the names of the codes that there are, by id.
        origin: which program wrote it.

    Raises:
        ImportRejectedError: there are more selections or characters than any study has.
    """
    selected = Selected()
    texts = list(_texts(root, package, selected))
    if sum(len(text.text) for text in texts) > MAX_CHARACTERS:
        raise ImportRejectedError(
            f"more than {MAX_CHARACTERS // 1_000_000} million characters in all. "
            "Export the project in parts."
        )
    counting = _counting(texts, origin, selected)
    for text in texts:
        _take(text, counting, codes, selected)
    return selected


# --- texts ---------------------------------------------------------------------------


def _texts(
    root: _Element, package: Package | None, selected: Selected
) -> Iterator[Text]:
    taken: set[str] = set()
    for element in children(child(root, "Sources"), *SOURCES):
        kind, name = tag(element), _name(element)
        id_ = guid(element)
        if id_ in taken:
            selected.findings["sources with the id of another one, left out", name] += 1
            continue
        taken.add(id_)
        within = [element] if kind == "TextSource" else list(_texts_within(element))
        found = False
        for each in within:
            text = _text(each, name, package)
            if text is not None:
                text.owner = id_
                found = True
                yield text
        if not found:
            what = (
                "texts that are missing from the file"
                if kind == "TextSource" or within
                else f"{kind.removesuffix('Source').lower()} sources without a text"
            )
            selected.findings[what, name] += 1
            lost = sum(1 for e in element.iter() if tag(e).endswith("Selection"))
            if lost:
                selected.findings["selections in what is missing", name] += lost
        if kind != "TextSource":
            _count_media(element, kind, name, selected)


def _name(element: _Element) -> str:
    """What a source is called, else what its file is."""
    name = clean(element.get("name") or "")[0].strip()
    path = element.get("plainTextPath") or element.get("path") or ""
    return name or path.rpartition("/")[2] or "without a name"


def _texts_within(element: _Element) -> Iterator[_Element]:
    """A PDF's text, a recording's transcripts, a picture's description."""
    yield from children(element, "Representation", "Transcript", "TextDescription")


def _count_media(element: _Element, kind: str, name: str, selected: Selected) -> None:
    """Areas on pages and stretches of sound have no place in a text."""
    own = f"{kind.removesuffix('Source')}Selection"
    count = sum(1 for _ in children(element, own))
    if count:
        what = "selections on a page, a picture or a recording"
        selected.findings[what, name] += count


def _text(element: _Element, name: str, package: Package | None) -> Text | None:
    """The element's text; None where there is none."""
    path = element.get("plainTextPath")
    inline = child(element, "PlainTextContent")
    if inline is not None:
        written = "".join(str(part) for part in inline.itertext())
        has_mark = written.startswith(_MARK)
        written = written.removeprefix(_MARK)
        text = Text(element, name, written, has_mark, written.encode())
    else:
        data = package.text(path) if package is not None and path else None
        if data is None:
            return None
        written, has_mark = decode_keeping_returns(data)
        text = Text(element, name, written, has_mark, data)
    for point in children(element, "SyncPoint"):
        position = whole(point, "position")
        if position is not None:
            text.sync[guid(point)] = position
    return text


# --- selections ----------------------------------------------------------------------


def _counting(texts: list[Text], origin: str, selected: Selected) -> Counting:
    spans = [
        (
            text.text,
            text.has_mark,
            [s for e in _selections(text) if (s := _span(text, e)) is not None],
        )
        for text in texts
    ]
    if sum(len(found) for _, _, found in spans) > MAX_SELECTIONS:
        raise ImportRejectedError(
            f"more than {MAX_SELECTIONS:,} selections; no study has so many. "
            "If this one does, export it in parts."
        )
    if origin.startswith(refi_names.ORIGIN):
        return CODE_POINTS
    usual = UTF_16 if "nvivo" in origin.lower() else CODE_POINTS
    judged = judge(spans, usual)
    told = judged.told()
    if told:
        selected.findings[told, ""] = 0  # nothing to count: how all were read
    return judged.counting


def _selections(text: Text) -> Iterator[_Element]:
    return children(text.element, "PlainTextSelection", "TranscriptSelection")


def _span(text: Text, element: _Element) -> tuple[int, int] | None:
    if tag(element) == "TranscriptSelection":
        start = text.sync.get(guid(element, "fromSyncPoint"))
        end = text.sync.get(guid(element, "toSyncPoint"))
    else:
        start, end = whole(element, "startPosition"), whole(element, "endPosition")
    return None if start is None or end is None else (start, end)


class _Placing:
    """One source's offsets on their way from the file's text to ours."""

    def __init__(self, text: Text, counting: Counting) -> None:
        self._ruler = Ruler(text.text, counting, has_mark=text.has_mark)
        unified = clean(text.text)[0]
        self._pairs = [pair.start() for pair in _PAIR.finditer(text.text)]
        self.laid_out = LaidOut(unified)

    def place(self, span: tuple[int, int]) -> tuple[tuple[int, int] | None, bool]:
        """Where the selection stands among the turns, and whether a label was cut."""
        start, end = (self._ruler.code_point(each) for each in span)
        if start is None or end is None or start >= end:
            return None, False
        start, end = self._unified(start), self._unified(end)
        placed = self.laid_out.place(start, end)
        return placed, self.laid_out.clips(start, end)

    def _unified(self, at: int) -> int:
        # a CRLF of theirs is one character of ours
        return at - bisect_left(self._pairs, at - 1)


def _take(
    text: Text, counting: Counting, codes: dict[str, str], selected: Selected
) -> None:
    placing = _Placing(text, counting)
    id_ = guid(text.element) or text.owner
    segments: list[ForeignSegment] = []
    seen: set[str] = set()
    for element in _selections(text):
        span = _span(text, element)
        placed, clipped = placing.place(span) if span else (None, False)
        if placed is None:
            what = "selections that begin or end outside their text, or hold no words"
            selected.findings[what, text.name] += 1
            continue
        if clipped:
            what = "selections that reach into a speaker's label, cut there"
            selected.findings[what, text.name] += 1
        own = guid(element)
        if own in seen:
            selected.findings["selections with the id of another one", text.name] += 1
        seen.add(own)
        segments += _segments(element, own, placed, codes, text.name, selected)
    _read_rest(text, id_, codes, selected)
    for known in (id_, text.owner):
        selected.known.setdefault(known, id_)
    selected.sources.append(
        ForeignSource(
            id=id_,
            name=text.name,
            turns=placing.laid_out.turns,
            segments=tuple(segments),
            original=base64.b64encode(text.original).decode(),
            values={},
        )
    )


def _segments(
    element: _Element,
    own: str,
    placed: tuple[int, int],
    codes: dict[str, str],
    name: str,
    selected: Selected,
) -> list[ForeignSegment]:
    """One segment for each code of a selection, one without where it has none."""
    found: list[ForeignSegment] = []
    selector, at = guid(element, "creatingUser") or None, moment(element)
    for number, coding in enumerate(children(element, "Coding")):
        code = target(child(coding, "CodeRef"))
        if code not in codes:
            selected.findings["codings with a code that is not there", name] += 1
            continue
        user = guid(coding, "creatingUser") or selector
        id_ = f"{own}/{number}"
        found.append(ForeignSegment(id_, *placed, code, user, moment(coding) or at))
        _refer(coding, id_, selected)
    remark = text_of(element, "Description")
    refs = [target(ref) for ref in children(element, "NoteRef")]
    if not found and (remark or refs):
        found.append(ForeignSegment(f"{own}/-", *placed, None, selector, at))
    elif not found:
        selected.findings["selections without a code or a memo", name] += 1
    if found and remark:
        note = ForeignNote("", remark, found[0].id, selector, at)
        selected.notes.append(note)
    for ref in refs if found else ():
        selected.note_refs.setdefault(ref, []).append(found[0].id)
    return found


def _refer(element: _Element, about: str, selected: Selected) -> None:
    for ref in children(element, "NoteRef"):
        selected.note_refs.setdefault(target(ref), []).append(about)


def _read_rest(text: Text, id_: str, codes: dict[str, str], selected: Selected) -> None:
    """Memos on a source, and codes that were given to all of it."""
    described = text_of(text.element, "Description")
    by, at = guid(text.element, "creatingUser") or None, moment(text.element)
    if described:
        selected.notes.append(ForeignNote("", described, id_, by, at))
    _refer(text.element, id_, selected)
    for coding in children(text.element, "Coding"):
        name = codes.get(target(child(coding, "CodeRef")))
        if name is None:
            selected.findings["codings with a code that is not there", text.name] += 1
            continue
        who = guid(coding, "creatingUser") or by
        told = f"Coded as a whole: {name}"
        selected.notes.append(ForeignNote("", told, id_, who, moment(coding) or at))
        what = "codes given to a whole source, kept as memos"
        selected.findings[what, text.name] += 1
