"""A transcript as one text with speakers' labels, and where its offsets are there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.importers.foreign_text import LaidOut
from workbench.model import ERASED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.model import Speaker, Turn

_BETWEEN: Final = "\n\n"


class LabelledText:
    """A transcript's text as other programs show it."""

    def __init__(
        self, turns: Sequence[Turn], labels: Mapping[int, str], hidden: set[int]
    ) -> None:
        self._ends = [turn.end for turn in turns]
        self._starts = [turn.start for turn in turns]
        self._places: list[int] = []
        parts: list[str] = []
        at = 0
        for turn in turns:
            label = labels.get(-1 if turn.speaker is None else turn.speaker, "")
            head = f"{label}: " if label else ""
            said = _hidden(turn) if turn.index in hidden else turn.text
            self._places.append(at + len(head))
            parts.append(head + said)
            at += len(head) + len(said) + len(_BETWEEN)
        self.text = _BETWEEN.join(parts)
        self._expected = [
            (labels.get(-1 if each.speaker is None else each.speaker) or None, length)
            for each in turns
            if (length := each.end - each.start)
        ]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the transcript stands in this text."""
        first = min(bisect_right(self._ends, start), len(self._ends) - 1)
        last = max(bisect_left(self._starts, end) - 1, 0)
        begin = self._places[first] + max(0, start - self._starts[first])
        length = self._ends[last] - self._starts[last]
        return begin, self._places[last] + min(length, end - self._starts[last])

    @property
    def keeps_turns(self) -> bool:
        """Whether the turns can be told apart again, by the workbench at least."""
        found = [(t.speaker, len(t.text)) for t in LaidOut(self.text).turns]
        return found == self._expected


def labels_of(speakers: Sequence[Speaker]) -> dict[int, str]:
    """What stands before each speaker's turns: an id or a role, never a name."""
    shown = {
        who.index: who.participant or (who.role or "speaker").capitalize()
        for who in speakers
        if who.label is not None or who.participant or who.role
    }
    nameless = Counter(
        shown[who.index]
        for who in speakers
        if who.index in shown and not who.participant
    )
    numbers: Counter[str] = Counter()
    for who in speakers:
        name = shown.get(who.index)
        if name is not None and not who.participant and nameless[name] > 1:
            numbers[name] += 1
            shown[who.index] = f"{name} {numbers[name]}"
    return shown


def _hidden(turn: Turn) -> str:
    """As many blocks as there are letters, so that no offset moves."""
    length = turn.end - turn.start
    if turn.text == ERASED:
        return ERASED * length
    return "".join(c if c.isspace() else ERASED for c in turn.text)
