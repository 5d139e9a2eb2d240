"""Routine decisions in few words: "41 segments in C07, 6 new codes"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from workbench.decisions import coding, familiarisation, people, themes, writing_up
from workbench.exporters.trail_sentences import SENTENCES, in_a_sentence
from workbench.exporters.trail_sentences_themes import THEME_NOUNS
from workbench.exporters.trail_sentences_trust import TRUST_NOUNS
from workbench.in_words import capital, counted, kind_in_words, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.decisions.decision import Decision
    from workbench.exporters.trail_names import Names
    from workbench.store.trail import Event

#: Kinds of notes, one and several.
_NOTES: Final = {
    "journal": ("journal entry", "journal entries"),
    "field-note": ("field note", "field notes"),
    "theory": ("note on theory", "notes on theory"),
}
#: How many ids or names a folded line lists before it counts the others.
_LISTED: Final = 6

#: Kind -> what one and several of it are called.
_NOUNS: Final = (
    {
        "KeyAnnounced": ("signing key announced", "signing keys announced"),
        "ProjectTakenOver": ("change of machine", "changes of machine"),
        "GroupSet": ("participant put in a group", "participants put in groups"),
        "AttributeAdded": ("attribute of participants", "attributes of participants"),
        "AttributeSet": ("value of an attribute", "values of attributes"),
        "AttributeChanged": ("attribute changed", "attributes changed"),
        "ParticipantsLinked": ("pair of participants linked", "pairs linked"),
        "SpeakerIdentified": ("speaker identified", "speakers identified"),
        "SpeakerRenamed": ("speaker renamed", "speakers renamed"),
        "SpeakerAdded": ("speaker added", "speakers added"),
        "TurnsReassigned": ("turns given to another speaker",) * 2,
        "TranscriptChecked": ("transcript checked", "transcripts checked"),
        "StretchPassedOver": (
            "stretch passed over on purpose",
            "stretches passed over",
        ),
        "StretchTakenUp": ("stretch taken up again", "stretches taken up again"),
        "ReadingOrderDrawn": ("order of reading drawn", "orders of reading drawn"),
        "GuideQuestionAdded": (
            "question of the guide listed",
            "guide questions listed",
        ),
        "GuideQuestionPlaced": (
            "turn set to its question",
            "turns set to their questions",
        ),
        "GuideQuestionLifted": (
            "turn freed of its question",
            "turns freed of questions",
        ),
        "AudioLinked": ("recording linked", "recordings linked"),
        "AudioUnlinked": ("recording unlinked", "recordings unlinked"),
        "CodeColoured": ("code coloured", "codes coloured"),
        "QuerySaved": (
            "question to the material kept",
            "questions to the material kept",
        ),
        "QueryPutAway": ("kept question put away", "kept questions put away"),
        "CodeMoved": ("code moved", "codes moved"),
        "CodingTakenOver": (
            "transcript's coding taken over",
            "transcripts' coding taken over",
        ),
        "MemosTakenOver": ("set of notes taken over", "sets of notes taken over"),
        "CodingWithdrawn": ("coding withdrawn", "codings withdrawn"),
        "CodingUpheld": (
            "code kept on corrected words",
            "codes kept on corrected words",
        ),
        "CodingCarriedOver": (
            "coding carried over to today's version",
            "codings carried over to today's version",
        ),
        "SegmentRecoded": ("segment given another code", "segments given another code"),
        "SegmentResized": ("segment made longer or shorter", "segments resized"),
        "CodingQualified": ("polarity or target set", "polarities or targets set"),
        "MemoReleased": ("memo opened or closed to others", "memos opened or closed"),
        "AllianceEvidenceChanged": ("change of evidence", "changes of evidence"),
        "ExtractChosen": ("extract chosen", "extracts chosen"),
        "ExtractDropped": ("extract dropped", "extracts dropped"),
        "ExtractWorded": (
            "extract shortened or clarified for print",
            "extracts shortened or clarified for print",
        ),
        "ThemesPutInOrder": ("order of the themes", "orders of the themes"),
        "CaptionWorded": ("caption worded", "captions worded"),
        "CodeRenamed": ("code renamed", "codes renamed"),
        "CodeRedefined": ("code redefined", "codes redefined"),
        "CodesMerged": ("code merged into another", "codes merged into others"),
        "CodeRetired": ("code retired", "codes retired"),
        "CodeSplit": ("code split", "codes split"),
        "ThemeCodesChanged": (
            "change of a theme's codes",
            "changes of which codes belong to which theme",
        ),
        "ThemeMoved": ("theme moved", "themes moved"),
        "SettingChanged": ("choice of the set-up", "choices of the set-up"),
        "TranscriptCorrected": (
            "correction of a transcript",
            "corrections of transcripts",
        ),
        "SuggestionsOffered": (
            "request to the machine for suggestions",
            "requests to the machine for suggestions",
        ),
        "PassagesPointedOut": (
            "request to the machine for passages",
            "requests to the machine for passages",
        ),
    }
    | THEME_NOUNS
    | TRUST_NOUNS
)


def fold(decisions: Sequence[Decision], names: Names) -> str:
    """All of them in one line, kind by kind."""
    by_kind: dict[type, list[Decision]] = {}
    for decision in decisions:
        by_kind.setdefault(type(decision), []).append(decision)
    parts = [_kind(kind, alike, names) for kind, alike in by_kind.items()]
    line = "; ".join(parts)
    return f"{capital(line)}."


def account(names: Names, event: Event) -> str:
    """One decision and whose it is, whether it has a sentence of its own or not."""
    decision = event.decision()
    if type(decision) in SENTENCES:
        return in_a_sentence(names, event, decision)
    return f"{names.person(event.by)}: {fold([decision], names)}"


def _kind(kind: type, alike: Sequence[Any], names: Names) -> str:
    told = _TOLD.get(kind)
    if told is not None:
        return told(alike, names)
    return counted(len(alike), *_NOUNS[kind.__name__])


def noun(kind: type) -> str:
    """What one decision of a kind is called in few words."""
    told = _NOUNS.get(kind.__name__)
    if told is not None:
        return told[0]
    return kind_in_words(kind.__name__)


def _codes(alike: Sequence[coding.CodeCreated], names: Names) -> str:
    found = names.several(tuple(each.code for each in alike), 4)
    return f"{counted(len(alike), 'new code', 'new codes')}: {found}"


def _participants(alike: Sequence[people.ParticipantAdded], _: Names) -> str:
    found = _some([each.participant for each in alike])
    return f"{counted(len(alike), 'participant')} added ({found})"


def _transcripts(alike: Sequence[familiarisation.TranscriptImported], _: Names) -> str:
    found = _some([each.transcript for each in alike])
    return f"{counted(len(alike), 'transcript', 'transcripts')} imported ({found})"


def _passes(alike: Sequence[familiarisation.PassRecorded], _: Names) -> str:
    return f"read from end to end: {_some([each.transcript for each in alike])}"


def _notes(alike: Sequence[coding.MemoWritten], _: Names) -> str:
    found = Counter(each.memo_kind for each in alike)
    told = listed(
        counted(count, *_NOTES.get(kind, (f"{kind} note", f"{kind} notes")))
        for kind, count in sorted(found.items())
    )
    return f"{told} written"


def _decided(alike: Sequence[coding.SuggestionDecided], _: Names) -> str:
    found = Counter(each.new for each in alike)
    told = listed(f"{count} {name}" for name, count in sorted(found.items()))
    return f"suggestions: {told}"


def _copies(alike: Sequence[writing_up.CopyMade], _: Names) -> str:
    return f"copies that left the project: {_some([each.copy_kind for each in alike])}"


def _segments(alike: Sequence[coding.SegmentCoded], _: Names) -> str:
    found = Counter(each.transcript for each in alike)
    listed = found.most_common(_LISTED)
    parts = [f"{count} in {transcript}" for transcript, count in listed]
    unit = "segment" if listed[0][1] == 1 else "segments"
    parts[0] = f"{listed[0][1]} {unit} in {listed[0][0]}"
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


_TOLD: Final[dict[type, Callable[[Sequence[Any], Names], str]]] = {
    coding.SegmentCoded: _segments,
    coding.CodeCreated: _codes,
    people.ParticipantAdded: _participants,
    familiarisation.TranscriptImported: _transcripts,
    familiarisation.PassRecorded: _passes,
    coding.MemoWritten: _notes,
    coding.SuggestionDecided: _decided,
    writing_up.CopyMade: _copies,
}

#: Kinds whose unit of work is a theme and that a long account folds last.
THEME_ROUTINE: Final = (themes.ThemeCodesChanged, themes.ThemeMoved)
