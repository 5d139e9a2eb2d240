"""The trail for readers: dated prose by phase, thirty pages at most.

Decisive decisions are told one by one, routine ones folded by day; what was done and
taken back is left out and counted. Days, never clock times. A long study is told in
less detail until it fits; the full record is the trail as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Final

from workbench.decisions import (
    coding,
    familiarisation,
    people,
    setting_up,
    taking_over,
    themes,
    theory,
)
from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.exporters.table import Column, Content, Heading, Table, Text
from workbench.exporters.trail_folding import THEME_ROUTINE, fold
from workbench.exporters.trail_names import Names
from workbench.exporters.trail_sentences import SENTENCES, in_a_sentence
from workbench.in_words import counted
from workbench.store import undo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.decisions.decision import Decision
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Block
    from workbench.store.trail import Event

#: Lines of prose on thirty pages, less the title page and headings.
_LINES: Final = 28 * 44
_LINE: Final = 88
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
#: Kinds about which a missing reason is worth a word (RESEARCHER 38).
_REASON_ASKED: Final = (
    themes.ThemeRenamed,
    themes.ThemeStateChanged,
    themes.ThemesMerged,
    theory.AllianceLinkWithdrawn,
    people.ParticipantWithdrawn,
)
_CODE_ROUTINE: Final = (
    coding.CodeRenamed,
    coding.CodeRedefined,
    coding.CodesMerged,
    coding.CodeSplit,
    coding.CodeRetired,
    coding.SuggestionsOffered,
    coding.PassagesPointedOut,
    familiarisation.TranscriptCorrected,
    setting_up.SettingChanged,
)


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told."""

    #: Characters of a reason; None for all of it.
    reason: int | None = None
    #: Kinds that are folded although they are decisive.
    folded: tuple[type, ...] = ()
    #: Routine decisions are folded by day, or by month.
    by_month: bool = False


_LEVELS: Final = (
    _Detail(),
    _Detail(reason=160),
    _Detail(reason=160, folded=_CODE_ROUTINE),
    _Detail(reason=120, folded=_CODE_ROUTINE, by_month=True),
    _Detail(reason=60, folded=(*_CODE_ROUTINE, *THEME_ROUTINE), by_month=True),
)


def trail_story(moment: Moment) -> Content:
    """The account of the study's decisions up to the moment."""
    events = moment.events()
    told = undo.standing(events)
    words = moment.words(words_of_the_story(told))
    blocks: list[Block] = []
    level = 0
    for level, detail in enumerate(_LEVELS):  # noqa: B007 - the last one is read below
        blocks = list(_phases(told, words, detail))
        if sum(_height(block) for block in blocks) <= _LINES:
            break
    opening = _opening(moment, events, told, is_short=level > 0)
    return Content(f"{moment.study().title}: decision trail", (*opening, *blocks))


def words_of_the_story(events: Sequence[Event]) -> list[str]:
    """The ids of words that sentences may need: all but transcripts and quotes."""
    spoken = {
        familiarisation.TranscriptImported.__name__,
        familiarisation.TranscriptCorrected.__name__,
        coding.SegmentCoded.__name__,
        taking_over.CodingTakenOver.__name__,
        taking_over.MemosTakenOver.__name__,
        coding.MemoWritten.__name__,
    }
    found = {
        value
        for event in events
        if event.kind not in spoken
        for value in strings_in(event.payload)
    }
    reasons = {
        event.payload["reason"]
        for event in events
        if event.kind == familiarisation.TranscriptCorrected.__name__
    }
    return sorted(found | (reasons - {None}))


def strings_in(payload: object) -> Iterator[str]:
    """Every string of a payload, also those of its parts."""
    if isinstance(payload, str):
        yield payload
    elif isinstance(payload, dict):
        for value in payload.values():
            yield from strings_in(value)
    elif isinstance(payload, list):
        for value in payload:
            yield from strings_in(value)


def _phases(
    events: Sequence[Event], words: dict[str, str], detail: _Detail
) -> Iterator[Block]:
    names = Names(words)
    told: dict[Phase, list[tuple[Event, Decision, str | None]]] = {}
    several = len({event.by for event in events}) > 1
    for event in events:
        decision = event.decision()
        names.learn(decision)
        sentence = None
        if type(decision) in SENTENCES and not isinstance(decision, detail.folded):
            sentence = _sentence(names, event, decision, detail)
        phase = PHASE[type(decision)]
        told.setdefault(phase, []).append((event, decision, sentence))
    for phase in Phase:
        if phase in told:
            yield Heading(str(phase).capitalize())
            yield from _days(told[phase], names, detail, several=several)


