"""Lines of a transcript to who said what: labelled text in all its forms.

Wrapped lines of one turn are joined by a space, its paragraphs by one LF, so no word
is lost and none runs into the next.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.importers.front_matter import (
    MAX_FRONT_WORDS,
    front_length,
    is_credit,
)
from workbench.importers.headers import Header, find_header, unnamed_header
from workbench.importers.importer import Reading, Utterance
from workbench.importers.inline_names import inline_names
from workbench.importers.labels import Strength
from workbench.importers.lines import Line, joined, without_line_numbers
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import Omission
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SMALL_FILE: Final = 8
_QUESTION_AND_ANSWER: Final = ("Question", "Answer")


@dataclass(slots=True)
class _Turn:
    """A turn while its lines are gathered."""

    header: Header | None
    where: str
    lines: list[Line] = field(default_factory=list)


def read_dialogue(
    lines: Sequence[Line], container: str, title: str | None = None
) -> Reading:
    """Every line as talk, as a turn's head, as the title, or as a listed omission."""
    bare, numbers = without_line_numbers(lines)
    names = inline_names(bare)
    candidates = {
        at: header
        for at in range(len(bare))
        if (header := find_header(bare, at, names)) is not None
    }
    accepted = believe(candidates, bare)
    layout = _layout(accepted, bare, container)
    reading = Reading(f"{layout}-{container}", title=title)
    if numbers:
        told = f"{counted(numbers, 'line number')} left out"
        reading.warnings.append(warning(Code.LINE_NUMBERS, "whole file", told))
    if not accepted:
        _read_paragraphs(bare, reading, flows=container in {"txt", "pdf"})
        return reading
    _read_turns(bare, accepted, reading)
    _warn_of_doubts(candidates, accepted, bare, reading)
    return reading


def _layout(
    accepted: Mapping[int, Header], lines: Sequence[Line], container: str
) -> str:
    """The layout of most heads; Teams and Otter differ only in the paragraph's end."""
    if not accepted:
        return "paragraphs"
    told = Counter(header.layout for header in accepted.values())
    layout = told.most_common(1)[0][0]
    goes_on = any(
        at + 1 < len(lines) and not lines[at + 1].opens_paragraph for at in accepted
    )
    return (
        "teams" if (layout, container, goes_on) == ("otter", "docx", True) else layout
    )


# --- which candidates are believed ---------------------------------------------------


def believe(
    candidates: Mapping[int, Header], lines: Sequence[Line]
) -> dict[int, Header]:
    """The candidates that open turns, judged over the whole file.

    A colon or a time makes a label; a tab, bold type or a line of its own does so
    only where much of the file is written like that.
    """
    firm = _believe_firm(candidates, lines)
    openings = sum(line.opens_paragraph for line in lines) or 1
    for kind, share in (("dot", 0.1), ("tab", 0.2), ("lead", 0.3), ("alone", 0.15)):
        loose = _believe_loose(candidates, kind)
        if kind == "dot" and {"Q", "A"} <= {header.label for header in loose.values()}:
            firm |= loose
        elif len(loose) >= max(2, share * openings, len(firm)) or (
            loose and firm and _shares_labels(loose, firm)
        ):
            firm |= {at: header for at, header in loose.items() if at not in firm}
    bare = _believe_loose(candidates, "bare")
    if not firm and len(bare) >= max(2, 0.5 * openings) and _distinct(bare) > 1:
        firm = bare
    return _without_swallowed(firm or _believe_unnamed(candidates, lines))


def _believe_firm(
    candidates: Mapping[int, Header], lines: Sequence[Line]
) -> dict[int, Header]:
    firm = {at: h for at, h in candidates.items() if h.kind in {"timed", "colon"}}
    told = Counter(header.label for header in firm.values())
    is_small = _is_all_labelled(firm, lines)
    shapes = Counter(
        _shape(header, lines[at])
        for at, header in firm.items()
        if header.strength is Strength.STRONG or header.kind == "timed"
    )
    return {
        at: header
        for at, header in firm.items()
        if told[header.label] >= _times_needed(header.strength)
        or (is_small and header.strength >= Strength.WORD)
        or _is_written_like_others(header, _shape(header, lines[at]), shapes)
    }


def _is_written_like_others(
    header: Header, shape: str, shapes: Mapping[str, int]
) -> bool:
    """Told once, but in a form that speakers have in this file."""
    if header.kind == "timed" and header.layout != "labelled":
        return header.strength >= (
            Strength.WORD if shapes[shape] > 1 else Strength.NAME
        )
    return header.strength is Strength.NAME and shape != "plain" and shapes[shape] > 1


def _times_needed(strength: Strength) -> int:
    return {Strength.STRONG: 1, Strength.NAME: 2, Strength.WORD: 2}.get(strength, 3)


def _is_all_labelled(firm: Mapping[int, Header], lines: Sequence[Line]) -> bool:
    """A few lines, each with a label, at least two of them different."""
    return (
        2 <= len(firm) <= _SMALL_FILE
        and all(at in firm for at, line in enumerate(lines) if line.opens_paragraph)
        and _distinct(firm) > 1
        and all(header.strength >= Strength.WORD for header in firm.values())
    )


def _shape(header: Header, line: Line) -> str:
    if header.kind == "timed":
        return header.layout
    if header.rest.startswith("\t"):
        return "tab"
    return "lead" if line.lead else "plain"


