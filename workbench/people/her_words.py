"""Which entries of the wording are one participant's words, wherever they stand.

Not only what the state shows: the trail also holds what was corrected, recoded or
undone since, and its words are still in the project.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import SegmentCoded, SegmentResized
from workbench.decisions.familiarisation import TranscriptCorrected
from workbench.decisions.member_checking import (
    MemberPacketMade,
    MemberRemarkTaken,
    MemberReplied,
    SafetyFlagSet,
)
from workbench.decisions.people import (
    AttributeChanged,
    AttributeSet,
    ParticipantsLinked,
)
from workbench.decisions.taking_over import CodingTakenOver
from workbench.decisions.themes import ExtractChosen
from workbench.decisions.writing_up import ExtractWorded
from workbench.model import (
    ERASED,
    CodedSegment,
    LinkedAudio,
    Speaker,
    Transcript,
    Turn,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project
    from workbench.store.trail import Event

#: The kinds that bring in words of hers, or words about her that go with them.
_KINDS: Final = frozenset(
    kind.__name__
    for kind in (
        SegmentCoded,
        SegmentResized,
        CodingTakenOver,
        TranscriptCorrected,
        ExtractChosen,
        ExtractWorded,
    )
)
#: The kinds that say something about her, or that she said in reply to a packet.
_ABOUT_HER: Final = frozenset(
    kind.__name__
    for kind in (
        AttributeSet,
        AttributeChanged,
        ParticipantsLinked,
        SafetyFlagSet,
        MemberPacketMade,
        MemberReplied,
        MemberRemarkTaken,
    )
)


@dataclass(frozen=True, slots=True)
class Talk:
    """One participant's part in the transcripts."""

    #: Every transcript she speaks in, in any version, whatever its state.
    transcripts: tuple[str, ...]
    #: Those in which nobody else took part.
    alone: frozenset[str]
    #: Speakers who are she: version and index.
    speakers: frozenset[tuple[str, int]]
    #: Her turns, words as wording ids.
    turns: tuple[Turn, ...]
    #: Turns of the latest version she speaks in, per transcript.
    turns_now: int
    #: What others said in those transcripts, words as wording ids.
    others: tuple[Turn, ...]


@dataclass(slots=True)
class HerWords:
    """What a withdrawal erases: wording ids, and the segments that go with them."""

    talk: Talk
    #: Wording ids, in the order found.
    words: dict[str, None] = field(default_factory=dict)
    #: Every segment over a turn of hers, also those undone or withdrawn since.
    segments: set[str] = field(default_factory=set)
    #: Those that stand, with their code.
    standing: dict[str, str] = field(default_factory=dict)


def talk_of(
    project: Project, participant: str, also: Collection[tuple[str, int]] = ()
) -> Talk:
    """Where the participant speaks, in any version of any transcript.

    Args:
        project: the study.
        participant: her id.
        also: transcript and number of speakers who are she, though it is not on record.
    """
    current = {t.id: t.version for t in project.rows(Transcript)}
    she = {(current.get(transcript), index) for transcript, index in also}
    speakers: dict[str, list[Speaker]] = {}
    for speaker in project.read(Speaker):
        is_she = (speaker.version, speaker.index) in she
        speakers.setdefault(speaker.version, []).append(
            replace(speaker, participant=participant) if is_she else speaker
        )
    versions: dict[str, list[Version]] = {}
    for version in project.rows(Version):
        versions.setdefault(version.transcript, []).append(version)
    hers: set[tuple[str, int]] = set()
    transcripts, alone = [], set()
    for transcript, own in sorted(versions.items()):
        cast = [s for version in own for s in speakers.get(version.id, ())]
        if not any(s.participant == participant for s in cast):
            continue
        found = _speakers_of(cast, participant)
        hers |= found
        transcripts.append(transcript)
        now = speakers.get(current[transcript], ())
        if not any(_is_another(s, participant, found) for s in now):
            alone.add(transcript)
    numbers = {v.id: (t, v.number) for t in transcripts for v in versions[t]}
    turns = project.rows(Turn, version=list(numbers)) if numbers else []
    mine = tuple(turn for turn in turns if _spoken_by(turn, hers))
    return Talk(
        transcripts=tuple(transcripts),
        alone=frozenset(alone),
        speakers=frozenset(hers),
        turns=mine,
        turns_now=_count_latest(mine, numbers),
        others=tuple(turn for turn in turns if not _spoken_by(turn, hers)),
    )


