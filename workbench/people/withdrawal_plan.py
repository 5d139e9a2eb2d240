"""What a withdrawal would erase, what rests on it, and what must be decided first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.decisions.familiarisation import SpeakerIdentified, TranscriptImported
from workbench.decisions.people import ParticipantWithdrawn, WordsErased
from workbench.errors import RefusedError
from workbench.model import (
    ERASED,
    AllianceLink,
    Extract,
    FieldNote,
    Memo,
    OutsideCopy,
    Participant,
    Speaker,
    Theme,
    Transcript,
    Turn,
)
from workbench.people.her_words import HerWords, her_words
from workbench.people.participants import find
from workbench.people.repeats import Repeat, find_repeats
from workbench.store import vectors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from workbench.decisions.decision import Decision
    from workbench.store.project import Project
    from workbench.store.trail import Event

ALL = "all"
#: Roles of a speaker who is not offered as a participant.
NEVER_SHE: Final = ("interviewer", "app")


@dataclass(frozen=True, slots=True)
class NotIdentified:
    """A speaker of today's versions of whom nobody said who it is."""

    transcript: str
    index: int
    label: str | None
    turns: int

    def is_called(self, participant: str) -> bool:
        """Whether the label is the participant's id."""
        return (self.label or "").strip().casefold() == participant.casefold()


@dataclass(frozen=True, slots=True)
class WithdrawalPlan:
    """What a withdrawal of all would erase, and what must be decided first."""

    participant: str
    #: The day to withdraw by has passed; whether to erase all the same is yours.
    is_after_cut_off: bool
    #: Transcripts she speaks in, and those that would leave the analysis with her.
    transcripts: tuple[str, ...]
    withdrawn_transcripts: tuple[str, ...]
    turns: int
    segments: tuple[str, ...]
    extracts: tuple[str, ...]
    vectors: int
    #: Themes that rest on a segment of hers, and relations to theory that do.
    themes: tuple[str, ...]
    alliance_links: tuple[str, ...]
    #: Turns of others that stay in those transcripts.
    other_turns: int
    repeats: tuple[Repeat, ...]
    #: Memos about her or her interviews, though they repeat nothing.
    notes: tuple[Repeat, ...]
    #: Transcripts without her name that share a long run of words with hers.
    elsewhere: tuple[str, ...]
    copies: tuple[OutsideCopy, ...]
    #: Older or merged copies of the project in its own folder, by file name.
    kept_beside: tuple[str, ...]
    #: Speakers who may be she: what they said stays until somebody says so.
    not_identified: tuple[NotIdentified, ...]


def not_identified(project: Project, participant: str) -> tuple[NotIdentified, ...]:
    """Who speaks and is nobody of the study yet; who bears the id comes first.

    Also where the transcript was taken out, since its words are still here.
    """
    versions = {t.version: t.id for t in project.rows(Transcript)}
    if not versions:
        return ()
    counts = Counter(
        (turn.version, turn.speaker)
        for turn in project.read(Turn, version=list(versions))
        if turn.text != ERASED
    )
    found = [
        NotIdentified(versions[who.version], who.index, who.label, count)
        for who in project.read(Speaker, version=list(versions))
        if who.participant is None
        and who.role not in NEVER_SHE
        and (count := counts[who.version, who.index])
    ]
    return tuple(
        sorted(
            found, key=lambda e: (not e.is_called(participant), e.transcript, e.index)
        )
    )


def identifying(
    project: Project, participant: str, speakers: Collection[tuple[str, int]]
) -> list[Decision]:
    """What puts on record that these speakers are the participant.

    Raises:
        RefusedError: there is no such speaker, or it is somebody else.
    """
    versions = {each.id: each.version for each in project.rows(Transcript)}
    decided: list[Decision] = []
    for transcript, index in dict.fromkeys(speakers):
        version = versions.get(transcript)
        found = project.rows(Speaker, version=version, index=index) if version else []
        who = found[0] if found else None
        if who is None or who.participant not in (None, participant):
            msg = (
                f"{transcript}:{index} is no speaker who is nobody yet: the number is "
                "wrong, or it is somebody else."
            )
            raise RefusedError(msg)
        if who.role in NEVER_SHE:
            msg = (
                f"{transcript}:{index} is no speaker who is nobody yet: the role is "
                f"{who.role}. Where that is wrong, give another role first."
            )
            raise RefusedError(msg)
        if who.participant is None:
            decided.append(
                SpeakerIdentified(
                    *(who.version, index, who.role, "participant"), None, participant
                )
            )
    return decided


