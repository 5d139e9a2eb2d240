"""What a reader marks, and the order in which she reads.

Checked against the recording; read, and nothing relevant here; which question of the
guide was asked where; the order of the next pass. A mark stands at a stretch of the
version it was made on; in a later version it is found again as coded segments are, and
is left out where its words are gone.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    GuideQuestionAdded,
    GuideQuestionLifted,
    GuideQuestionPlaced,
    ReadingOrderDrawn,
    StretchPassedOver,
    StretchTakenUp,
    TranscriptChecked,
)
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.familiarise.anchoring import reanchor
from workbench.familiarise.transcripts import active, text_of
from workbench.familiarise.voices import groups_in, voices
from workbench.model import (
    GuidePlace,
    GuideQuestion,
    PassedOver,
    ReadingOrder,
    Transcript,
    Turn,
)
from workbench.study import CODE, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

#: What a transcript can be compared with.
AGAINST: Final = ("recording", "notes", "memory")

Mark = TypeVar("Mark", PassedOver, GuidePlace)


def check(project: Project, by: str, transcript: str, against: str) -> str:
    """A person compared the current version with its source; the check's id.

    Raises:
        UnknownObjectError: the transcript, or what it was compared with.
    """
    require(project, by, CODE)
    standing = active(project, transcript)
    if against not in AGAINST:
        hint = f"Choose one of {', '.join(AGAINST)}."
        raise UnknownObjectError("source of a check", against, hint)
    made = project.new_id("ck")
    project.record(
        TranscriptChecked(made, transcript, standing.version, against), by=by
    )
    return made


def pass_over(
    project: Project,
    by: str,
    transcript: str,
    start: int = 0,
    end: int | None = None,
) -> str:
    """A stretch was read and holds nothing for this study; the mark's id.

    Args:
        project: the project.
        by: who read it.
        transcript: its id.
        start: first character.
        end: the character after the last; None for the end of the transcript.

    Raises:
        RefusedError: the stretch is empty or lies outside the text.
        DuplicateError: it is marked already.
    """
    require(project, by, CODE)
    standing = active(project, transcript)
    length = len(text_of(project, standing.version))
    last = length if end is None else end
    if not 0 <= start < last <= length:
        raise RefusedError(f"{start} to {last} is no stretch of {transcript}.")
    for mark, at, to in carried(
        project, project.rows(PassedOver, transcript=transcript, state="active")
    ):
        if at <= start and last <= to:
            raise DuplicateError("mark", mark.id)
    made = project.new_id("po")
    project.record(
        StretchPassedOver(made, transcript, standing.version, start, last), by=by
    )
    return made


def take_up(project: Project, by: str, mark: str) -> Receipt:
    """A stretch that was passed over is to be looked at after all.

    Raises:
        UnknownObjectError: there is no such mark.
    """
    require(project, by, CODE)
    return project.record(
        StretchTakenUp(project.one(PassedOver, id=mark, state="active").id), by=by
    )


def carried(project: Project, marks: Sequence[Mark]) -> list[tuple[Mark, int, int]]:
    """Each mark of active transcripts with its place in the current version."""
    now = {t.id: t.version for t in project.rows(Transcript, state="active")}
    found = []
    by_version: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.transcript not in now:
            continue
        if mark.version == now[mark.transcript]:
            found.append((mark, mark.start, mark.end))
        else:
            by_version.setdefault(mark.version, []).append(mark)
    for version, earlier in by_version.items():
        before = text_of(project, version)
        after = text_of(project, now[earlier[0].transcript])
        places = reanchor(before, after, [(m.start, m.end) for m in earlier])
        found += [
            (mark, place.start, place.end)
            for mark, place in zip(earlier, places, strict=True)
            if place.anchor != "lost"
        ]
    return sorted(found, key=lambda each: (each[0].transcript, each[1], each[2]))


def add_question(project: Project, by: str, text: str) -> str:
    """The interview guide holds a question; its id.

    Raises:
        RefusedError: it says nothing.
        DuplicateError: it is there already.
    """
    require(project, by, CODE)
    asked = " ".join(text.split())
    if not asked:
        msg = "the question is empty."
        raise RefusedError(msg)
    for known in project.read(GuideQuestion):
        if known.text.casefold() == asked.casefold():
            raise DuplicateError("question of the guide", asked)
    made = project.new_id("gq")
    project.record(GuideQuestionAdded(made, Words(asked)), by=by)
    return made


def place_question(
    project: Project, by: str, transcript: str, turn: int, question: str
) -> str:
    """A turn asks a question of the guide; what follows answers it. The place's id.

    A turn asks one question: the one it was set to before is lifted in the same act.

    Raises:
        UnknownObjectError: there is no such transcript, turn or question.
    """
    require(project, by, CODE)
    standing = active(project, transcript)
    asked = project.one(GuideQuestion, id=question)
    where = project.one(Turn, version=standing.version, index=turn)
    marks = project.rows(GuidePlace, transcript=transcript, state="active")
    before = [
        GuideQuestionLifted(mark.id)
        for mark, start, _ in carried(project, marks)
        if start == where.start
    ]
    made = project.new_id("gp")
    placed = GuideQuestionPlaced(
        made, transcript, standing.version, where.start, where.end, asked.id
    )
    project.record(*before, placed, by=by)
    return made


def lift_question(project: Project, by: str, place: str) -> Receipt:
    """A turn asks no question of the guide after all.

    Raises:
        UnknownObjectError: there is no such place.
    """
    require(project, by, CODE)
    standing = project.one(GuidePlace, id=place, state="active")
    return project.record(GuideQuestionLifted(standing.id), by=by)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the guide where it was asked."""

    place: str
    transcript: str
    start: int
    question: str


def questions_asked(project: Project) -> dict[str, list[Asked]]:
    """Where questions of the guide were asked, by transcript, in order."""
    found: dict[str, list[Asked]] = {}
    marks = project.rows(GuidePlace, state="active")
    for mark, start, _ in carried(project, marks):
        found.setdefault(mark.transcript, []).append(
            Asked(mark.id, mark.transcript, start, mark.question)
        )
    return found


def question_at(asked: Sequence[Asked], character: int) -> str | None:
    """The question that what is said here answers; None before the first."""
    at = bisect_right([each.start for each in asked], character) - 1
    return asked[at].question if at >= 0 else None


def draw_order(project: Project, by: str, seed: int) -> ReadingOrder:
    """The order of the next pass: shuffled, groups in turn, and put on record.

    Raises:
        RefusedError: there is nothing to read.
    """
    require(project, by, CODE)
    cast = voices(project)
    by_group: dict[str, list[str]] = {}
    for transcript in project.rows(Transcript, state="active"):
        group = "+".join(groups_in(cast[transcript.version]))
        by_group.setdefault(group, []).append(transcript.id)
    if not by_group:
        msg = "there is nothing to read yet."
        raise RefusedError(msg)
    chance = random.Random(seed)  # noqa: S311 - an order to read in, not a secret
    piles = [sorted(each) for _, each in sorted(by_group.items())]
    for pile in piles:
        chance.shuffle(pile)
    drawn: list[str] = []
    while any(piles):
        drawn += [pile.pop() for pile in piles if pile]
    number = len(project.rows(ReadingOrder)) + 2
    made = project.new_id("ro")
    project.record(ReadingOrderDrawn(made, number, seed, tuple(drawn)), by=by)
    return project.one(ReadingOrder, id=made)
