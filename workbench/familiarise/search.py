"""Words looked for in every transcript: words, a phrase, or a regular expression.

Pure but for `concordance`, which reads the talk once. Upper and lower case are alike;
words are whole words, `*` at the end of one stands for any ending. Offsets are code
points of the transcript's current version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.errors import RefusedError
from workbench.familiarise.voices import NOBODY, Voice, voices
from workbench.model import ERASED, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from workbench.familiarise.voices import Reading

Kind = Literal["words", "phrase", "expression"]
KINDS: Final[tuple[Kind, ...]] = ("words", "phrase", "expression")
#: How much of the talk is shown on either side of what was found.
AROUND: Final = 60
#: A search that finds more than this is cut off, and says so.
LIMIT: Final = 2000
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT)


@dataclass(frozen=True, slots=True)
class Line:
    """A turn as it is searched."""

    transcript: str
    version: str
    turn: int
    start: int
    voice: Voice
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch that was looked for, in its surroundings."""

    line: Line
    start: int
    end: int

    @property
    def words(self) -> str:
        """What was found."""
        return self.line.text[self.start - self.line.start : self.end - self.line.start]

    @property
    def before(self) -> str:
        """What stands before it in the turn."""
        at = self.start - self.line.start
        return self.line.text[max(0, at - AROUND) : at]

    @property
    def after(self) -> str:
        """What stands after it in the turn."""
        at = self.end - self.line.start
        return self.line.text[at : at + AROUND]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Where to look; an empty choice means everywhere."""

    transcripts: Collection[str] = ()
    groups: Collection[str] = ()
    roles: Collection[str] = ()
    #: Transcript -> stretches; only what touches one of them is found.
    within: Mapping[str, Sequence[tuple[int, int]]] | None = None

    def takes(self, line: Line) -> bool:
        """Whether this turn is looked at."""
        return (
            (not self.transcripts or line.transcript in self.transcripts)
            and (not self.groups or line.voice.group in self.groups)
            and (not self.roles or line.voice.role in self.roles)
        )

    def keeps(self, transcript: str, start: int, end: int) -> bool:
        """Whether what was found here counts."""
        if self.within is None:
            return True
        return any(a < end and start < b for a, b in self.within.get(transcript, ()))


def concordance(reading: Reading) -> list[Line]:
    """Every turn of every transcript, as it is searched; erased turns left out."""
    cast = voices(reading)
    found = []
    for transcript in reading.rows(Transcript, state="active"):
        known = cast[transcript.version]
        found += [
            Line(
                transcript.id,
                transcript.version,
                turn.index,
                turn.start,
                known.get(-1 if turn.speaker is None else turn.speaker, NOBODY),
                turn.text,
            )
            for turn in reading.read(Turn, version=transcript.version)
            if turn.text != ERASED
        ]
    return found


EVERYWHERE: Final = Narrowed()


def find(
    lines: Sequence[Line],
    asked: str,
    kind: Kind = "words",
    narrowed: Narrowed = EVERYWHERE,
) -> list[Hit]:
    """What was looked for, in the order of the transcripts; at most `LIMIT` hits.

    Args:
        lines: from `concordance`.
        asked: several words are looked for in one turn, in any order.
        kind: one of `KINDS`.
        narrowed: where to look.

    Raises:
        RefusedError: nothing was asked, or the expression cannot be read or could
            take for ever.
    """
    if not asked.strip():
        msg = "say what to look for."
        raise RefusedError(msg)
    wanted = _patterns(asked, kind)
    found: list[Hit] = []
    for line in lines:
        if not narrowed.takes(line):
            continue
        found += [
            Hit(line, line.start + start, line.start + end)
            for start, end in _in_turn(line.text, wanted)
            if narrowed.keeps(line.transcript, line.start + start, line.start + end)
        ]
        if len(found) >= LIMIT:
            return found[:LIMIT]
    return found


def _in_turn(text: str, wanted: Sequence[re.Pattern[str]]) -> Iterator[tuple[int, int]]:
    """Where the turn holds what is wanted, if it holds each of them; in order."""
    spans: set[tuple[int, int]] = set()
    for pattern in wanted:
        here = {found.span() for found in pattern.finditer(text) if found.group()}
        if not here:
            return
        spans |= here
    yield from sorted(spans)


def _patterns(asked: str, kind: Kind) -> list[re.Pattern[str]]:
    if kind == "expression":
        return [_expression(asked)]
    parts = [asked] if kind == "phrase" else asked.split()
    return [re.compile(_whole(part), re.IGNORECASE) for part in dict.fromkeys(parts)]


def _whole(words: str) -> str:
    """Whole words, any blanks between them; a star stands for the rest of a word."""
    body = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())
    # scripts without blanks between words have no word's edge to look for
    edge_before = r"\b" if words.strip()[0].isascii() else ""
    edge_after = r"\b" if words.strip()[-1].isascii() else ""
    if not words.strip()[0].isalnum():
        edge_before = ""
    if not words.strip()[-1].isalnum():
        edge_after = ""
    return edge_before + body + edge_after


def _expression(asked: str) -> re.Pattern[str]:
    try:
        tree = parser.parse(asked)
        made = re.compile(asked, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise RefusedError(f"this expression cannot be read: {error}.") from None
    if _repeats_a_repeat(tree, inside=False):
        msg = (
            "this expression repeats what repeats already, which could take for ever. "
            "Write it with one * or + less."
        )
        raise RefusedError(msg)
    return made


def _repeats_a_repeat(tree: Any, *, inside: bool) -> bool:  # noqa: ANN401 - as parsed
    """Whether an open repeat stands inside another, as in (a+)+."""
    for kind, value in tree:
        is_open = kind in _REPEATS and value[1] is codes.MAXREPEAT
        if is_open and inside:
            return True
        parts = value if isinstance(value, tuple | list) else (value,)
        flat = [
            part
            for each in parts
            for part in (each if isinstance(each, list) else [each])
            if isinstance(part, parser.SubPattern)
        ]
        if any(_repeats_a_repeat(part, inside=inside or is_open) for part in flat):
            return True
    return False
