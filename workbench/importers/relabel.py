"""Speakers called otherwise as they come in: two labels of one person are merged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.importers.notices import Code, warning
from workbench.importers.speakers import similar_labels
from workbench.importers.turns import speakers_of
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.importers.parsed import ParsedTranscript


def relabel(parsed: ParsedTranscript, names: Mapping[str, str]) -> ParsedTranscript:
    """The transcript with speakers under the names that a person gave them.

    Args:
        parsed: the file as it was read; its own bytes keep the labels it had.
        names: label in the file -> label from now on; the same for two merges them.
    """
    told = {who.label for who in parsed.speakers}
    wanted = {
        old: new for old, new in names.items() if old in told and new and old != new
    }
    if not wanted:
        return parsed
    turns = [
        replace(turn, speaker=wanted.get(turn.speaker or "", turn.speaker))
        for turn in parsed.turns
    ]
    speakers = speakers_of(turns)
    are_alike = bool(similar_labels(who.label for who in speakers))
    kept = [w for w in parsed.warnings if are_alike or w.code != Code.SIMILAR_LABELS]
    message = f"{counted(len(wanted), 'label')} called otherwise, as asked"
    return replace(
        parsed,
        turns=turns,
        speakers=speakers,
        warnings=[*kept, warning(Code.RENAMED, "speakers", message)],
    )