def _speakers_of(cast: Sequence[Speaker], participant: str) -> set[tuple[str, int]]:
    """The speakers who are she, in all versions of one transcript.

    An earlier version may not say who speaks: there, who bears her label is she, and
    so is a nameless participant where she is the only one.
    """
    named = [s for s in cast if s.participant == participant]
    labels = {s.label for s in named} - {ERASED}
    only = all(s.participant in (None, participant) for s in cast)
    return {(s.version, s.index) for s in named} | {
        (s.version, s.index)
        for s in cast
        if s.participant is None
        and s.role in (None, "participant")
        and (
            s.label in labels or (only and s.role == "participant" and _alone(s, cast))
        )
    }


def _alone(speaker: Speaker, cast: Sequence[Speaker]) -> bool:
    """Whether nobody else in that version is called a participant."""
    return not any(
        other.role == "participant" and other.index != speaker.index
        for other in cast
        if other.version == speaker.version
    )


def _is_another(speaker: Speaker, participant: str, hers: set[tuple[str, int]]) -> bool:
    if (speaker.version, speaker.index) in hers:
        return False
    known = speaker.participant not in (None, participant)
    return known or speaker.role == "participant"


def _spoken_by(turn: Turn, speakers: set[tuple[str, int]]) -> bool:
    return turn.speaker is not None and (turn.version, turn.speaker) in speakers


def _count_latest(turns: Iterable[Turn], numbers: Mapping[str, tuple[str, int]]) -> int:
    """How many turns, counting each transcript in the last version that has any."""
    counts: dict[str, dict[int, int]] = {}
    for turn in turns:
        transcript, number = numbers[turn.version]
        of_version = counts.setdefault(transcript, {})
        of_version[number] = of_version.get(number, 0) + 1
    return sum(found[max(found)] for found in counts.values())


def her_words(
    project: Project,
    participant: str,
    events: Sequence[Event],
    also: Collection[tuple[str, int]] = (),
) -> HerWords:
    """Every entry of the wording that goes when the participant takes back all."""
    found = words_of(project, talk_of(project, participant, also), events)
    for decision in (e.decision() for e in events if e.kind in _ABOUT_HER):
        _add_about(found, decision, participant)
    return found


def words_of(project: Project, talk: Talk, events: Sequence[Event]) -> HerWords:
    """What was said in these turns, wherever it stands: quoted, printed, in files."""
    found = HerWords(talk)
    _add_files(project, found)
    places = _Places(talk.turns)
    wanted = [event for event in events if event.kind in _KINDS]
    lengths = context_lengths(project, wanted, set(talk.transcripts))
    decided = [event.decision() for event in wanted]
    for anchor in anchors(decided):
        _add_segment(found, places, lengths, anchor)
    _add_printed(found, decided)
    found.standing = {
        segment.id: segment.code
        for segment in project.rows(CodedSegment, state="active")
        if segment.id in found.segments
    }
    return found


def _add_about(found: HerWords, decision: Decision, participant: str) -> None:
    """What is on record about her, and what she said in reply to a packet."""
    if isinstance(decision, ParticipantsLinked):
        if participant in (decision.one, decision.other):
            _add(found, decision.relation)
    elif getattr(decision, "participant", None) != participant:
        return
    elif isinstance(decision, AttributeSet):
        _add(found, decision.value)
    elif isinstance(decision, AttributeChanged):
        _add(found, decision.old, decision.new)
    elif isinstance(decision, SafetyFlagSet | MemberPacketMade):
        _add(found, decision.reason)
    elif isinstance(decision, MemberReplied):
        _add(found, decision.text, decision.sha256)
    elif isinstance(decision, MemberRemarkTaken):
        _add(found, decision.text)


def anchors(decided: Iterable[Decision]) -> Iterator[Anchor]:
    """Every place that a coded segment ever had, in the order of the decisions."""
    versions: dict[str, str] = {}
    for decision in decided:
        anchors: list[Anchor] = []
        if isinstance(decision, SegmentCoded):
            anchors = [Anchor.of_coding(decision)]
        elif isinstance(decision, CodingTakenOver):
            anchors = Anchor.of_taking_over(decision)
        elif isinstance(decision, TranscriptCorrected):
            anchors = Anchor.of_correction(decision)
        elif isinstance(decision, SegmentResized) and decision.segment in versions:
            anchors = [Anchor.of_resizing(decision, versions[decision.segment])]
        versions.update({anchor.segment: anchor.version for anchor in anchors})
        yield from anchors


