"""The researcher's own voice: journal, field notes and memos in one list.

An entry is never edited: one looks back at it. The journal is private until its writer
releases an entry, and nothing forces one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.coding import memos
from workbench.decisions.coding import MemoWritten
from workbench.decisions.decision import Decision, Words
from workbench.decisions.reflecting import (
    LookedBack,
    MemoLinked,
    MemoSeenThrough,
    MemoUnlinked,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import (
    LENSES,
    CodedSegment,
    DebriefSession,
    FieldNote,
    LookBack,
    Memo,
    MemoLink,
    MemoView,
    PassedOver,
    Researcher,
    Theme,
)
from workbench.store.shapes import SHAPES
from workbench.study import READ, WRITE, require, setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

#: What METHOD 3.3 asks at its moments; offered, never forced.
PROMPTS: Final[dict[str, tuple[str, ...]]] = {
    "before coding": (
        "What do I hope, and fear, that I will find?",
        "What is my own stake in this? Have I used such a thing myself?",
    ),
    "while coding": (
        "When did I feel for one side, and did I code differently then?",
        "Which quotation do I keep returning to?",
        "What did the tool's order, colours or numbers make me see first?",
    ),
    "after a debriefing": (
        "What stung, and why?",
        "What would I not have seen alone?",
    ),
    "at the end": (
        "What would somebody who believes the opposite have made of this?",
        "Which expectation proved wrong?",
    ),
}
FIELD_NOTE: Final = "field-note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One note of any kind, words as text."""

    id: str
    kind: str
    by: str
    writer: str
    at: str
    text: str
    visibility: str
    about: str | None
    lenses: tuple[str, ...] = ()
    #: What it bears on, by id.
    links: tuple[str, ...] = ()
    #: Later answers to it, oldest first: day and text.
    looks_back: tuple[tuple[str, str], ...] = ()
    #: Of a field note, what was made of what was seen.
    interpretation: str = ""
    #: Of a field note, the id under which it is coded; None until it is opened.
    source: str | None = None


def write_entry(
    project: Project,
    by: str,
    text: str,
    *,
    lenses: Sequence[str] = (),
    links: Sequence[str] = (),
    visibility: str = "private",
) -> str:
    """A journal entry is written, with its lenses and links, in one act; its id.

    Raises:
        UnknownObjectError: no such lens, visibility, or thing to link.
        RefusedError: no word was written.
    """
    require(project, by, WRITE)
    if visibility not in memos.VISIBILITIES:
        hint = f"Choose one of {', '.join(memos.VISIBILITIES)}."
        raise UnknownObjectError("visibility", visibility, hint)
    if not text.strip():
        msg = "the entry is empty."
        raise RefusedError(msg)
    _check_lenses(lenses)
    memo = project.new_id("m")
    decisions: list[Decision] = [
        MemoWritten(memo, "journal", None, Words(text.strip()), visibility)
    ]
    if lenses:
        view = MemoSeenThrough(project.new_id("mv"), memo, tuple(lenses))
        decisions.append(view)
    for thing in links:
        _check_there(project, thing)
        decisions.append(MemoLinked(project.new_id("ml"), memo, thing))
    project.record(*decisions, by=by)
    return memo


def _check_lenses(lenses: Sequence[str]) -> None:
    for lens in lenses:
        if lens not in LENSES:
            hint = f"Choose of {', '.join(LENSES)}."
            raise UnknownObjectError("lens", lens, hint)


def _check_there(project: Project, name: str) -> None:
    known = any(
        project.rows(row, id=name)
        for row, shape in SHAPES.items()
        if shape.key == ("id",)
    )
    if not known:
        raise UnknownObjectError("object", name)


def _own(project: Project, by: str, memo: str) -> Memo:
    row = project.one(Memo, id=memo)
    if row.by != by:
        msg = f"note {memo} is someone else's; only its writer can do that."
        raise RefusedError(msg)
    return row