def look_ahead(
    project: Project, person: Participant, speakers: Collection[tuple[str, int]] = ()
) -> tuple[WithdrawalPlan, HerWords]:
    """The plan of withdrawing all, and the words it would erase."""
    events = project.events()
    hers = her_words(project, person.id, events, speakers)
    repeats, elsewhere = find_repeats(project, hers, events)
    today = project.surroundings.now()[:10]
    themes, links = _resting_on(project, hers)
    found = WithdrawalPlan(
        participant=person.id,
        is_after_cut_off=(person.withdraw_until or today) < today,
        transcripts=hers.talk.transcripts,
        withdrawn_transcripts=tuple(
            transcript.id
            for transcript in project.rows(Transcript, state="active")
            if transcript.id in hers.talk.alone
        ),
        turns=hers.talk.turns_now,
        segments=tuple(sorted(hers.standing)),
        extracts=chosen_extracts(project, hers.standing),
        vectors=vectors.count(project.database, hers.words),
        themes=themes,
        alliance_links=links,
        other_turns=len({turn.text for turn in hers.talk.others}),
        repeats=tuple(repeats),
        notes=_notes(project, person.id, hers, {repeat.words for repeat in repeats}),
        elsewhere=tuple(elsewhere),
        copies=tuple(copies_of(project, person.id, hers, events)),
        kept_beside=_kept_beside(project),
        not_identified=not_identified(project, person.id),
    )
    return found, hers


def _resting_on(
    project: Project, hers: HerWords
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes with a code of one of her segments, and links with one as evidence."""
    codes, segments = set(hers.standing.values()), set(hers.standing)
    themes = (
        theme.id
        for theme in project.rows(Theme)
        if theme.state != "discarded" and codes & set(theme.codes)
    )
    links = (
        link.id
        for link in project.rows(AllianceLink, state="argued")
        if segments & {*link.evidence, *link.counter_evidence}
    )
    return tuple(themes), tuple(links)


def chosen_extracts(project: Project, segments: Collection[str]) -> tuple[str, ...]:
    """The extracts that quote one of these segments."""
    return tuple(
        extract.id
        for extract in project.rows(Extract, state="chosen")
        if extract.segment in segments
    )


def _notes(
    project: Project, participant: str, hers: HerWords, repeats: set[str]
) -> tuple[Repeat, ...]:
    about = {participant, *hers.talk.transcripts, *hers.segments}
    told = {
        memo.text: f"memo {memo.id} about her"
        for memo in project.rows(Memo)
        if memo.about in about
    }
    for note in project.rows(FieldNote):
        if note.transcript in about:
            for words in (note.observation, note.interpretation):
                if words is not None:
                    told[words] = f"field note {note.id} on her interview"
    standing = project.words(*told)
    return tuple(
        Repeat(words, what, 0)
        for words, what in told.items()
        if words not in repeats and standing.get(words) is not None
    )


def copies_of(
    project: Project, participant: str, hers: HerWords, events: Sequence[Event]
) -> list[OutsideCopy]:
    """Copies made while her words were in the project, days only."""
    first = _first_import(events, hers.talk.transcripts)
    gone = None
    if not any(project.words(*(turn.text for turn in hers.talk.turns)).values()):
        gone = max((e.seq for e in events if _is_erasure(e, participant)), default=None)
    if first is None:
        return []
    return [
        replace(copy, at=copy.at[:10])
        for copy in project.read(OutsideCopy)
        if first <= copy.up_to and (gone is None or copy.up_to < gone)
    ]


def where_words_have_gone(project: Project, participant: str) -> list[OutsideCopy]:
    """Exports, packets and backups that may hold her words, oldest first, with days.

    Raises:
        UnknownObjectError: nobody has that id.
    """
    find(project, participant)
    events = project.events()
    hers = her_words(project, participant, events)
    copies = copies_of(project, participant, hers, events)
    return sorted(copies, key=lambda copy: (copy.at, copy.up_to, copy.id))


def _first_import(events: Iterable[Event], transcripts: Iterable[str]) -> int | None:
    """The event that first brought one of the transcripts in."""
    wanted = set(transcripts)
    return next(
        (
            event.seq
            for event in events
            if event.kind == TranscriptImported.__name__
            and event.payload["transcript"] in wanted
        ),
        None,
    )


def _is_erasure(event: Event, participant: str) -> bool:
    """Whether her words went with it, all or what was found of them later."""
    said = event.payload
    if event.kind == ParticipantWithdrawn.__name__:
        return bool(said["participant"] == participant and said["withdrawal"] == ALL)
    is_kind = event.kind == WordsErased.__name__
    return is_kind and bool(said["participant"] == participant)


def _kept_beside(project: Project) -> tuple[str, ...]:
    path = project.database.path
    if path is None:
        return ()
    beside = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return tuple(sorted(other.name for other in beside if other != path))
