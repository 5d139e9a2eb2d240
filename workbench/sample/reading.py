"""What the story can tell of reading: guide, checks, orders, what is passed over."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from workbench.familiarise import marks
from workbench.familiarise.transcripts import active, text_of
from workbench.model import GuideQuestion

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _guide(stage: Stage, act: Act) -> None:
    for text in act["questions"]:
        marks.add_question(stage.project, stage.who(act), text)


def _place_questions(stage: Stage, act: Act) -> None:
    """Turns ask questions of the guide, which begin with the numbers in the file."""
    known = {
        question.text.partition(" ")[0]: question.id
        for question in stage.project.read(GuideQuestion)
    }
    with (stage.folder / act["file"]).open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["transcript"] in act["transcripts"]:
                marks.place_question(
                    stage.project,
                    stage.who(act),
                    row["transcript"],
                    int(row["turn"]),
                    known[row["question"]],
                )


def _check(stage: Stage, act: Act) -> None:
    for transcript in act["transcripts"]:
        marks.check(stage.project, stage.who(act), transcript, act["against"])


def _pass_over(stage: Stage, act: Act) -> None:
    """What lies between two quotes was read and holds nothing for the study."""
    text = text_of(stage.project, active(stage.project, act["transcript"]).version)
    start = text.index(act["from"])
    end = text.index(act["to"], start) + len(act["to"])
    marks.pass_over(stage.project, stage.who(act), act["transcript"], start, end)


def _draw_order(stage: Stage, act: Act) -> None:
    marks.draw_order(stage.project, stage.who(act), act["seed"])


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "guide": _guide,
    "place questions": _place_questions,
    "check": _check,
    "pass over": _pass_over,
    "draw order": _draw_order,
}
