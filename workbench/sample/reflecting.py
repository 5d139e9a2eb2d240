"""What the story can tell of the researchers' own voices: journal and field notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.model import Memo
from workbench.trust import field_notes, journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.sample.stage import Act, Stage


def _journal(stage: Stage, act: Act) -> None:
    """An entry with its lenses, about people and, where named, a theme or a code."""
    links = list(act.get("people", ()))
    if "theme" in act:
        links.append(stage.theme(act["theme"]))
    if "code" in act:
        links.append(stage.code(act["code"]))
    journal.write_entry(
        stage.project,
        stage.who(act),
        act["text"],
        lenses=act["lenses"],
        links=links,
        visibility="release",
    )


def _look_back(stage: Stage, act: Act) -> None:
    """She answers the entry of hers that holds these words."""
    entry = next(
        each.id
        for each in stage.project.read(Memo, kind="journal")
        if act["words"] in each.text
    )
    journal.look_back(stage.project, stage.who(act), entry, act["text"])


def _field_note(stage: Stage, act: Act) -> None:
    field_notes.write(
        stage.project,
        stage.who(act),
        transcript=act["transcript"],
        observation=act["seen"],
        interpretation=act["made_of_it"],
        held_on=act["held_on"],
    )


VERBS: Final[dict[str, Callable[[Stage, Act], None]]] = {
    "journal": _journal,
    "look back": _look_back,
    "field note": _field_note,
}
