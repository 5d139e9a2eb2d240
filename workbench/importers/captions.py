"""Captions, WebVTT and SubRip: Zoom's, Teams', and any other's.

Every line of the file is a cue's, a mark of the format, or listed as left out. Cues
that an editor broke are read as far as they go rather than dropped.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.importers.front_matter import is_notice
from workbench.importers.importer import Reading, Utterance
from workbench.importers.labels import (
    Strength,
    clean_label,
    is_plain_name,
    label_strength,
)
from workbench.importers.notices import Code, warning
from workbench.importers.parsed import Omission
from workbench.importers.times import TIME, parse_time
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.source import Source

NAME: Final = "captions"

_TIMING: Final = re.compile(r"\s*(\S+)\s+-->\s+(\S+)(.*)$")
_TIMING_LINE: Final = re.compile(rf"(?m)^[ \t]*-?{TIME}[ \t]*-->[ \t]*-?{TIME}")
_COMMENT: Final = re.compile(r"(NOTE|STYLE|REGION)(?:\s|$)")
# Written by the recogniser about itself; nobody's words.
_MACHINE_NOTE: Final = re.compile(
    r"(?i)NOTE\s+(?:confidence|duration|recognizability|language|paragraph|"
    r"created by|score)\b"
)
_VOICE: Final = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]*)>", re.DOTALL)
_TAG: Final = re.compile(
    r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\an?\d\}",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"\s*(?:-\s*)?(?P<label>[^:\uff1a\n<>]{1,60}?)\s*[:\uff1a](?!//)"
)
_DASHES: Final = frozenset({"-", "\u2013", "\u2014"})
_UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"(?i)language:\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\s*$")
_HEADER_FIELD: Final = re.compile(r"\s*(?:Kind|X-[A-Z-]+|Region|Style)\s*[:=]")


@dataclass(slots=True)
class _Cue:
    """One caption as written: its lines, perhaps with names in them."""

    where: str
    start_ms: int | None
    end_ms: int | None
    identifier: str = ""
    lines: list[str] = field(default_factory=list)
    #: A stage direction stands after it: the next cue is another turn's.
    ends_turn: bool = False


#: How the person is called whose answers the file marks with a dash only.
_UNNAMED: Final = "-"


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one voice says in one cue."""

    label: str | None
    text: str


def identify(source: Source) -> bool:
    """It begins as WebVTT, or a line of times stands among its first lines."""
    text = source.text
    if text.lstrip().startswith("WEBVTT"):
        return True
    match = _TIMING_LINE.search(text[:20_000])
    if match is None:
        return False
    before = text[: match.start()].strip().rsplit("\n", 1)[-1].strip()
    return before.isdigit() or (not before and not _has_names_under_times(text))


def _has_names_under_times(text: str) -> bool:
    """Teams' Word layout saved as text: times, a name that recurs, then talk."""
    under = Counter(
        line.strip()
        for line in re.findall(rf"(?m)^[ \t]*{TIME}\s*-->\s*{TIME}\s*\n(.*)$", text)
    )
    line, count = under.most_common(1)[0] if under else ("", 0)
    return count > 1 and is_plain_name(clean_label(line))


def read(source: Source) -> Reading:
    """Every cue with its voice; notes and stray blocks listed."""
    text = source.text.lstrip("\n")
    is_vtt = text.lstrip().startswith("WEBVTT")
    reading = Reading("vtt" if is_vtt else "srt")
    reading.warnings += source.decoded.warnings
    cues = _cues(text, reading, is_vtt=is_vtt)
    reading.format = _format(cues, is_vtt=is_vtt)
    believed = _believed_labels(cues)
    cues = _without_notices(cues, believed, reading)
    _speak(cues, believed, reading)
    return reading


def _format(cues: Sequence[_Cue], *, is_vtt: bool) -> str:
    if not is_vtt:
        return "srt"
    if any("<v" in line for cue in cues for line in cue.lines):
        return "teams-vtt"
    if any(_UUID.match(cue.identifier) for cue in cues):
        return "teams-vtt"
    is_numbered = cues and all(cue.identifier.isdigit() for cue in cues)
    return "zoom-vtt" if is_numbered else "vtt"


# --- lines to cues -------------------------------------------------------------------