def _sentence(names: Names, event: Event, decision: Decision, detail: _Detail) -> str:
    text = in_a_sentence(names, event, decision)
    reason = getattr(decision, "reason", None)
    if reason:
        text += f" Reason: {_cut(names.words(reason), detail.reason)}"
    elif isinstance(decision, _REASON_ASKED):
        text += " Reason: not recorded."
    return _cut(text, None if detail.reason is None else detail.reason * 5)


def _cut(text: str, limit: int | None) -> str:
    if limit is None or len(text) <= limit:
        return text
    return f"{text[:limit].rsplit(' ', 1)[0]} […]"


def _days(
    told: Sequence[tuple[Event, Decision, str | None]],
    names: Names,
    detail: _Detail,
    *,
    several: bool,
) -> Iterator[Block]:
    by_day = groupby(told, key=lambda each: each[0].at[:10])
    waiting: list[tuple[Event, Decision]] = []
    for day, group in by_day:
        entries = list(group)
        if waiting and waiting[0][0].at[:7] != day[:7]:
            yield from _folded(waiting, names, several=several, by_month=True)
            waiting = []
        routine = [(event, decision) for event, decision, text in entries if not text]
        shown = date(day)
        for _, _, text in entries:
            if text:
                yield Text(text, "Dated Entry", shown)
                shown = ""
        if detail.by_month:
            waiting.extend(routine)
        elif routine:
            yield from _folded(routine, names, several=several, shown=shown)
    if waiting:
        yield from _folded(waiting, names, several=several, by_month=True)


def _folded(
    routine: Sequence[tuple[Event, Decision]],
    names: Names,
    *,
    several: bool,
    by_month: bool = False,
    shown: str = "",
) -> Iterator[Block]:
    day = routine[0][0].at[:10]
    if by_month:
        shown = f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"
    for person in dict.fromkeys(event.by for event, _ in routine):
        line = fold([d for event, d in routine if event.by == person], names)
        who = f"{names.person(person)}: " if several else ""
        yield Text(who + line, "Dated Entry", shown)
        shown = ""


def date(at: str) -> str:
    """A day as people write it, such as 12 March 2026."""
    return f"{int(at[8:10])} {MONTHS[int(at[5:7]) - 1]} {at[:4]}"


def _height(block: Block) -> float:
    """About how many lines a block takes on the page."""
    if isinstance(block, Heading):
        return 3
    return ceil(len(block.text) / _LINE) + 0.5 if isinstance(block, Text) else 0


def _opening(
    moment: Moment, events: Sequence[Event], told: Sequence[Event], *, is_short: bool
) -> list[Block]:
    """What the account is, what it leaves out, and the phases at a glance."""
    last = ""
    for _, _, chained in moment.bodies():
        last = chained.hex()
    days = f"from {date(events[0].at)} to {date(events[-1].at)}" if events else ""
    text = (
        f"This account tells the {counted(len(events), 'decision')} of the study "
        f"{days}, by phase. A phase can be returned to at any time, so the days "
        "overlap. Decisive decisions are told one by one, routine ones together."
    )
    back = len(events) - len(told)
    if back:
        text += (
            f" {counted(back, 'decision')} {'is' if back == 1 else 'are'} left out: "
            "what was taken back, and the taking back."
        )
    if is_short:
        text += " To keep the account readable, reasons are cut where marked […] and "
        text += "some decisions about codes are counted instead of told."
    rows = []
    for phase in Phase:
        inside = [e for e in told if PHASE[kinds()[e.kind]] is phase]
        if inside:
            first, final = date(inside[0].at), date(inside[-1].at)
            rows.append((str(phase).capitalize(), f"{len(inside):,}", first, final))
    columns = [
        Column("Phase", 6.6),
        Column("Decisions", 2.4),
        Column("First", 4),
        Column("Last", 4),
    ]
    return [
        Text(text),
        Table("Decisions by phase", columns, rows),
        Text(
            "The full record is the trail as data (trail.jsonl), which can be checked "
            f"line by line. It ends here with decision {moment.at}, "
            f"fingerprint {last}.",
            "Aside",
        ),
    ]
