"""Routine decisions in few words: "41 segments in C07, 6 new codes"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.decisions import coding, familiarisation, people, themes, writing_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.decisions.decision import Decision
    from workbench.exporters.trail_sentences import Names

#: How many ids or names a folded line lists before it counts the others.
_LISTED: Final = 6

#: Kind -> what one and several of it are called.
_NOUNS: Final = {
    "KeyAnnounced": ("signing key announced", "signing keys announced"),
    "ProjectTakenOver": ("change of machine", "changes of machine"),
    "GroupSet": ("participant put in a group", "participants put in groups"),
    "AttributeAdded": ("column added for participants", "columns added"),
    "AttributeSet": ("attribute recorded", "attributes recorded"),
    "AttributeChanged": ("attribute changed", "attributes changed"),
    "ParticipantsLinked": ("pair of participants linked", "pairs linked"),
    "SpeakerIdentified": ("speaker identified", "speakers identified"),
    "CodeMoved": ("code moved", "codes moved"),
    "CodingWithdrawn": ("coding withdrawn", "codings withdrawn"),
    "SegmentRecoded": ("segment given another code", "segments given another code"),
    "CodingQualified": ("polarity or target set", "polarities or targets set"),
    "MemoReleased": ("memo opened or closed to others", "memos opened or closed"),
    "AllianceEvidenceChanged": ("change of evidence", "changes of evidence"),
    "ExtractChosen": ("extract chosen", "extracts chosen"),
    "ExtractDropped": ("extract dropped", "extracts dropped"),
    "CodeRenamed": ("code renamed", "codes renamed"),
    "CodeRedefined": ("code redefined", "codes redefined"),
    "CodesMerged": ("code merged into another", "codes merged into others"),
    "CodeRetired": ("code retired", "codes retired"),
    "ThemeCodesChanged": (
        "change of a theme's codes",
        "changes of which codes belong to which theme",
    ),
    "ThemeMoved": ("theme moved", "themes moved"),
    "SettingChanged": ("choice of the set-up", "choices of the set-up"),
    "TranscriptCorrected": ("correction of a transcript", "corrections of transcripts"),
    "SuggestionsOffered": (
        "asking of the machine for suggestions",
        "askings of the machine for suggestions",
    ),
}


def fold(decisions: Sequence[Decision], names: Names) -> str:
    """All of them in one line, kind by kind."""
    by_kind: dict[type, list[Decision]] = {}
    for decision in decisions:
        by_kind.setdefault(type(decision), []).append(decision)
    parts = [_kind(kind, alike, names) for kind, alike in by_kind.items()]
    line = "; ".join(parts)
    return f"{line[:1].upper()}{line[1:]}."


def _kind(kind: type, alike: Sequence[Decision], names: Names) -> str:
    if kind is coding.SegmentCoded:
        return _segments(alike)
    if kind is coding.CodeCreated:
        codes = tuple(d.code for d in alike if isinstance(d, coding.CodeCreated))
        return (
            f"{_count(len(codes), 'new code', 'new codes')}: {names.several(codes, 4)}"
        )
    if kind is people.ParticipantAdded:
        ids = [d.participant for d in alike if isinstance(d, people.ParticipantAdded)]
        return f"{_count(len(ids), 'participant', 'participants')} added ({_some(ids)})"
    if kind is familiarisation.TranscriptImported:
        found = (familiarisation.TranscriptImported,)
        ids = [d.transcript for d in alike if isinstance(d, found)]
        return (
            f"{_count(len(ids), 'transcript', 'transcripts')} imported ({_some(ids)})"
        )
    if kind is familiarisation.PassRecorded:
        ids = [
            d.transcript for d in alike if isinstance(d, familiarisation.PassRecorded)
        ]
        return f"read from end to end: {_some(ids)}"
    if kind is coding.MemoWritten:
        kinds = Counter(d.memo_kind for d in alike if isinstance(d, coding.MemoWritten))
        told = [f"{count} {name}" for name, count in sorted(kinds.items())]
        return f"notes written: {', '.join(told)}"
    if kind is coding.SuggestionDecided:
        states = Counter(
            d.new for d in alike if isinstance(d, coding.SuggestionDecided)
        )
        told = [f"{count} {name}" for name, count in sorted(states.items())]
        return f"suggestions decided: {', '.join(told)}"
    if kind is writing_up.CopyMade:
        copies = [d.copy_kind for d in alike if isinstance(d, writing_up.CopyMade)]
        return f"copies that left the project: {_some(copies)}"
    one, several = _NOUNS.get(kind.__name__, (kind.__name__, kind.__name__))
    return _count(len(alike), one, several)


def _segments(alike: Iterable[Decision]) -> str:
    found = Counter(d.transcript for d in alike if isinstance(d, coding.SegmentCoded))
    listed = found.most_common(_LISTED)
    parts = [
        f"{_count(count, 'segment', 'segments') if not place else count} in {transcript}"
        for place, (transcript, count) in enumerate(listed)
    ]
    rest = found.total() - sum(count for _, count in listed)
    if rest:
        parts.append(f"{rest} in {len(found) - len(listed)} others")
    return ", ".join(parts)


def _some(ids: Sequence[str]) -> str:
    """Some ids in a row, repeats counted."""
    found = Counter(ids)
    shown = [
        name if count == 1 else f"{name} ({count}\N{MULTIPLICATION SIGN})"
        for name, count in list(found.items())[:_LISTED]
    ]
    more = len(found) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _count(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


#: Kinds whose unit of work is a theme and that a long account folds last.
THEME_ROUTINE: Final = (themes.ThemeCodesChanged, themes.ThemeMoved)
