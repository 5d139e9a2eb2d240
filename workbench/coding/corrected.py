"""Coded segments whose words were corrected since; a person says that a code holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.coding.segments import active_segment
from workbench.decisions.coding import CodingCarriedOver, CodingUpheld
from workbench.decisions.familiarisation import TranscriptCorrected
from workbench.errors import RefusedError, StaleDecisionError
from workbench.familiarise.transcripts import text_of
from workbench.model import ERASED, CodedSegment
from workbench.store import trail
from workbench.study import CODE, require

if TYPE_CHECKING:
    from workbench.store.project import Project, Receipt

#: Anchors that wait for a person: the words became others, or are gone.
WAITING: Final = ("text-changed", "lost")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A coded segment, its words as text, with those that were coded."""

    segment: CodedSegment
    #: As they stood before the first correction that nobody has looked at; None where
    #: that was erased, or was said in a version that is not here.
    before: str | None

    @property
    def is_lost(self) -> bool:
        """Nothing stands in their place."""
        return self.segment.anchor == "lost"


def corrected(project: Project) -> list[Corrected]:
    """The segments that wait for a person, in the order of transcripts and places."""
    waiting = {
        segment.id: segment
        for segment in project.read(CodedSegment, state="active")
        if segment.anchor in WAITING
    }
    if not waiting:
        return []
    coded = _as_coded(project, waiting)
    texts = project.words(*coded.values())
    before = _as_carried_over(project, waiting) | {
        segment: texts.get(words) for segment, words in coded.items()
    }
    found = [Corrected(each, before.get(each.id)) for each in waiting.values()]
    return sorted(found, key=lambda each: (each.segment.transcript, each.segment.start))


def _as_coded(project: Project, waiting: dict[str, CodedSegment]) -> dict[str, str]:
    """The wording of each before it began to wait."""
    found: dict[str, str] = {}
    with project.database.reading() as conn:
        corrections = trail.events_of_kinds(conn, [TranscriptCorrected.__name__])
    for event in corrections:
        for moved in event.payload["reanchored"]:
            if moved["segment"] in waiting and moved["old_anchor"] not in WAITING:
                found[moved["segment"]] = moved["old_quote"]
    return found


def _as_carried_over(
    project: Project, waiting: dict[str, CodedSegment]
) -> dict[str, str | None]:
    """The words of those that a merge took in, as they read where they were coded."""
    with project.database.reading() as conn:
        carried = trail.events_of_kinds(conn, [CodingCarriedOver.__name__])
    found: dict[str, str | None] = {}
    for said in (event.payload for event in carried):
        if said["segment"] in waiting and said["anchor"] in WAITING:
            text = text_of(project, said["version"])[said["start"] : said["end"]]
            is_told = bool(text) and ERASED not in text
            found[said["segment"]] = text if is_told else None
    return found


def uphold(
    project: Project, by: str, segment: str, version: str, *, act: str | None = None
) -> Receipt:
    """The code holds for the words as they read in a version; nothing waits any more.

    Raises:
        UnknownObjectError: there is no such segment.
        RefusedError: its coding was withdrawn, or its words were not corrected.
        StaleDecisionError: the transcript was corrected since that version.
    """
    require(project, by, CODE)
    standing = active_segment(project, segment)
    if standing.anchor != "text-changed":
        msg = f"the words of segment {segment} were not corrected since it was coded."
        raise RefusedError(msg)
    if standing.version != version:
        what = f"transcript {standing.transcript}"
        raise StaleDecisionError(what)
    return project.record(CodingUpheld(segment, version), by=by, act=act)