def see_through(project: Project, by: str, memo: str, lenses: Sequence[str]) -> Receipt:
    """An entry looks through these lenses; the latest choice counts.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, WRITE)
    _check_lenses(lenses)
    _own(project, by, memo)
    view = MemoSeenThrough(project.new_id("mv"), memo, tuple(lenses))
    return project.record(view, by=by)


def link(project: Project, by: str, memo: str, to: str) -> Receipt:
    """A note bears on a thing of the study.

    Raises:
        UnknownObjectError, RefusedError: it is linked to it already.
    """
    require(project, by, WRITE)
    _own(project, by, memo)
    _check_there(project, to)
    if project.rows(MemoLink, memo=memo, to=to, state="linked"):
        msg = "the note is linked to that already."
        raise RefusedError(msg)
    return project.record(MemoLinked(project.new_id("ml"), memo, to), by=by)


def unlink(project: Project, by: str, memo: str, to: str) -> Receipt:
    """A note no longer bears on a thing.

    Raises:
        UnknownObjectError: the two are not linked.
    """
    require(project, by, WRITE)
    _own(project, by, memo)
    standing = project.one(MemoLink, memo=memo, to=to, state="linked")
    return project.record(MemoUnlinked(standing.id), by=by)


def look_back(project: Project, by: str, memo: str, text: str) -> Receipt:
    """Its writer answers an entry of hers; what she wrote then stays as it was.

    Raises:
        RefusedError: it is somebody else's, or nothing was written.
    """
    require(project, by, WRITE)
    _own(project, by, memo)
    if not text.strip():
        msg = "the answer is empty."
        raise RefusedError(msg)
    return project.record(
        LookedBack(project.new_id("lb"), memo, Words(text.strip())), by=by
    )


def entries(project: Project, by: str) -> list[Entry]:
    """Every note that this researcher may read, of every kind, oldest first.

    Others' private notes are not among them, and neither are looks back at them.
    """
    require(project, by, READ)
    names = {who.id: who.name for who in project.read(Researcher)}
    views: dict[str, tuple[str, ...]] = {}
    for view in sorted(project.rows(MemoView), key=lambda row: (row.at, row.id)):
        views[view.memo] = view.lenses
    links: dict[str, list[str]] = {}
    for each in project.rows(MemoLink, state="linked"):
        links.setdefault(each.memo, []).append(each.to)
    back: dict[str, list[tuple[str, str]]] = {}
    for reply in sorted(project.read(LookBack), key=lambda row: (row.at, row.id)):
        back.setdefault(reply.memo, []).append((reply.at[:10], reply.text))
    found = [
        Entry(
            id=memo.id,
            kind=memo.kind,
            by=memo.by,
            writer=names[memo.by],
            at=memo.at,
            text=memo.text,
            visibility=memo.visibility,
            about=memo.about,
            lenses=views.get(memo.id, ()),
            links=tuple(sorted(links.get(memo.id, ()))),
            looks_back=tuple(back.get(memo.id, ())),
        )
        for memo in memos.readable(project, by)
    ]
    found += [
        Entry(
            id=note.id,
            kind=FIELD_NOTE,
            by=note.by,
            writer=names[note.by],
            at=note.at,
            text=note.observation or "",
            visibility="team",
            about=note.transcript,
            interpretation=note.interpretation or "",
            source=note.source,
        )
        for note in project.read(FieldNote)
    ]
    return sorted(found, key=lambda entry: (entry.at, entry.id))


def search(
    found: Sequence[Entry],
    words: str = "",
    *,
    kinds: Sequence[str] = (),
    lenses: Sequence[str] = (),
    about: str | None = None,
) -> list[Entry]:
    """The entries that hold every word asked for, of these kinds, through these lenses.

    Args:
        found: what is searched.
        words: words that must all be in an entry or a look back at it; case is nothing.
        kinds: kinds to keep; none keeps all.
        lenses: lenses of which an entry must have one; none keeps all.
        about: the id of a thing that entries are about or linked to.
    """
    asked = words.casefold().split()
    return [
        entry
        for entry in found
        if (not kinds or entry.kind in kinds)
        and (not lenses or set(lenses) & set(entry.lenses))
        and (about is None or about == entry.about or about in entry.links)
        and all(word in _all_text(entry) for word in asked)
    ]


def _all_text(entry: Entry) -> str:
    told = [entry.text, entry.interpretation, *(text for _, text in entry.looks_back)]
    return "\n".join(told).casefold()


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What was written before coding, to be read again at the end."""

    positionality: str | None
    expectations: str | None
    #: Whether coding had begun when they were first written; None where they are blank.
    written_before_coding: bool | None


def beforehand(project: Project) -> Beforehand:
    """Positionality and expectations as they stand, and whether they came first."""
    first = {
        event.payload["key"]: event.seq
        for event in reversed(project.events())
        if event.kind == "SettingChanged"
        and event.payload["key"] in ("positionality", "expectations")
    }
    coded = next((e.seq for e in project.events() if e.kind == "SegmentCoded"), None)
    before = None
    if first:
        before = coded is None or max(first.values()) < coded
    return Beforehand(
        setting(project, "positionality"), setting(project, "expectations"), before
    )


def prompts_now(project: Project) -> tuple[str, tuple[str, ...]]:
    """The moment the study is at, and what it may be worth asking oneself there."""
    if not project.rows(CodedSegment) and not project.rows(PassedOver):
        moment = "before coding"
    elif any(t.state == "defined" for t in project.rows(Theme)):
        moment = "at the end"
    elif project.rows(DebriefSession, state="closed"):
        moment = "after a debriefing"
    else:
        moment = "while coding"
    return moment, PROMPTS[moment]
