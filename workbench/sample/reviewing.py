"""What the story can tell of the later phases: reviewing, defining, theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench import study
from workbench.alliance import Revision, revise
from workbench.alliance.opening import open_theory
from workbench.themes import board, contrasts, defining, negative_cases, reviewing
from workbench.themes.theme_map import relate

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _split_theme(stage: Stage, act: Act) -> None:
    board.split(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        [(part["name"], part["codes"]) for part in act["parts"]],
        act.get("reason"),
    )


def _set_aside(stage: Stage, act: Act) -> None:
    for name in act["codes"]:
        board.set_aside(
            stage.project, stage.who(act), stage.code(name), act.get("reason")
        )


def _negative_case(stage: Stage, act: Act) -> None:
    by = stage.who(act)
    case = negative_cases.note(
        stage.project,
        by,
        stage.theme(act["theme"]),
        act["differs"],
        segment=stage.segment(act["segment"]) if "segment" in act else None,
        participant=act.get("participant"),
        how=act.get("how"),
    )
    if "action" in act:
        negative_cases.answer(stage.project, by, case, act["action"], act["account"])


def _search(stage: Stage, act: Act) -> None:
    negative_cases.record_search(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        act["how"],
        found=act["found"],
    )


def _review(stage: Stage, act: Act) -> None:
    theme = stage.theme(act["theme"])
    for question, text in act["answers"].items():
        reviewing.answer(stage.project, stage.who(act), theme, question, text)


def _reread(stage: Stage, act: Act) -> None:
    for transcript in act["transcripts"]:
        reviewing.record_reread(
            stage.project,
            stage.who(act),
            transcript,
            changed="text" in act,
            text=act.get("text"),
        )


def _contrast(stage: Stage, act: Act) -> None:
    contrasts.contrast(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        act["relation"],
        act["text"],
        segments=[stage.segment(each) for each in act.get("segments", ())],
    )


def _define(stage: Stage, act: Act) -> None:
    defining.define(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        definition=act["definition"],
        scope=act["scope"],
        reason=act.get("reason"),
    )


def _answer_questions(stage: Stage, act: Act) -> None:
    """The theme answers the questions of these numbers, the first being one."""
    asked = study.questions(stage.project)
    defining.answer_questions(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        [asked[number - 1].id for number in act["questions"]],
    )


def _relate(stage: Stage, act: Act) -> None:
    relate(
        stage.project,
        stage.who(act),
        stage.theme(act["theme"]),
        stage.theme(act["to"]),
        act["says"],
    )


def _open_theory(stage: Stage, act: Act) -> None:
    open_theory(stage.project, stage.who(act), act["note"])


def _revise_mapping(stage: Stage, act: Act) -> None:
    revise(
        stage.project,
        stage.who(act),
        stage.link(act["theme"], act["dimension"], act.get("was")),
        Revision(
            relation=act.get("relation"),
            polarity=act.get("polarity"),
            mutuality=act.get("mutuality"),
            condition=act.get("condition"),
            rationale=act.get("rationale"),
        ),
        act.get("reason"),
    )


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "split theme": _split_theme,
    "set aside": _set_aside,
    "negative case": _negative_case,
    "look for negative cases": _search,
    "review": _review,
    "reread": _reread,
    "contrast groups": _contrast,
    "define": _define,
    "answer questions": _answer_questions,
    "relate": _relate,
    "open theory": _open_theory,
    "revise mapping": _revise_mapping,
}
