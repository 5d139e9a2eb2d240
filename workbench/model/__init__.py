"""What a study is made of: one frozen dataclass per thing a researcher names.

Each class is the shape of one table of the current state, which is computed from the
decision trail. A field of type `Wording` is, in the state, the id of an entry in the
wording; read for people, the words themselves, or `ERASED` where they were withdrawn.

Offsets are Unicode code points over a transcript's text, half-open. Times within a
recording are milliseconds; moments are UTC, ISO 8601 with Z.
"""

from workbench.model.coding import (
    Code,
    CodeColour,
    CodedSegment,
    Framework,
    Memo,
    SavedQuery,
    Suggestion,
    SuggestionRun,
)
from workbench.model.people import (
    Attribute,
    AttributeValue,
    Participant,
    ParticipantLink,
    Scale,
    Withdrawal,
)
from workbench.model.reviewing import (
    GroupContrast,
    NegativeCase,
    NegativeSearch,
    Reread,
    ReviewAnswer,
)
from workbench.model.study import (
    MergedProject,
    OutsideCopy,
    Researcher,
    ResearchQuestion,
    Setting,
    Study,
    TakenStudy,
)
from workbench.model.themes import (
    Extract,
    Grouping,
    GroupingRun,
    Photograph,
    SetAside,
    Theme,
    ThemeLine,
    ThemeMap,
)
from workbench.model.theory import FrameworkPart
from workbench.model.theory import (
    AllianceLink,
    TheoryOpening,
)
from workbench.model.transcripts import (
    GuidePlace,
    GuideQuestion,
    PassedOver,
    ReadingOrder,
    ReadingPass,
    Speaker,
    Transcript,
    TranscriptCheck,
    Turn,
    Version,
)
from workbench.model.words import (
    CASE_ACTIONS,
    ERASED,
    GROUP_RELATIONS,
    MUTUALITIES,
    ORIENTATIONS,
    POLARITIES,
    RELATIONS,
    SPEAKER_ROLES,
    TARGETS,
    THEME_STATES,
    VOICES,
    Wording,
)
from workbench.model.writing_up import (
    Caption,
    ThemeOrder,
)

__all__ = [
    "FrameworkPart",
    "CASE_ACTIONS",
    "ERASED",
    "GROUP_RELATIONS",
    "MUTUALITIES",
    "ORIENTATIONS",
    "POLARITIES",
    "RELATIONS",
    "SPEAKER_ROLES",
    "TARGETS",
    "THEME_STATES",
    "VOICES",
    "AllianceLink",
    "Attribute",
    "AttributeValue",
    "Caption",
    "Code",
    "CodeColour",
    "CodedSegment",
    "Extract",
    "Framework",
    "GroupContrast",
    "Grouping",
    "GroupingRun",
    "GuidePlace",
    "GuideQuestion",
    "Memo",
    "MergedProject",
    "NegativeCase",
    "NegativeSearch",
    "OutsideCopy",
    "Participant",
    "ParticipantLink",
    "PassedOver",
    "Photograph",
    "ReadingOrder",
    "ReadingPass",
    "Reread",
    "ResearchQuestion",
    "Researcher",
    "ReviewAnswer",
    "SavedQuery",
    "Scale",
    "SetAside",
    "Setting",
    "Speaker",
    "Study",
    "Suggestion",
    "SuggestionRun",
    "TakenStudy",
    "Theme",
    "ThemeLine",
    "ThemeMap",
    "ThemeOrder",
    "TheoryOpening",
    "Transcript",
    "TranscriptCheck",
    "Turn",
    "Version",
    "Withdrawal",
    "Wording",
]
