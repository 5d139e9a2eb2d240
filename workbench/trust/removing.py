"""What a participant asks to have removed is gone: in every version, with its codes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.decisions.coding import CodingWithdrawn
from workbench.decisions.people import WordsErased
from workbench.errors import RefusedError
from workbench.familiarise.anchoring import reanchor
from workbench.familiarise.transcripts import text_of, turns_of
from workbench.model import ERASED, CodedSegment, Transcript, Turn, Version
from workbench.people.her_words import talk_of, words_of
from workbench.people.repeats import Repeat, find_repeats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project


@dataclass(frozen=True, slots=True)
class Removal:
    """What would go with one turn."""

    decisions: tuple[Decision, ...]
    turns: int
    #: Coded segments that lose their words.
    segments: tuple[str, ...]
    #: Other entries that repeat the words; they stay until somebody decides.
    repeats: tuple[Repeat, ...]
    #: Other turns that share a run of the words; each is removed as itself, or not.
    elsewhere: tuple[str, ...]


def plan_removal(
    project: Project, participant: str, transcript: str, index: int
) -> Removal:
    """What goes when one turn is removed, in every version and everywhere it was coded.

    The file each version came from goes as well: it holds the words.

    Raises:
        RefusedError: there is no such turn of hers, or it is gone already.
    """
    standing = project.one(Transcript, id=transcript)
    talk = talk_of(project, participant)
    now = {t.index: t for t in turns_of(project, standing.version)}
    turn = now.get(index)
    if turn is None or (standing.version, turn.speaker) not in talk.speakers:
        msg = f"turn {index + 1} of {transcript} is not one of {participant}'s."
        raise RefusedError(msg)
    if not turn.text.strip(ERASED):
        msg = f"turn {index + 1} of {transcript} was removed before."
        raise RefusedError(msg)
    gone = _in_every_version(project, transcript, standing.version, turn)
    hers = words_of(
        project,
        replace(
            talk,
            transcripts=(transcript,),
            speakers=frozenset(),
            turns=tuple(gone),
            turns_now=1,
            others=(),
        ),
        project.events(),
    )
    repeats, _ = find_repeats(project, hers, project.events())
    spoken = _spoken(project, {each.words: each.what for each in repeats})
    texts = project.words(*hers.words)
    left = tuple(name for name in hers.words if texts.get(name) is not None)
    segments = tuple(sorted(hers.standing))
    return Removal(
        (
            WordsErased(left, participant, None),
            *(CodingWithdrawn(segment) for segment in segments),
        ),
        1,
        segments,
        tuple(each for each in repeats if each.words not in spoken),
        tuple(sorted({where for where in spoken.values() if where})),
    )


def _spoken(project: Project, found: Mapping[str, str]) -> dict[str, str]:
    """Which of these entries of the wording are talk, and which turn each is.

    What was coded goes with its turn, and says none.
    """
    standing = {row.version: row.id for row in project.rows(Transcript)}
    quotes = {row.quote for row in project.rows(CodedSegment)}
    told = dict.fromkeys(quotes & found.keys(), "")
    for turn in project.rows(Turn):
        if turn.text in found:
            where = standing.get(turn.version)
            said = f"turn {turn.index + 1} of {where}" if where else found[turn.text]
            if where or not told.get(turn.text):
                told[turn.text] = said
    return told


def _in_every_version(
    project: Project, transcript: str, version: str, turn: Turn
) -> list[Turn]:
    """The turns, words as ids, that hold these words in any version."""
    now = text_of(project, version)
    found: list[Turn] = []
    for row in project.rows(Version, transcript=transcript):
        if row.id == version:
            start, end = turn.start, turn.end
        else:
            place = reanchor(now, text_of(project, row.id), [(turn.start, turn.end)])[0]
            start, end = place.start, place.end
        found.extend(
            each
            for each in project.rows(Turn, version=row.id)
            if each.start < max(end, start + 1) and start < each.end
        )
    return found
