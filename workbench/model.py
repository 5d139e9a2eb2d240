"""What a study is made of: one frozen dataclass per thing a researcher names.

Each class is the shape of one table of the current state, which is computed from the
decision trail. A field of type `Wording` is, in the state, the id of an entry in the
wording; read for people, the words themselves, or `ERASED` where they were withdrawn.

Offsets are Unicode code points over a transcript's text, half-open. Times within a
recording are milliseconds; moments are UTC, ISO 8601 with Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

Wording: TypeAlias = Annotated[str, "wording"]

#: What is read where words were withdrawn.
ERASED: Final = "\N{FULL BLOCK}"
ORIENTATIONS: Final = ("reflexive", "codebook", "coding-reliability", "other")
SPEAKER_ROLES: Final = ("interviewer", "participant", "app", "interpreter", "other")
POLARITIES: Final = ("present", "absent", "contested", "conditional", "not-called-for")
TARGETS: Final = (
    *("client-AI", "client-therapist", "therapist-AI", "client-therapist-AI"),
    *("client-platform", "unspecified"),
)
RELATIONS: Final = (
    *("expresses", "partly-expresses", "extends", "contradicts"),
    *("precondition-for", "outside-framework"),
)
VOICES: Final = ("client-on-self", "clinician-on-client", "clinician-on-self", "other")
THEME_STATES: Final = ("candidate", "reviewed", "defined", "discarded")


@dataclass(frozen=True, slots=True)
class Study:
    """The study itself, one per project."""

    id: str
    title: Wording
    orientation: str
    orientation_note: Wording | None
    is_sample: bool
    created_at: str
    #: The machine whose researcher may write; None where any may (a server, a sample).
    machine: str | None
    machine_name: Wording | None


@dataclass(frozen=True, slots=True)
class Researcher:
    """Someone who decides, debriefs or looks on."""

    id: str
    name: Wording
    role: str
    #: Ed25519 public key of this researcher's newest machine, hex.
    public_key: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of the study's set-up that can change, with a reason."""

    key: str
    value: Wording


@dataclass(frozen=True, slots=True)
class ResearchQuestion:
    """A question the study asks, dated; set aside rather than deleted."""

    id: str
    text: Wording
    asked_at: str
    state: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who was interviewed, under a short id, with what she consented to."""

    id: str
    group: Wording | None
    #: verbatim, paraphrase or none
    quotes: str
    computation: bool
    recontact: bool
    archive: bool
    withdraw_until: str | None
    #: active, or the kind of withdrawal: all, quotes, contact
    state: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the participants' table, such as an age band."""

    id: str
    name: Wording


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One participant's entry in that column."""

    participant: str
    attribute: str
    value: Wording | None


@dataclass(frozen=True, slots=True)
class ParticipantLink:
    """Two participants who would recognise each other, such as a pair in therapy."""

    id: str
    one: str
    other: str
    relation: Wording


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The count-only tombstone of a withdrawal."""

    participant: str
    kind: str
    at: str
    turns: int
    segments: int
    vectors: int
    themes: int
    repeats: int
    copies: int


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview; its text is in its current version."""

    id: str
    version: str
    held_on: str | None
    language: str | None
    #: active, removed or withdrawn
    state: str
    imported_at: str


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a transcript, never changed once stored."""

    id: str
    transcript: str
    number: int
    format: str
    verdict: str
    length: int
    file_name: Wording
    sha256: Wording
    #: The file's own bytes, base64; None where the correction was typed.
    original: Wording | None
    report: Wording
    made_at: str
    reason: Wording | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker label of one version, with the role and person behind it."""

    version: str
    index: int
    label: Wording | None
    role: str | None
    participant: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's go."""

    version: str
    index: int
    speaker: int | None
    start: int
    end: int
    start_ms: int | None
    end_ms: int | None
    text: Wording


@dataclass(frozen=True, slots=True)
class ReadingPass:
    """One reading of a whole transcript by a person."""

    id: str
    transcript: str
    by: str
    number: int
    at: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A codebook that was loaded, for coding or for mapping only."""

    id: str
    name: Wording
    title: Wording
    for_mapping: bool


@dataclass(frozen=True, slots=True)
class Code:
    """A meaning that segments are coded with."""

    id: str
    name: Wording
    definition: Wording | None
    include: Wording | None
    exclude: Wording | None
    example: Wording | None
    parent: str | None
    #: manual, in-vivo, framework or imported
    origin: str
    framework: str | None
    #: The framework's own id of this code, such as goal.agreement
    construct: str | None
    #: active, merged or retired
    state: str
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """A stretch of one version that a person gave a code."""

    id: str
    transcript: str
    version: str
    start: int
    end: int
    quote: Wording
    before: Wording
    after: Wording
    code: str
    by: str
    origin: str
    suggestion: str | None
    polarity: str | None
    target: str | None
    anchor: str
    #: active or withdrawn
    state: str
    at: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A note on anything: analytic, familiarisation, field-note, journal or theory."""

    id: str
    kind: str
    #: The id of what it is about; None for the whole study.
    about: str | None
    by: str
    text: Wording
    #: private, team or release
    visibility: str
    at: str


@dataclass(frozen=True, slots=True)
class SuggestionRun:
    """One asking of the machine for segments worth a look."""

    id: str
    transcript: str
    model: str
    weights: str
    path: str
    limit: int
    at: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One stretch the machine put beside human-coded segments it resembles."""

    id: str
    run: str
    version: str
    turn: int
    start: int
    end: int
    code: str
    rank: int
    #: Cosine to the nearest human example, in 1/10,000.
    similarity: int
    #: The coded segments it resembles, nearest first.
    because: tuple[str, ...]
    because_similarity: tuple[int, ...]
    #: offered, accepted, edited, rejected or deferred
    state: str


@dataclass(frozen=True, slots=True)
class GroupingRun:
    """One asking of the machine to group the codes."""

    id: str
    method: str
    model: str
    path: str
    seed: int
    codes: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """Codes the machine put together: something to look at, never a theme."""

    id: str
    run: str
    #: 0 for the first partition shown, 1 and up for the alternatives.
    alternative: int
    codes: tuple[str, ...]
    #: Mean pairwise cosine in 1/10,000; None for a single code.
    cohesion: int | None


@dataclass(frozen=True, slots=True)
class Theme:
    """A person's candidate theme or theme, around a central organising concept."""

    id: str
    name: Wording
    state: str
    central_concept: Wording | None
    is_not: Wording | None
    parent: str | None
    codes: tuple[str, ...]
    #: The grouping it was started from, if any.
    grouping: str | None
    merged_into: str | None
    by: str


@dataclass(frozen=True, slots=True)
class AllianceLink:
    """An argued relation of a theme to a theory, with evidence on both sides."""

    id: str
    theme: str
    framework: str
    dimension: str
    relation: str
    target: str
    voice: str | None
    polarity: str | None
    group: Wording | None
    rationale: Wording | None
    evidence: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    state: str
    by: str


@dataclass(frozen=True, slots=True)
class Extract:
    """A coded segment chosen to be quoted, under an id that never changes."""

    id: str
    theme: str
    segment: str
    state: str


@dataclass(frozen=True, slots=True)
class OutsideCopy:
    """An export or backup that left the project: where words have gone."""

    id: str
    kind: str
    file_name: Wording
    up_to: int
    at: str


@dataclass(frozen=True, slots=True)
class MergedProject:
    """Another project whose decisions were taken in."""

    id: str
    head: str
    size: int
    at: str
