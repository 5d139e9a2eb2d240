"""What a study holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model import (
    AllianceLink,
    Code,
    CodedSegment,
    Extract,
    FieldNote,
    Framework,
    GroupingRun,
    Memo,
    Participant,
    ReadingPass,
    Researcher,
    ResearchQuestion,
    Suggestion,
    Theme,
    Transcript,
    Version,
)

if TYPE_CHECKING:
    from workbench.store.project import Project


def counts(project: Project) -> dict[str, int]:
    """Counts by name: what is in force, and how many decisions led there."""
    themes = [t for t in project.rows(Theme) if t.state != "discarded"]
    notes = project.rows(FieldNote)
    sources = {note.source for note in notes if note.source is not None}
    segments = project.rows(CodedSegment, state="active")
    in_notes = sum(segment.transcript in sources for segment in segments)
    return {
        "researchers": len(project.rows(Researcher)),
        "questions": len(project.rows(ResearchQuestion, state="asked")),
        "participants": len(project.rows(Participant)),
        "transcripts": len(project.rows(Transcript, state="active")),
        "versions": len(project.rows(Version)),
        "passes": len(project.rows(ReadingPass)),
        "codebooks": len(project.rows(Framework)),
        "codes": len(project.rows(Code, state="active")),
        "coded_segments": len(segments) - in_notes,
        "field_notes": len(notes),
        "segments_in_field_notes": in_notes,
        "memos": len(project.rows(Memo)),
        "suggestions": len(project.rows(Suggestion)),
        "grouping_runs": len(project.rows(GroupingRun)),
        "candidate_themes": len([t for t in themes if t.state == "candidate"]),
        "themes": len([t for t in themes if t.state != "candidate"]),
        "alliance_links": len(project.rows(AllianceLink, state="argued")),
        "extracts": len(project.rows(Extract, state="chosen")),
        "decisions": project.head().seq,
    }
