"""All that the machine may read of a study, cut into stretches and made comparable.

Prepared once for many askings: a page keeps it while the study's transcripts and the
consent to computation stand as they are (`Talk.stands`). What is coded may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.coding.background import Background
from workbench.coding.examples import stack
from workbench.coding.nearest import Nearest
from workbench.coding.passages import vectors_of, windows_of
from workbench.coding.readable import Readable
from workbench.coding.stretches import Stretches
from workbench.model import Participant, Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from workbench.coding.embedding import Encoder
    from workbench.coding.passages import Window
    from workbench.store.project import Project

    Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """The readable talk of a study in stretches.

    Holds words of participants: drop it with the page.

    Attributes:
        windows: the stretches, transcript by transcript in reading order.
        vectors: shape (n, d), row by row of the windows.
        background: the same, prepared for comparing.
        nearest: the same, prepared for being searched by meaning.
        made_for: what it was made of; see `stands`.
    """

    windows: tuple[Window, ...]
    vectors: NDArray[np.float32]
    background: Background
    nearest: Nearest
    made_for: frozenset[object]

    def rows(self, transcript: str) -> list[int]:
        """The rows of one transcript's stretches."""
        return [
            row
            for row, window in enumerate(self.windows)
            if window.transcript == transcript
        ]

    def stretches(self, rows: Sequence[int]) -> Stretches:
        """These stretches with their words and places."""
        some = [self.windows[row] for row in rows]
        return Stretches(
            self.vectors[list(rows)],
            [window.passage.text for window in some],
            [(window.version, window.start, window.end) for window in some],
        )

    def stands(self, project: Project) -> bool:
        """Whether transcripts and consent are still what this was made of."""
        return self.made_for == _ground(project)


def talk_of(
    project: Project,
    encoder: Encoder,
    readable: Readable | None = None,
    progress: Progress | None = None,
) -> Talk:
    """The talk of the study, each stretch embedded once and kept in the project.

    Args:
        project: the project.
        encoder: who makes the vectors.
        readable: whose talk may be read; found out when None.
        progress: called with (done, in all) while new stretches are embedded; what it
            raises ends the work, and what was made by then stays.
    """
    ground = _ground(project)
    reads = readable or Readable(project)
    transcripts = sorted(
        project.rows(Transcript, state="active"), key=lambda each: each.id
    )
    reads.load(each.version for each in transcripts)
    windows = tuple(
        window for each in transcripts for window in windows_of(project, reads, each)
    )
    passages = [window.passage for window in windows]
    made = vectors_of(project, encoder, passages, progress)
    vectors = stack(made, passages, encoder)
    study = Stretches(
        vectors,
        [passage.text for passage in passages],
        [(window.version, window.start, window.end) for window in windows],
    )
    return Talk(windows, vectors, Background(study), Nearest(vectors), ground)


def _ground(project: Project) -> frozenset[object]:
    texts = project.rows(Transcript, state="active")
    people, voices = project.rows(Participant), project.rows(Speaker)
    return frozenset(
        [
            *((each.id, each.version) for each in texts),
            *((each.id, each.computation, each.state) for each in people),
            *((v.version, v.index, v.role, v.participant) for v in voices),
        ]
    )
