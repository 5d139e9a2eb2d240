"""Which phase each kind of decision belongs to: fixed by the kind, in one table.

The names are Braun and Clarke's of 2022. No phase move is recorded, and none is
inferred from where somebody clicks.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from workbench.decisions import (
    coding,
    debriefing,
    familiarisation,
    member_checking,
    people,
    reflecting,
    reviewing,
    setting_up,
    taking_over,
    themes,
    theory,
    writing_up,
)

if TYPE_CHECKING:
    from workbench.decisions.decision import Decision


class Phase(StrEnum):
    """A phase of reflexive thematic analysis, or the work around it."""

    SETTING_UP = "setting up"
    FAMILIARISATION = "familiarisation"
    CODING = "coding"
    GENERATING = "generating initial themes"
    REVIEWING = "developing and reviewing themes"
    DEFINING = "refining, defining and naming themes"
    THEORY = "theory"
    WRITING_UP = "writing up"
    TRUSTWORTHINESS = "trustworthiness"


PHASE: Final[dict[type[Decision], Phase]] = {
    setting_up.ProjectCreated: Phase.SETTING_UP,
    setting_up.ResearcherAdded: Phase.SETTING_UP,
    setting_up.RoleChanged: Phase.SETTING_UP,
    setting_up.KeyAnnounced: Phase.SETTING_UP,
    setting_up.ProjectTakenOver: Phase.SETTING_UP,
    setting_up.ProjectRepaired: Phase.SETTING_UP,
    setting_up.OrientationChanged: Phase.SETTING_UP,
    setting_up.QuestionAsked: Phase.SETTING_UP,
    setting_up.QuestionSetAside: Phase.SETTING_UP,
    setting_up.SettingChanged: Phase.SETTING_UP,
    setting_up.ProjectMerged: Phase.SETTING_UP,
    setting_up.Undone: Phase.SETTING_UP,
    taking_over.StudyTakenOver: Phase.SETTING_UP,
    people.ParticipantAdded: Phase.SETTING_UP,
    people.GroupSet: Phase.SETTING_UP,
    people.ConsentSet: Phase.SETTING_UP,
    people.ConsentConfirmed: Phase.SETTING_UP,
    people.AttributeAdded: Phase.SETTING_UP,
    people.AttributeSet: Phase.SETTING_UP,
    people.AttributeChanged: Phase.SETTING_UP,
    people.ParticipantsLinked: Phase.SETTING_UP,
    people.ScaleDescribed: Phase.SETTING_UP,
    people.TranscriptsPseudonymised: Phase.SETTING_UP,
    people.ParticipantWithdrawn: Phase.SETTING_UP,
    people.WordsErased: Phase.SETTING_UP,
    familiarisation.TranscriptImported: Phase.FAMILIARISATION,
    familiarisation.TranscriptCorrected: Phase.FAMILIARISATION,
    familiarisation.SpeakerIdentified: Phase.FAMILIARISATION,
    familiarisation.TranscriptRemoved: Phase.FAMILIARISATION,
    familiarisation.PassRecorded: Phase.FAMILIARISATION,
    familiarisation.SpeakerRenamed: Phase.FAMILIARISATION,
    familiarisation.SpeakerAdded: Phase.FAMILIARISATION,
    familiarisation.TurnsReassigned: Phase.FAMILIARISATION,
    familiarisation.TranscriptChecked: Phase.FAMILIARISATION,
    familiarisation.StretchPassedOver: Phase.FAMILIARISATION,
    familiarisation.StretchTakenUp: Phase.FAMILIARISATION,
    familiarisation.ReadingOrderDrawn: Phase.FAMILIARISATION,
    familiarisation.GuideQuestionAdded: Phase.FAMILIARISATION,
    familiarisation.GuideQuestionPlaced: Phase.FAMILIARISATION,
    familiarisation.GuideQuestionLifted: Phase.FAMILIARISATION,
    familiarisation.AudioLinked: Phase.FAMILIARISATION,
    familiarisation.AudioUnlinked: Phase.FAMILIARISATION,
    coding.CodebookLoaded: Phase.CODING,
    coding.CodeCreated: Phase.CODING,
    coding.CodeRenamed: Phase.CODING,
    coding.CodeRedefined: Phase.CODING,
    coding.CodeMoved: Phase.CODING,
    coding.CodesMerged: Phase.CODING,
    coding.CodeRetired: Phase.CODING,
    coding.CodeSplit: Phase.CODING,
    coding.CodeColoured: Phase.CODING,
    coding.QuerySaved: Phase.CODING,
    coding.QueryPutAway: Phase.CODING,
    coding.SegmentCoded: Phase.CODING,
    coding.CodingWithdrawn: Phase.CODING,
    coding.SegmentRecoded: Phase.CODING,
    coding.SegmentResized: Phase.CODING,
    coding.CodingQualified: Phase.CODING,
    coding.MemoWritten: Phase.CODING,
    coding.MemoReleased: Phase.CODING,
    taking_over.CodingTakenOver: Phase.CODING,
    taking_over.MemosTakenOver: Phase.CODING,
    coding.SuggestionsOffered: Phase.CODING,
    coding.PassagesPointedOut: Phase.CODING,
    coding.SuggestionDecided: Phase.CODING,
    themes.CodesGrouped: Phase.GENERATING,
    themes.ThemeStarted: Phase.GENERATING,
    themes.ThemeCodesChanged: Phase.REVIEWING,
    themes.ThemeStateChanged: Phase.REVIEWING,
    themes.ThemesMerged: Phase.REVIEWING,
    themes.ThemeMoved: Phase.REVIEWING,
    themes.CodeSetAside: Phase.GENERATING,
    themes.CodeTakenUp: Phase.GENERATING,
    themes.ThemesRelated: Phase.GENERATING,
    themes.ThemesUnrelated: Phase.GENERATING,
    themes.MapArranged: Phase.GENERATING,
    themes.PhotographAttached: Phase.GENERATING,
    themes.PhotographPutAway: Phase.GENERATING,
    themes.ThemeSplit: Phase.REVIEWING,
    reviewing.ReviewAnswered: Phase.REVIEWING,
    reviewing.TranscriptReread: Phase.REVIEWING,
    reviewing.NegativeCasesSought: Phase.REVIEWING,
    reviewing.NegativeCaseNoted: Phase.REVIEWING,
    reviewing.NegativeCaseAnswered: Phase.REVIEWING,
    reviewing.GroupsContrasted: Phase.REVIEWING,
    themes.ThemeRenamed: Phase.DEFINING,
    themes.ThemeConceived: Phase.DEFINING,
    themes.ThemeDefined: Phase.DEFINING,
    themes.QuestionsAnswered: Phase.DEFINING,
    themes.ExtractChosen: Phase.WRITING_UP,
    themes.ExtractDropped: Phase.WRITING_UP,
    theory.FrameworkDescribed: Phase.THEORY,
    theory.TheoryOpened: Phase.THEORY,
    theory.AllianceLinked: Phase.THEORY,
    theory.AllianceLinkRevised: Phase.THEORY,
    theory.AllianceLinkWithdrawn: Phase.THEORY,
    theory.AllianceEvidenceChanged: Phase.THEORY,
    writing_up.CopyMade: Phase.WRITING_UP,
    writing_up.ExtractWorded: Phase.WRITING_UP,
    writing_up.ThemesPutInOrder: Phase.WRITING_UP,
    writing_up.CaptionWorded: Phase.WRITING_UP,
    debriefing.DebrieferDescribed: Phase.TRUSTWORTHINESS,
    debriefing.DebriefOpened: Phase.TRUSTWORTHINESS,
    debriefing.DebriefPacketMade: Phase.TRUSTWORTHINESS,
    debriefing.DebriefReturned: Phase.TRUSTWORTHINESS,
    debriefing.DebriefQuestionAnswered: Phase.TRUSTWORTHINESS,
    debriefing.VerdictGiven: Phase.TRUSTWORTHINESS,
    debriefing.BlindCodingGiven: Phase.TRUSTWORTHINESS,
    debriefing.StretchesRead: Phase.TRUSTWORTHINESS,
    debriefing.ChallengeRaised: Phase.TRUSTWORTHINESS,
    debriefing.ChallengeAnswered: Phase.TRUSTWORTHINESS,
    debriefing.ChangeLinked: Phase.TRUSTWORTHINESS,
    debriefing.OutcomeJudged: Phase.TRUSTWORTHINESS,
    debriefing.DebriefClosed: Phase.TRUSTWORTHINESS,
    debriefing.DifferenceTalkedOver: Phase.TRUSTWORTHINESS,
    debriefing.AgreementAsked: Phase.TRUSTWORTHINESS,
    member_checking.SafetyFlagSet: Phase.TRUSTWORTHINESS,
    member_checking.SynthesisWorded: Phase.TRUSTWORTHINESS,
    member_checking.MemberPacketMade: Phase.TRUSTWORTHINESS,
    member_checking.MemberPacketMoved: Phase.TRUSTWORTHINESS,
    member_checking.MemberReplied: Phase.TRUSTWORTHINESS,
    member_checking.MemberRemarkTaken: Phase.TRUSTWORTHINESS,
    reflecting.MemoSeenThrough: Phase.TRUSTWORTHINESS,
    reflecting.MemoLinked: Phase.TRUSTWORTHINESS,
    reflecting.MemoUnlinked: Phase.TRUSTWORTHINESS,
    reflecting.LookedBack: Phase.TRUSTWORTHINESS,
    reflecting.FieldNoteWritten: Phase.TRUSTWORTHINESS,
    reflecting.FieldNoteOpened: Phase.CODING,
}
