"""Transcripts as plain text: speakers by id or role, words as consent allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.exporters.quoting import Quotes, clock
from workbench.model import Speaker, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from workbench.exporters.reading import Moment


def transcript_texts(
    moment: Moment, only: Container[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Each transcript's id and text, a paragraph per turn.

    Args:
        moment: the study.
        only: the transcripts to give; None for all that are in the analysis.
    """
    transcripts = moment.read(Transcript, state="active")
    quotes = Quotes.of_versions(moment, {t.version for t in transcripts})
    for transcript in transcripts:
        if only is not None and transcript.id not in only:
            continue
        called = {
            who.index: who.participant or who.role or "speaker not recorded"
            for who in moment.read(Speaker, version=transcript.version)
        }
        lines = [f"Transcript {transcript.id}"]
        if transcript.held_on:
            lines.append(f"Held on {transcript.held_on}")
        for turn in moment.read(Turn, version=transcript.version):
            who = called.get(-1 if turn.speaker is None else turn.speaker, "speaker")
            when = clock(turn.start_ms)
            lead = f"{turn.index + 1}  {who}" + (f"  {when}" if when else "")
            lines += ["", lead, quotes.mark_of_turn(turn) or turn.text]
        yield transcript.id, "\n".join(lines) + "\n"
