"""What the story can tell of models: what they offered, as it was recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from workbench.coding import suggestions
from workbench.decisions.coding import SuggestionGiven, SuggestionsOffered
from workbench.decisions.themes import CodesGrouped, GroupingGiven
from workbench.familiarise import transcripts
from workbench.model import Code, Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _suggested(stage: Stage, act: Act) -> None:
    """What the model offered that day, as it was recorded; not computed again."""
    project = stage.project
    offered = json.loads((stage.folder / act["file"]).read_text("utf-8"))
    version = transcripts.active(project, offered["transcript"]).version
    given = tuple(
        SuggestionGiven(
            suggestion=project.new_id("g"),
            version=version,
            turn=each["turn"],
            start=each["start"],
            end=each["end"],
            code=stage.code(each["code"]),
            rank=each["rank"],
            similarity=each["similarity"],
            because=tuple(stage.segment(s) for s in each["because"]),
            because_similarity=tuple(each["because_similarity"]),
        )
        for each in offered["suggestions"]
    )
    project.record(
        SuggestionsOffered(
            run=project.new_id("n"),
            transcript=offered["transcript"],
            model=offered["model"],
            weights=offered["weights"],
            path=offered["path"],
            limit=offered["limit"],
            suggestions=given,
        ),
        by=stage.who(act),
    )


def _answer_suggestion(stage: Stage, act: Act) -> None:
    suggestion = next(
        s for s in stage.project.rows(Suggestion) if s.rank == act["rank"]
    )
    suggestions.decide(
        stage.project,
        stage.who(act),
        suggestion.id,
        act["answer"],
        reason=act.get("reason"),
    )


def _grouped(stage: Stage, act: Act) -> None:
    """The groupings of that day, as they were recorded; not computed again."""
    project = stage.project
    offered = json.loads((stage.folder / act["file"]).read_text("utf-8"))
    project.record(
        CodesGrouped(
            run=project.new_id("n"),
            method=offered["method"],
            model=offered["model"],
            path=offered["path"],
            seed=offered["seed"],
            codes=tuple(code.id for code in project.rows(Code, state="active")),
            groupings=tuple(
                GroupingGiven(
                    grouping=project.new_id("u"),
                    alternative=each["alternative"],
                    codes=tuple(stage.code(name) for name in each["codes"]),
                    cohesion=each["cohesion"],
                )
                for each in offered["groupings"]
            ),
        ),
        by=stage.who(act),
    )


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "suggested": _suggested,
    "answer suggestion": _answer_suggestion,
    "grouped": _grouped,
}
