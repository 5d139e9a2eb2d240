"""What the story can tell of colleagues who look at it: debriefing, two readings."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from workbench import study
from workbench.model import Challenge, DebriefSession
from workbench.trust import challenges, comparing, sessions
from workbench.trust.shown import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _described(stage: Stage, file: str, part: str) -> list[dict[str, Any]]:
    told = tomllib.loads((stage.folder / file).read_text("utf-8"))
    parts: list[dict[str, Any]] = told[part]
    return parts


def _describe_debriefers(stage: Stage, act: Act) -> None:
    for each in _described(stage, act["file"], "debriefer"):
        sessions.describe(
            stage.project,
            stage.who(act),
            study.find_researcher(stage.project, each["name"]).id,
            expertise=each["expertise"],
            relation=each["relation"],
            interest=each["interest"],
            confidential=each["confidential"],
        )


def _open_debriefing(stage: Stage, act: Act) -> None:
    found = _described(stage, act["file"], "session")
    asked = next(each for each in found if each["number"] == act["session"])
    sessions.open_session(
        stage.project,
        stage.who(act),
        study.find_researcher(stage.project, asked["debriefer"]).id,
        asked["questions"],
        Wish(shows=asked["shows"], group=asked.get("group")),
        present=asked.get("present"),
    )


def _session_of(stage: Stage, debriefer: str) -> str:
    """The id of the debriefing with this person; there is one each."""
    who = study.find_researcher(stage.project, debriefer).id
    return stage.project.rows(DebriefSession, debriefer=who)[0].id


def _raise_challenges(stage: Stage, act: Act) -> None:
    """All that one debriefer said, in the order of the file."""
    for each in _described(stage, act["file"], "challenge"):
        if each["by"] != act["from"]:
            continue
        about = None
        if each["about"] == "theme":
            about = stage.theme(each["theme"])
        elif each["about"] == "code":
            about = stage.code(each["code"])
        elif each["about"] == "segment":
            about = stage.segment(each["segment"])
        elif each["about"] == "mapping":
            about = stage.link(each["theme"], each["dimension"])
        challenges.raise_challenge(
            stage.project,
            stage.who(act),
            _session_of(stage, each["by"]),
            about_kind=each["about"],
            about=about,
            kind=each["kind"],
            severity=each["severity"],
            text=each["text"],
        )


def _challenge(stage: Stage, act: Act) -> tuple[str, dict[str, Any]]:
    """The id of the challenge of this number, and what its file says of it."""
    found = _described(stage, "debrief/challenges.toml", "challenge")
    told = next(each for each in found if each["number"] == act["number"])
    raised = stage.project.read(Challenge)
    return next(row.id for row in raised if row.text == told["text"]), told


def _answer_challenge(stage: Stage, act: Act) -> None:
    challenge, told = _challenge(stage, act)
    challenges.answer(
        stage.project, stage.who(act), challenge, told["answer"], told["reply"]
    )


def _link_change(stage: Stage, act: Act) -> None:
    """What was done last came of the challenge."""
    challenge, _ = _challenge(stage, act)
    last = stage.project.events()[-1].act
    challenges.link_change(stage.project, stage.who(act), challenge, last)


def _judge_outcome(stage: Stage, act: Act) -> None:
    challenge, told = _challenge(stage, act)
    challenges.judge_outcome(
        stage.project,
        stage.who(act),
        challenge,
        told["judged"],
        told.get("judgement"),
    )


def _close_debriefing(stage: Stage, act: Act) -> None:
    found = _described(stage, act["file"], "session")
    asked = next(each for each in found if each["number"] == act["session"])
    sessions.close(
        stage.project,
        stage.who(act),
        _session_of(stage, asked["debriefer"]),
        shifted=asked["shifted"],
        minutes=asked["minutes"],
    )


def _talk_over(stage: Stage, act: Act) -> None:
    """The two analysts' readings of the turn with these words were talked over."""
    project, by = stage.project, stage.who(act)
    one, other = (study.find_researcher(project, name).id for name in act["between"])
    found = comparing.compare(project, by, one, other)
    where = next(
        each.place
        for each in comparing.differences(found)
        if each.transcript == act["transcript"] and act["words"] in each.text
    )
    comparing.talk_over(project, by, found, where, act["outcome"], act["learned"])


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "describe debriefers": _describe_debriefers,
    "open debriefing": _open_debriefing,
    "raise challenges": _raise_challenges,
    "answer challenge": _answer_challenge,
    "link change": _link_change,
    "judge outcome": _judge_outcome,
    "close debriefing": _close_debriefing,
    "talk over": _talk_over,
}