def _cues(text: str, reading: Reading, *, is_vtt: bool) -> list[_Cue]:
    cues: list[_Cue] = []
    untimed: list[str] = []
    for number, block in _blocks(text):
        if is_vtt and number == 1:
            rest = _read_heading(block, reading)
            if rest:
                after = number + len(block) - len(rest)
                _read_block(rest, after, cues, untimed, reading)
        elif is_vtt and _COMMENT.match(block[0]):
            _list_comment(block, number, reading)
        else:
            _read_block(block, number, cues, untimed, reading)
    if untimed:
        told = (
            f"{counted(len(untimed), 'block')} without times, read with what is above"
        )
        reading.warnings.append(warning(Code.BLOCK_WITHOUT_TIMES, untimed[0], told))
    return cues


def _blocks(text: str) -> list[tuple[int, list[str]]]:
    """Runs of non-blank lines with the number of their first line."""
    blocks: list[tuple[int, list[str]]] = []
    was_blank = True
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and was_blank:
            blocks.append((number, []))
        if line.strip():
            blocks[-1][1].append(line)
        was_blank = not line.strip()
    return blocks


def _read_heading(block: list[str], reading: Reading) -> list[str]:
    """Take title and language from the lines under WEBVTT; give back a cue's lines."""
    title = block[0].strip().removeprefix("WEBVTT").lstrip(" -\t")
    reading.title = title or None
    timings = [at for at, line in enumerate(block) if _TIMING.match(line)]
    end = timings[0] if timings else len(block)
    for at, line in enumerate(block[1:end], start=2):
        match = _LANGUAGE.match(line.strip())
        if match:
            reading.language = match[1]
        elif not _HEADER_FIELD.match(line):
            reading.omissions.append(Omission("header", f"line {at}", line.strip()))
    return block[end:]


def _list_comment(block: list[str], number: int, reading: Reading) -> None:
    if not _MACHINE_NOTE.match(block[0]):
        kind = block[0].split()[0].casefold()
        text = "\n".join(block).strip()
        reading.omissions.append(Omission(f"{kind} block", f"line {number}", text))


def _read_block(
    block: list[str],
    number: int,
    cues: list[_Cue],
    untimed: list[str],
    reading: Reading,
) -> None:
    """Cues of a block: usually one, several where blank lines are missing."""
    timings = [at for at, line in enumerate(block) if _TIMING.match(line)]
    if not timings:
        _keep_untimed(block, number, cues, untimed, reading)
        return
    first = timings[0]
    identifier = block[first - 1].strip() if first else ""
    if first > 1:
        _keep_untimed(block[: first - 1], number, cues, untimed, reading)
    for at, end in zip(timings, [*timings[1:], len(block)], strict=True):
        lines = block[at + 1 : end]
        following = ""
        if end < len(block) and lines and lines[-1].strip().isdigit():
            following = lines.pop().strip()
        where = f"line {number + at}"
        cues.append(_cue(block[at], where, identifier, lines, reading))
        identifier = following


def _cue(
    timing: str, where: str, identifier: str, lines: list[str], reading: Reading
) -> _Cue:
    match = _TIMING.match(timing)
    start, end = (parse_time(match[1]), parse_time(match[2])) if match else (None, None)
    if start is None or end is None:
        told = "times that cannot be read; the cue stands without them"
        reading.warnings.append(warning(Code.BAD_TIME, where, told))
    return _Cue(where, start, end, identifier, lines)


def _keep_untimed(
    block: list[str],
    number: int,
    cues: list[_Cue],
    untimed: list[str],
    reading: Reading,
) -> None:
    """A block without times goes on with the cue above, or is listed."""
    if cues:
        is_inside_tag = "".join(cues[-1].lines).count("<v") > "".join(
            cues[-1].lines
        ).count(">")
        cues[-1].ends_turn = not is_inside_tag
        cues[-1].lines += block
        untimed.append(f"line {number}")
    else:
        text = "\n".join(block).strip()
        reading.omissions.append(
            Omission("block before any cue", f"line {number}", text)
        )


def _without_notices(
    cues: list[_Cue], believed: frozenset[str], reading: Reading
) -> list[_Cue]:
    """The cues without those at the start that are about the recording; listed.

    Only where speakers are named: what an unnamed voice says first may be talk.
    """
    voices = [_pieces(cue, believed) for cue in cues]
    named = (at for at, pieces in enumerate(voices) if any(p.label for p in pieces))
    first = next(named, 0)
    for cue, pieces in zip(cues[:first], voices[:first], strict=True):
        text = " ".join(piece.text for piece in pieces)
        if not is_notice(text):
            return cues[cues.index(cue) :]
        reading.omissions.append(Omission("front matter", cue.where, text))
    return cues[first:]


