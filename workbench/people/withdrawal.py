"""A participant withdraws: what would go, what went, and where her words have gone.

Three kinds. `all`: every word of hers is erased, with the vectors and the file it came
from; counts stay. `quotes`: nothing of hers is quoted any more; the analysis stays.
`contact`: she is not written to again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import CodingWithdrawn
from workbench.decisions.decision import Decision, Words
from workbench.decisions.people import ConsentSet, ParticipantWithdrawn, WordsErased
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import (
    AllianceLink,
    Extract,
    Memo,
    OutsideCopy,
    Participant,
    Theme,
    Transcript,
    Withdrawal,
)
from workbench.people.her_words import HerWords, first_import, her_words
from workbench.people.participants import consent_of, find
from workbench.people.repeats import Repeat, find_repeats
from workbench.store import vectors
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from workbench.decisions.people import Consent
    from workbench.store.project import Project
    from workbench.store.trail import Event

ALL, QUOTES, CONTACT = "all", "quotes", "contact"
KINDS: Final = (ALL, QUOTES, CONTACT)
#: Someone may code her words in the moment between looking and erasing.
_SWEEPS: Final = 5


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


@dataclass(frozen=True, slots=True)
class WithdrawalResult:
    """What a withdrawal did, in counts."""

    turns: int = 0
    segments: int = 0
    vectors: int = 0
    themes: int = 0
    #: Other entries that repeat her words; they stay unless they were named.
    repeats: int = 0
    copies: int = 0


def plan(project: Project, participant: str) -> WithdrawalPlan:
    """What would go if the participant took back all; nothing is changed.

    Raises:
        UnknownObjectError: nobody has that id.
    """
    return _look(project, find(project, participant))[0]


def _look(project: Project, person: Participant) -> tuple[WithdrawalPlan, HerWords]:
    events = project.events()
    hers = her_words(project, person.id, events)
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
        extracts=_chosen(project, hers.standing),
        vectors=vectors.count(project.database, hers.words),
        themes=themes,
        alliance_links=links,
        other_turns=len({turn.text for turn in hers.talk.others}),
        repeats=tuple(repeats),
        notes=_notes(project, person.id, hers, {repeat.words for repeat in repeats}),
        elsewhere=tuple(elsewhere),
        copies=tuple(_copies(project, person.id, hers, events)),
        kept_beside=_kept_beside(project),
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


def _chosen(project: Project, segments: Collection[str]) -> tuple[str, ...]:
    return tuple(
        extract.id
        for extract in project.rows(Extract, state="chosen")
        if extract.segment in segments
    )


def _notes(
    project: Project, participant: str, hers: HerWords, repeats: set[str]
) -> tuple[Repeat, ...]:
    about = {participant, *hers.talk.transcripts, *hers.segments}
    texts = {memo.id: memo.text for memo in project.rows(Memo) if memo.about in about}
    standing = project.words(*texts.values())
    return tuple(
        Repeat(words, f"memo {memo} about her", 0)
        for memo, words in texts.items()
        if words not in repeats and standing.get(words) is not None
    )


def _copies(
    project: Project, participant: str, hers: HerWords, events: Sequence[Event]
) -> list[OutsideCopy]:
    """Copies made while her words were in the project, days only."""
    first = first_import(events, hers.talk.transcripts)
    gone = next(
        (
            event.seq
            for event in events
            if event.kind == ParticipantWithdrawn.__name__
            and event.payload["participant"] == participant
            and event.payload["withdrawal"] == ALL
        ),
        None,
    )
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
    copies = _copies(project, participant, hers, events)
    return sorted(copies, key=lambda copy: (copy.at, copy.up_to, copy.id))


def _kept_beside(project: Project) -> tuple[str, ...]:
    path = project.database.path
    if path is None:
        return ()
    beside = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return tuple(sorted(other.name for other in beside if other != path))


def withdraw(
    project: Project,
    by: str,
    participant: str,
    reason: str,
    kind: str = ALL,
    erase_repeats: Collection[str] = (),
) -> WithdrawalResult:
    """The participant has withdrawn, on record and in counts only.

    Args:
        project: the project.
        by: who records it.
        participant: her id.
        reason: why, for the trail.
        kind: all, quotes or contact.
        erase_repeats: wording ids from the plan's `repeats` and `notes` that are
            to be erased as well; the others stay.

    Raises:
        NotAllowedError: only the lead may.
        UnknownObjectError: nobody has that id, the kind is none of the three, or an
            id to erase is not in the plan.
        RefusedError: no reason was given, or it was recorded before.
    """
    require(project, by, MANAGE)
    person = find(project, participant)
    _check(project, person, reason, kind)
    if kind == ALL:
        return _withdraw_all(project, by, person, reason, erase_repeats)
    if erase_repeats:
        msg = "words are erased only when all is withdrawn (kind all)."
        raise RefusedError(msg)
    return _withdraw_part(project, by, person, reason, kind)


def _check(project: Project, person: Participant, reason: str, kind: str) -> None:
    if kind not in KINDS:
        raise UnknownObjectError(
            "kind of withdrawal", kind, f"Choose one of {', '.join(KINDS)}."
        )
    if not reason.strip():
        msg = "a withdrawal needs a reason, such as 'by e-mail, asked for deletion'."
        raise RefusedError(msg)
    known = {row.kind for row in project.rows(Withdrawal, participant=person.id)}
    if kind in known or ALL in known:
        msg = f"{person.id} has withdrawn already ({', '.join(sorted(known))})."
        raise RefusedError(msg)


def _withdraw_all(
    project: Project,
    by: str,
    person: Participant,
    reason: str,
    erase_repeats: Collection[str],
) -> WithdrawalResult:
    found, hers = _look(project, person)
    also = _in_plan(found, erase_repeats)
    words = dict.fromkeys([*hers.words, *also])
    result = WithdrawalResult(
        turns=found.turns,
        segments=len(found.segments),
        vectors=vectors.count(project.database, words),
        themes=len(found.themes),
        repeats=len(found.repeats),
        copies=len(found.copies),
    )
    decisions: list[Decision] = []
    if words:
        decisions.append(WordsErased(tuple(words), person.id, None))
    decisions.extend(
        _consent(
            person, quotes="none", computation=False, recontact=False, archive=False
        )
    )
    decisions.append(
        _withdrawn(
            person,
            ALL,
            reason,
            result,
            transcripts=found.withdrawn_transcripts,
            segments=found.segments,
            extracts=found.extracts,
        )
    )
    project.record(*decisions, by=by)
    _sweep(project, by, person.id)
    project.database.compact()
    return result


def _in_plan(found: WithdrawalPlan, erase: Collection[str]) -> list[str]:
    listed = {repeat.words for repeat in (*found.repeats, *found.notes)}
    for words in erase:
        if words not in listed:
            hint = "Take it from the list of what repeats her words."
            raise UnknownObjectError("entry", words, hint)
    return list(erase)


def _sweep(project: Project, by: str, participant: str) -> None:
    """What others recorded of her words in the meantime is erased as well."""
    for _ in range(_SWEEPS):
        hers = her_words(project, participant, project.events())
        texts = project.words(*hers.words)
        left = tuple(name for name in hers.words if texts.get(name) is not None)
        late = [CodingWithdrawn(segment) for segment in sorted(hers.standing)]
        if not left and not late:
            return
        erased = [WordsErased(left, participant, None)] if left else []
        project.record(*erased, *late, by=by)
    msg = (
        f"{participant} has withdrawn, but somebody goes on coding this person's "
        "words. Ask everyone to close the project, then withdraw what is left."
    )
    raise RefusedError(msg)


def _withdraw_part(
    project: Project, by: str, person: Participant, reason: str, kind: str
) -> WithdrawalResult:
    """No more quotes, or no more contact; nothing is erased."""
    if kind == CONTACT:
        consent = _consent(person, recontact=False)
        done = _withdrawn(person, kind, reason, WithdrawalResult())
        project.record(*consent, done, by=by)
        return WithdrawalResult()
    events = project.events()
    hers = her_words(project, person.id, events)
    extracts = _chosen(project, hers.standing)
    losing = {row.theme for row in project.rows(Extract, id=list(extracts))}
    result = WithdrawalResult(
        themes=len(losing), copies=len(_copies(project, person.id, hers, events))
    )
    done = _withdrawn(person, kind, reason, result, extracts=extracts)
    project.record(*_consent(person, quotes="none", archive=False), done, by=by)
    return result


def _consent(person: Participant, **changed: str | bool) -> list[Decision]:
    """What she still agrees to: whoever asks her consent finds the withdrawal."""
    old = consent_of(person)
    new: Consent = replace(old, **changed)  # type: ignore[arg-type]
    return [ConsentSet(person.id, old, new, None)] if new != old else []


def _withdrawn(  # noqa: PLR0913 - the parts of the tombstone
    person: Participant,
    kind: str,
    reason: str,
    counts: WithdrawalResult,
    *,
    transcripts: tuple[str, ...] = (),
    segments: tuple[str, ...] = (),
    extracts: tuple[str, ...] = (),
) -> ParticipantWithdrawn:
    return ParticipantWithdrawn(
        participant=person.id,
        old_state=person.state,
        withdrawal=kind,
        transcripts=transcripts,
        segments=segments,
        extracts=extracts,
        turns=counts.turns,
        vectors=counts.vectors,
        themes=counts.themes,
        repeats=counts.repeats,
        copies=counts.copies,
        reason=Words(reason),
    )


def erase(project: Project, by: str, words: Collection[str], reason: str) -> int:
    """Entries that were listed as repeating somebody's words are gone; how many.

    For what was decided after the withdrawal, when her words are no longer here to
    compare with.

    Raises:
        UnknownObjectError: an id is not in the wording.
        RefusedError: no reason was given.
    """
    require(project, by, MANAGE)
    if not reason.strip():
        msg = "erasing words needs a reason."
        raise RefusedError(msg)
    known = project.words(*words)
    for name in words:
        if name not in known:
            raise UnknownObjectError("entry", name)
    standing = tuple(name for name in known if known[name] is not None)
    if standing:
        project.record(WordsErased(standing, None, Words(reason)), by=by)
    project.database.compact()
    return len(standing)
