"""What a REFI-QDA file cannot hold, or another program will not read: told before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.exporters.qdpx import QdpxFile
from workbench.exporters.reading import moment
from workbench.in_words import counted
from workbench.model import (
    AllianceLink,
    Code,
    Extract,
    Grouping,
    Participant,
    ParticipantLink,
    ReadingPass,
    Setting,
    Suggestion,
    Theme,
    Transcript,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.exporters.reading import Moment
    from workbench.store.project import Project

#: Things of a study that the format has no place for: one, several, and which rows.
_NO_PLACE: Final[tuple[tuple[str, str, type[Any], dict[str, Any]], ...]] = (
    (
        *("relation of a theme to a framework", "relations of themes to a framework"),
        *(AllianceLink, {"state": "argued"}),
    ),
    ("chosen extract", "chosen extracts", Extract, {"state": "chosen"}),
    ("suggestion of the machine", "suggestions of the machine", Suggestion, {}),
    ("grouping of the machine", "groupings of the machine", Grouping, {}),
    ("recorded reading", "recorded readings", ReadingPass, {}),
    (
        *("link between participants", "links between participants"),
        *(ParticipantLink, {}),
    ),
    ("choice of the set-up", "choices of the set-up", Setting, {}),
    (
        *("code that was merged or retired", "codes that were merged or retired"),
        *(Code, {"state": ["merged", "retired"]}),
    ),
    ("discarded theme", "discarded themes", Theme, {"state": "discarded"}),
    (
        *("transcript no longer in the study", "transcripts no longer in the study"),
        *(Transcript, {"state": ["removed", "withdrawn"]}),
    ),
    (
        *("participant who withdrew", "participants who withdrew"),
        *(Participant, {"state": "all"}),
    ),
)


def losses(project: Project, at: int | None = None) -> list[str]:
    """One line for each thing that stays behind or arrives changed.

    Args:
        project: the study.
        at: the number of the last decision that counts; None for all.

    Raises:
        RefusedError: the trail has no such decision.
    """
    with moment(project, at) as seen:
        return list(_lines(seen))


def _lines(seen: Moment) -> Iterator[str]:
    yield (
        "the decision trail, reviewing, debriefing and member checks: they stay here; "
        "the file holds today's texts, codes, themes, people and memos"
    )
    made = QdpxFile(seen)
    for one, several, row, where in _NO_PLACE:
        count = len(seen.rows(row, **where))
        if count:
            yield f"{counted(count, one, several)}: left out"
    for count, one, several, how in (
        (
            *(made.without_place, "coded segment", "coded segments"),
            "without its words or its code by now, left out",
        ),
        (made.private_memos, "private memo", "private memos", "left out"),
        (
            *(made.hidden_turns, "turn", "turns"),
            "hidden by blocks, because consent does not let the words out",
        ),
        (
            *(made.tree.renamed, "code", "codes"),
            "renamed, because several bear one name",
        ),
        (
            *(made.tree.in_sets_only, "place of a code", "places of codes"),
            "under a theme in the sets only, which QualCoder does not read",
        ),
        (
            *(len(made.blurred), "transcript", "transcripts"),
            "whose turns another program, and the workbench, may divide otherwise",
        ),
    ):
        if count:
            yield f"{counted(count, one, several)}: {how}"
    if made.tree.themes:
        yield (
            "themes: as headings and as sets of codes; concept, boundary and state "
            "stand in their descriptions"
        )
    if made.segments:
        yield "polarity and alliance target: in the descriptions of selections"
    if made.field_notes:
        yield "field notes: as texts, which only their names tell from talk"
    if made.transcripts:
        yield "times within recordings, original files and earlier versions: left out"
