"""What the machine may read, and the vectors of it, made once and kept.

What may be read is said in readable.py. A vector is kept under the entry of the wording
it stands for, so that it goes when the words go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from workbench.coding.embedding import PACKAGED, load_encoder
from workbench.coding.sentences import windows
from workbench.familiarise.read_aloud import own_words
from workbench.model import (
    ERASED,
    Code,
    CodedSegment,
    GroupingRun,
    PassageRun,
    SuggestionRun,
)
from workbench.store import vectors
from workbench.study import setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from workbench.coding.embedding import Encoder
    from workbench.coding.readable import Readable
    from workbench.model import Transcript
    from workbench.store.project import Project
    from workbench.store.vectors import Stretch

#: Texts that are made into vectors between two moments of keeping them.
_AT_ONCE: Final = 2048


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one entry of the wording, with its text."""

    stretch: Stretch
    text: str


def passages_of(
    project: Project, readable: Readable, segments: Sequence[CodedSegment]
) -> dict[str, Passage]:
    """What the machine may read of coded segments, by segment id.

    Args:
        project: the project.
        readable: whose talk may be read.
        segments: rows with words as wording ids.

    Returns:
        The longest readable part of each; segments without any are left out.
    """
    readable.load(segment.version for segment in segments)
    texts = project.words(*(segment.quote for segment in segments))
    found = {}
    for segment in segments:
        part = readable.longest(segment.version, segment.start, segment.end)
        quote = texts.get(segment.quote)
        if part is None or quote is None:
            continue
        start, end = part[0] - segment.start, part[1] - segment.start
        text = quote[start:end]
        if text.strip(f"{ERASED} \n"):
            found[segment.id] = Passage((segment.quote, start, end), text)
    return found


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that may be suggested."""

    transcript: str
    version: str
    turn: int
    start: int
    end: int
    passage: Passage


def windows_of(
    project: Project, readable: Readable, transcript: Transcript
) -> list[Window]:
    """What may be suggested of a transcript: its readable talk, by sentences."""
    turns = readable.turns(transcript.version)
    texts = project.words(*(turn.text for turn in turns))
    found = []
    for turn in turns:
        text = texts.get(turn.text)
        if text is None:
            continue
        found += [
            Window(
                transcript.id,
                transcript.version,
                turn.index,
                turn.start + start,
                turn.start + end,
                Passage((turn.text, start, end), text[start:end]),
            )
            for first, last in own_words(text)
            for start, end in (
                (first + start, first + end)
                for start, end in windows(text[first:last], transcript.language or "en")
            )
        ]
    return found


def encoder_of(project: Project) -> Encoder:
    """The model the study chose, computing as it did in this project before.

    That is the packaged one where the setting embedding-model names none.

    Raises:
        ModelError: it is not there, or its weights are not those it had before.
    """
    chosen = setting(project, "embedding-model") or None
    name = plain(chosen or PACKAGED)
    runs: list[SuggestionRun | PassageRun | GroupingRun] = [
        *(run for run in project.rows(SuggestionRun) if run.model == name),
        *(run for run in project.rows(PassageRun) if run.model == name),
        *(run for run in project.rows(GroupingRun) if run.model == name),
    ]
    first = min(runs, key=lambda run: run.at, default=None)
    known = [run.weights for run in runs if not isinstance(run, GroupingRun)]
    return load_encoder(
        chosen,
        # A packaged model of another hash is refused by the loader itself.
        expected=known[0] if known and chosen else None,
        path=first.path if first else None,
    )


def descriptions_of(
    project: Project, encoder: Encoder, codes: Sequence[Code]
) -> NDArray[np.float32]:
    """Vectors of what codes are called and said to be, one row each.

    A row is the mean of the name, the definition and the inclusion note, each with a
    vector of its own that is kept and goes with its words. Exclusion notes say what a
    code is not; by closeness they would draw it there, so they are left to people.

    Args:
        project: the project.
        encoder: who makes them.
        codes: words as text.
    """
    entries = {row.id: row for row in project.rows(Code, id=[c.id for c in codes])}
    said: list[list[Passage]] = []
    for code in codes:
        row = entries[code.id]
        pairs = (
            (row.name, code.name),
            (row.definition, code.definition),
            (row.include, code.include),
        )
        said.append(
            [
                Passage((entry, 0, len(text)), text)
                for entry, text in pairs
                if entry and text and text.strip(f"{ERASED} ")
            ]
        )
    made = vectors_of(project, encoder, [each for parts in said for each in parts])
    rows = np.zeros((len(codes), encoder.dimensions), dtype=np.float32)
    for place, parts in enumerate(said):
        rows[place] = sum(made[part.stretch] for part in parts)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)


def describe(code: Code) -> str:
    """A code's name with its definition and inclusion note."""
    return ". ".join(
        text for text in (code.name, code.definition, code.include) if text
    )


def plain(name: str) -> str:
    """A model's name as the trail takes it: no blanks, no slashes."""
    return re.sub(r"[^A-Za-z0-9_.:+\-]", "_", name)[-80:]


def vectors_of(
    project: Project,
    encoder: Encoder,
    passages: Iterable[Passage],
    progress: Callable[[int, int], object] | None = None,
) -> Mapping[Stretch, NDArray[np.float32]]:
    """The vectors of these passages; new ones are kept in the project as they come.

    Args:
        project: the project.
        encoder: who makes them.
        passages: what to read.
        progress: called with (done, in all); what it raises ends the work, and what
            was made by then stays.
    """
    wanted = {passage.stretch: passage.text for passage in passages}
    # vectors by other weights or in another number type are others
    path = f"{encoder.weights[:16]}-{encoder.path}"
    kept = vectors.load(project.database, path, [stretch[0] for stretch in wanted])
    found = {
        stretch: np.frombuffer(kept[stretch], dtype="<f4")
        for stretch in wanted
        if stretch in kept
    }
    missing = [stretch for stretch in wanted if stretch not in found]
    fresh: dict[Stretch, NDArray[np.float32]] = {}

    def put_away() -> None:
        rows = {each: row.astype("<f4").tobytes() for each, row in fresh.items()}
        vectors.keep(project, path, rows)
        found.update(fresh)
        fresh.clear()

    done = 0
    try:
        for places, batch in encoder.batches([wanted[each] for each in missing]):
            for same, row in zip(places, batch, strict=True):
                fresh.update({missing[place]: row for place in same})
                done += len(same)
            if len(fresh) >= _AT_ONCE:
                put_away()
            if progress is not None:
                progress(done, len(missing))
    finally:
        # also where the work was ended: the next asking goes on from here
        put_away()
    return found