# --- cues to voices ------------------------------------------------------------------


def _believed_labels(cues: Sequence[_Cue]) -> frozenset[str]:
    """Names before a colon that are speakers: they recur, or look like nothing else."""
    told: Counter[str] = Counter()
    for cue in cues:
        for line in cue.lines:
            label = _named(line)
            if label:
                told[label] += 1
    needed = {Strength.STRONG: 1, Strength.NAME: 1, Strength.WORD: 2, Strength.WEAK: 2}
    is_small = len(cues) <= 4
    return frozenset(
        label
        for label, count in told.items()
        if count >= needed[label_strength(label)]
        or (is_small and label_strength(label) >= Strength.WORD)
    )


def _named(line: str) -> str | None:
    match = _NAMED.match(_plain(line))
    if match is None:
        return None
    label = clean_label(match["label"])
    return label if label_strength(label) is not Strength.NEVER else None


def _speak(cues: Sequence[_Cue], believed: frozenset[str], reading: Reading) -> None:
    speaker: str | None = None
    inherited = 0
    has_dashes = _answers_with_a_dash(cues, believed)
    for cue in cues:
        for piece in _pieces(cue, believed):
            text = piece.text
            if has_dashes and piece.label is None and text[:1] in _DASHES:
                speaker, text = _UNNAMED, text[1:].strip()
            else:
                inherited += piece.label is None and speaker is not None
                speaker = piece.label or speaker
            if text:
                reading.utterances.append(_utterance(cue, speaker, text))
    if inherited:
        told = f"{counted(inherited, 'cue')} without a name read as the speaker before"
        reading.warnings.append(warning(Code.INHERITED_SPEAKER, "whole file", told))


def _answers_with_a_dash(cues: Sequence[_Cue], believed: frozenset[str]) -> bool:
    """One person is named and the other, who is not, answers after a dash."""
    dashed = [cue for cue in cues if cue.lines and _plain(cue.lines[0])[:1] in _DASHES]
    named = [cue for cue in cues if cue.lines and _named(cue.lines[0]) in believed]
    return len(named) >= 2 and len(dashed) >= len(named) / 2


def _utterance(cue: _Cue, speaker: str | None, text: str) -> Utterance:
    span = cue.start_ms, cue.end_ms
    return Utterance(
        text, cue.where, speaker, *span, is_cue=True, ends_turn=cue.ends_turn
    )


def _pieces(cue: _Cue, believed: frozenset[str]) -> list[_Piece]:
    """The cue's text by voice, from voice tags or from names before a colon."""
    written = "\n".join(cue.lines)
    tags = list(_VOICE.finditer(written))
    if not tags:
        return _pieces_by_colon(cue.lines, believed)
    pieces = [_Piece(None, _plain(written[: tags[0].start()]))]
    ends = [tag.start() for tag in tags[1:]] + [len(written)]
    for tag, end in zip(tags, ends, strict=True):
        label = clean_label(html.unescape(tag[1]))
        pieces.append(_Piece(label or None, _plain(written[tag.end() : end])))
    return [piece for piece in pieces if piece.text]


def _pieces_by_colon(lines: Sequence[str], believed: frozenset[str]) -> list[_Piece]:
    """Text by the names before a colon; lines that all open with a dash are voices."""
    has_voices = len(lines) > 1 and all(_plain(line)[:1] in _DASHES for line in lines)
    pieces: list[_Piece] = []
    for line in lines:
        text, label = _plain(line), _named(line)
        match = _NAMED.match(text)
        if label in believed and match:
            pieces.append(_Piece(label, text[match.end() :].strip()))
        elif pieces and not has_voices:
            last = pieces.pop()
            pieces.append(_Piece(last.label, f"{last.text} {text}".strip()))
        else:
            pieces.append(_Piece(None, text))
    return [piece for piece in pieces if piece.text]


def _plain(written: str) -> str:
    """Words without the format's tags and escapes; wrapped lines joined by a space."""
    bare = html.unescape(_TAG.sub("", written))
    return " ".join(line.strip() for line in bare.split("\n") if line.strip())