def _believe_loose(candidates: Mapping[int, Header], kind: str) -> dict[int, Header]:
    found = {at: header for at, header in candidates.items() if header.kind == kind}
    told = Counter(header.label for header in found.values())
    kept = {
        at: header
        for at, header in found.items()
        if header.strength is Strength.STRONG
        or told[header.label] >= _times_needed(header.strength)
    }
    return kept if _distinct(kept) > 1 or _has_role(kept) else {}


def _distinct(headers: Mapping[int, Header]) -> int:
    return len({header.label for header in headers.values()})


def _has_role(headers: Mapping[int, Header]) -> bool:
    return any(
        header.strength is Strength.STRONG and len(header.label or "") > 1
        for header in headers.values()
    )


def _shares_labels(loose: Mapping[int, Header], firm: Mapping[int, Header]) -> bool:
    """The same people are written in two ways in one file."""
    known = {header.label for header in firm.values()}
    return any(header.label in known for header in loose.values())


def _believe_unnamed(
    candidates: Mapping[int, Header], lines: Sequence[Line]
) -> dict[int, Header]:
    """Times without names; short talk after one may have looked like a name."""
    timed = (
        (at, header if header.kind == "unnamed" else unnamed_header(lines[at].text))
        for at, header in candidates.items()
        if header.kind in {"unnamed", "timed"}
    )
    unnamed = {at: header for at, header in timed if header is not None}
    return unnamed if len(unnamed) > 1 else {}


def _without_swallowed(accepted: dict[int, Header]) -> dict[int, Header]:
    """No line is both a head's second line and a head of its own."""
    swallowed = {at + 1 for at, header in accepted.items() if header.height == 2}
    return {at: header for at, header in accepted.items() if at not in swallowed}


# --- lines to utterances -------------------------------------------------------------


def _read_turns(
    lines: Sequence[Line], accepted: Mapping[int, Header], reading: Reading
) -> None:
    first = _set_front_aside(lines, front_length(lines, accepted), reading)
    turns: list[_Turn] = []
    at = first
    while at < len(lines):
        line, header = lines[at], accepted.get(at)
        at += header.height if header else 1
        if header:
            turns.append(_Turn(header, line.where))
            if header.rest.strip():
                turns[-1].lines.append(Line(header.rest, line.where))
        elif is_credit(line.text):
            reading.omissions.append(Omission("notice", line.where, line.text.strip()))
        else:
            if not turns:
                turns.append(_Turn(None, line.where))
            turns[-1].lines.append(line)
    for turn in turns:
        _close(turn, reading)
    reading.is_wall_clock = reading.format.startswith("zoom-")


def _set_front_aside(lines: Sequence[Line], length: int, reading: Reading) -> int:
    """List the front matter and say where talk begins."""
    front = [line for line in lines[:length] if line.text.strip() != reading.title]
    if sum(len(line.text.split()) for line in front) > MAX_FRONT_WORDS:
        return 0
    for line in front:
        reading.omissions.append(
            Omission("front matter", line.where, line.text.strip())
        )
    if front:
        told = (
            f"{counted(len(front), 'line')} before the talk left out; they may identify"
        )
        reading.warnings.append(warning(Code.FRONT_MATTER, front[0].where, told))
    return length


def _close(turn: _Turn, reading: Reading) -> None:
    header, text = turn.header, joined(turn.lines)
    if header is None:
        reading.utterances.append(Utterance(text, turn.where))
        return
    if header.details:
        _set_details_aside(header, turn.where, reading)
    reading.utterances.append(
        Utterance(
            text,
            turn.where,
            header.label,
            header.start_ms,
            header.end_ms,
            is_cue=header.layout == "teams" and header.end_ms is not None,
        )
    )


def _set_details_aside(header: Header, where: str, reading: Reading) -> None:
    reading.omissions.append(Omission("details after a label", where, header.details))
    reading.warnings.append(
        warning(
            Code.DETAILS_AFTER_LABEL,
            where,
            "words in brackets after the speaker's label left out; they may identify",
        )
    )


def _warn_of_doubts(
    candidates: Mapping[int, Header],
    accepted: Mapping[int, Header],
    lines: Sequence[Line],
    reading: Reading,
) -> None:
    doubtful = [
        lines[at].where
        for at, header in candidates.items()
        if header.kind == "colon"
        and at not in accepted
        and header.strength >= Strength.WORD
    ]
    for where in doubtful:
        told = "could be a speaker's label but does not recur; read as talk"
        reading.warnings.append(warning(Code.UNCERTAIN_LABEL, where, told))


# --- text without labels -------------------------------------------------------------


def _read_paragraphs(lines: Sequence[Line], reading: Reading, *, flows: bool) -> None:
    """One utterance without speaker for each paragraph; notices are set aside."""
    kept: list[Line] = []
    for line in lines:
        if is_credit(line.text):
            reading.omissions.append(Omission("notice", line.where, line.text.strip()))
        else:
            kept.append(line)
    for block in _paragraphs(kept, flows=flows):
        reading.utterances.append(Utterance(joined(block), block[0].where))


def _paragraphs(lines: Sequence[Line], *, flows: bool) -> list[list[Line]]:
    """Lines by paragraph; short lines in a plain text stand for themselves."""
    blocks: list[list[Line]] = []
    for line in lines:
        if not blocks or line.opens_paragraph:
            blocks.append([])
        blocks[-1].append(line)
    if not flows:
        return blocks
    return [part for block in blocks for part in _unwrapped(block)]


def _unwrapped(block: list[Line]) -> list[list[Line]]:
    is_wrapped = all(45 <= len(line.text) <= 120 for line in block[:-1])
    return [block] if is_wrapped else [[line] for line in block]