def _add_printed(found: HerWords, decided: Iterable[Decision]) -> None:
    """How her extracts were to be printed: her words, shortened."""
    segment_of: dict[str, str] = {}
    for decision in decided:
        if isinstance(decision, ExtractChosen):
            segment_of[decision.extract] = decision.segment
        elif (
            isinstance(decision, ExtractWorded)
            and segment_of.get(decision.extract) in found.segments
        ):
            _add(found, decision.old, decision.new)


def _add(found: HerWords, *words: str | None) -> None:
    found.words.update(dict.fromkeys(word for word in words if word is not None))


def _add_files(project: Project, found: HerWords) -> None:
    """Turns, labels, and the file that each version came from."""
    _add(found, *(turn.text for turn in found.talk.turns))
    for version in project.rows(Version):
        if version.transcript in found.talk.transcripts:
            _add(
                found,
                version.original,
                version.file_name,
                version.sha256,
                version.report,
            )
    for audio in project.rows(LinkedAudio):
        if audio.transcript in found.talk.transcripts:
            _add(found, audio.path)
    for speaker in project.rows(Speaker):
        if (speaker.version, speaker.index) in found.talk.speakers:
            _add(found, speaker.label)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a segment stood in one version, with the words kept of it."""

    segment: str
    version: str
    start: int
    end: int
    quote: str
    before: str
    after: str

    @classmethod
    def of_coding(cls, d: SegmentCoded) -> Anchor:
        """Where it was coded."""
        return cls(d.segment, d.version, d.start, d.end, d.quote, d.before, d.after)

    @classmethod
    def of_resizing(cls, d: SegmentResized, version: str) -> Anchor:
        """Where it begins and ends since."""
        return cls(d.segment, version, d.start, d.end, d.quote, d.before, d.after)

    @classmethod
    def of_taking_over(cls, d: CodingTakenOver) -> list[Anchor]:
        """Where segments stood that came with the study."""
        return [
            cls(s.segment, d.version, s.start, s.end, s.quote, s.before, s.after)
            for s in d.segments
        ]

    @classmethod
    def of_correction(cls, d: TranscriptCorrected) -> list[Anchor]:
        """Where segments stand in the corrected words."""
        new = d.version.version
        return [
            cls(m.segment, new, m.start, m.end, m.quote, m.before, m.after)
            for m in d.reanchored
        ]


class _Places:
    """Her turns by version, to tell whether a stretch touches one."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        spans: dict[str, list[tuple[int, int]]] = {}
        for turn in turns:
            spans.setdefault(turn.version, []).append((turn.start, turn.end))
        self._spans = {version: sorted(found) for version, found in spans.items()}

    def touch(self, version: str, start: int, end: int) -> bool:
        """Whether a word of hers stands between start and end."""
        spans = self._spans.get(version)
        if not spans or start >= end:
            return False
        # turns do not overlap: only the last that begins before `end` can reach in
        at = bisect_left(spans, (end, -1)) - 1
        while at >= 0 and spans[at][1] <= spans[at][0]:
            at -= 1  # an empty turn holds nothing
        return at >= 0 and spans[at][1] > start


def _add_segment(
    found: HerWords, places: _Places, lengths: Mapping[str, int], anchor: Anchor
) -> None:
    """The segment's words, as far as they are hers."""
    start, end = anchor.start, anchor.end
    if places.touch(anchor.version, start, end):
        found.segments.add(anchor.segment)
        _add(found, anchor.quote)
    if places.touch(anchor.version, start - lengths.get(anchor.before, 0), start):
        _add(found, anchor.before)
    if places.touch(anchor.version, end, end + lengths.get(anchor.after, 0)):
        _add(found, anchor.after)


def context_lengths(
    project: Project, events: Iterable[Event], transcripts: set[str]
) -> dict[str, int]:
    """How long the words before and after each segment of these transcripts are."""
    asked: list[str] = []
    for event in events:
        is_resized = event.kind == SegmentResized.__name__
        if not is_resized and event.payload.get("transcript") not in transcripts:
            continue
        given = [
            event.payload,
            *event.payload.get("reanchored", ()),
            *event.payload.get("segments", ()),
        ]
        for each in given:
            asked.extend(each[side] for side in ("before", "after") if side in each)
    return {
        name: len(text)
        for name, text in project.words(*asked).items()
        if text is not None
    }
