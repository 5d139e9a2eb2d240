"""What people coded and rejected so far, as the machine may learn from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from workbench.coding import suggest as ranking
from workbench.coding.codes import fold
from workbench.coding.passages import (
    Passage,
    describe,
    descriptions_of,
    passages_of,
    vectors_of,
)
from workbench.coding.stretches import Coding, Stretches
from workbench.model import Code, CodedSegment, Suggestion, Transcript

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from workbench.coding.embedding import Encoder
    from workbench.coding.readable import Readable
    from workbench.store.project import Project
    from workbench.store.vectors import Stretch


class Examples:
    """What people decided so far, with its vectors."""

    def __init__(self, project: Project, readable: Readable, encoder: Encoder) -> None:
        self.codes = sorted(
            project.read(Code, state="active"), key=lambda code: fold(code.name)
        )
        self.names = {code.id: code.name for code in self.codes}
        there = {row.id for row in project.rows(Transcript, state="active")}
        segments = [
            segment
            for segment in project.rows(CodedSegment, state="active")
            if segment.code in self.names and segment.transcript in there
        ]
        passages = passages_of(project, readable, segments)
        #: Which stretches bear which code, by version.
        self.coded: dict[str, list[tuple[str, int, int]]] = {}
        for each in segments:
            place = (each.code, each.start, each.end)
            self.coded.setdefault(each.version, []).append(place)
        #: The segments the machine may read, row by row of `vectors`.
        self.read = [each for each in segments if each.id in passages]
        read = [passages[each.id] for each in self.read]
        rejected = [
            (each, passage)
            for each in project.rows(Suggestion, state="rejected")
            if each.code in self.names
            if (passage := _passage(project, readable, each)) is not None
        ]
        made = vectors_of(
            project, encoder, [*read, *(passage for _, passage in rejected)]
        )
        self.vectors = stack(made, read, encoder)
        self.coding = Coding(
            codes=[code.id for code in self.codes],
            descriptions=descriptions_of(project, encoder, self.codes),
            examples=Stretches(
                self.vectors,
                [passage.text for passage in read],
                [(each.version, each.start, each.end) for each in self.read],
            ),
            example_codes=[each.code for each in self.read],
            wordings=[describe(code) for code in self.codes],
            rejected=stack(made, [passage for _, passage in rejected], encoder),
            rejected_codes=[each.code for each, _ in rejected],
        )

    def too_few(self) -> list[str]:
        """The codes in use, by name, that have too few segments to suggest more."""
        times = Counter(each.code for each in self.read)
        return [
            code.name
            for code in self.codes
            if 0 < times[code.id] < ranking.LEAST_EXAMPLES
        ]


def _passage(
    project: Project, readable: Readable, suggestion: Suggestion
) -> Passage | None:
    """The words of a suggestion, if they may be read still."""
    for turn in readable.turns(suggestion.version):
        if turn.index == suggestion.turn:
            start, end = suggestion.start - turn.start, suggestion.end - turn.start
            text = project.words(turn.text)[turn.text]
            if text is not None:
                return Passage((turn.text, start, end), text[start:end])
    return None


def stack(
    made: Mapping[Stretch, NDArray[np.float32]],
    passages: Sequence[Passage],
    encoder: Encoder,
) -> NDArray[np.float32]:
    """The vectors of passages as rows; shape (0, dimensions) for none."""
    rows = [made[passage.stretch] for passage in passages]
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), encoder.dimensions)
