"""A participant withdraws: what would go, what went, and where her words have gone.

Three kinds. `all`: every word of hers is erased, with the vectors and the file it came
from; counts stay. `quotes`: nothing of hers is quoted any more; the analysis stays.
`contact`: she is not written to again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.decisions.coding import CodingWithdrawn
from workbench.decisions.decision import Decision, Words
from workbench.decisions.familiarisation import TranscriptRemoved
from workbench.decisions.people import ConsentSet, ParticipantWithdrawn, WordsErased
from workbench.decisions.themes import ExtractDropped
from workbench.errors import RefusedError, UnknownObjectError
from workbench.model import Extract, Participant, Transcript, Withdrawal
from workbench.people.coded_notes import coded_of_notes
from workbench.people.her_words import her_words
from workbench.people.participants import consent_of, find
from workbench.people.withdrawal_plan import (
    ALL,
    WithdrawalPlan,
    identifying,
    look_ahead,
)
from workbench.store import backups, vectors
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.decisions.people import Consent
    from workbench.people.her_words import HerWords
    from workbench.store.project import Project

QUOTES, CONTACT = "quotes", "contact"
KINDS: Final = (ALL, QUOTES, CONTACT)
#: Someone may code her words in the moment between looking and erasing.
_SWEEPS: Final = 5


@dataclass(frozen=True, slots=True)
class WithdrawalResult:
    """What a withdrawal did, in counts."""

    turns: int = 0
    segments: int = 0
    vectors: int = 0
    themes: int = 0
    #: Other entries that repeat her words; they stay unless they were named.
    repeats: int = 0
    #: Of these and of the notes about her that were listed: how many were erased.
    erased_repeats: int = 0
    listed_repeats: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What was looked at before anything is on record."""

    #: Puts on record which speakers are she.
    she: list[Decision]
    found: WithdrawalPlan
    hers: HerWords
    #: Of what repeats her, or is about her: what is to be erased as well.
    also: list[str]


def plan(
    project: Project, participant: str, speakers: Collection[tuple[str, int]] = ()
) -> WithdrawalPlan:
    """What would go if the participant took back all; nothing is changed.

    Args:
        project: the project.
        participant: her id.
        speakers: transcript and number of speakers who are she, though nobody has said
            so yet.

    Raises:
        UnknownObjectError: nobody has that id.
    """
    return look_ahead(project, find(project, participant), speakers)[0]


def withdraw(
    project: Project,
    by: str,
    participant: str,
    reason: str,
    kind: str = ALL,
    erase_repeats: Collection[str] = (),
    speakers: Collection[tuple[str, int]] = (),
) -> WithdrawalResult:
    """The participant has withdrawn, on record and in counts only.

    Who has withdrawn all and has words here again, or is found to be a speaker whom
    nobody had identified, can be withdrawn again: what is left is erased.

    Args:
        project: the project.
        by: who records it.
        participant: her id.
        reason: why, for the trail.
        kind: all, quotes or contact.
        erase_repeats: wording ids from the plan's `repeats` and `notes` that are
            to be erased as well; the others stay.
        speakers: transcript and number of speakers of whom nobody had said that they
            are she; it is put on record in the same act.

    Raises:
        NotAllowedError: only the lead may.
        UnknownObjectError: nobody has that id, the kind is none of the three, or an
            id to erase is not in the plan.
        RefusedError: no reason was given, or it was recorded before and nothing is
            left; or a speaker is somebody else.
    """
    require(project, by, MANAGE)
    person = find(project, participant)
    is_gone = person.state == ALL and kind == ALL
    _check(project, person, reason, kind, is_again=is_gone)
    if kind == CONTACT and (speakers or erase_repeats):
        msg = "nothing is erased where only contact is withdrawn; choose another kind."
        raise RefusedError(msg)
    if kind == CONTACT:
        return _withdraw_contact(project, by, person, reason)
    she = identifying(project, person.id, speakers)
    found, hers = look_ahead(project, person, speakers)
    ahead = _Ahead(she, found, hers, _in_plan(found, erase_repeats))
    if is_gone:
        return _withdraw_the_rest(project, by, person, reason, ahead)
    if kind == ALL:
        return _withdraw_all(project, by, person, reason, ahead)
    return _withdraw_quotes(project, by, person, reason, ahead)


def _check(
    project: Project, person: Participant, reason: str, kind: str, *, is_again: bool
) -> None:
    if kind not in KINDS:
        raise UnknownObjectError(
            "kind of withdrawal", kind, f"Choose one of {', '.join(KINDS)}."
        )
    if not reason.strip():
        msg = "a withdrawal needs a reason, such as 'by e-mail, asked for deletion'."
        raise RefusedError(msg)
    known = {row.kind for row in project.rows(Withdrawal, participant=person.id)}
    if not is_again and (kind in known or ALL in known):
        msg = f"{person.id} has withdrawn already ({', '.join(sorted(known))})."
        raise RefusedError(msg)


def _withdraw_the_rest(
    project: Project, by: str, person: Participant, reason: str, ahead: _Ahead
) -> WithdrawalResult:
    """What is here of somebody who had withdrawn is erased as well."""
    found, hers, also = ahead.found, ahead.hers, ahead.also
    texts = project.words(*hers.words)
    left = [words for words in hers.words if texts.get(words) is not None]
    if not (left or also or hers.standing):
        msg = f"{person.id} has withdrawn already, and nothing is left."
        if found.not_identified:
            msg += " A speaker whom nobody has identified may be this person: say which"
            msg += " (People > Withdrawal, or --speaker)."
        raise RefusedError(msg)
    notes = coded_of_notes(project, also, project.events())
    words = dict.fromkeys([*left, *also, *notes.words])
    today = {transcript.version for transcript in project.rows(Transcript)}
    counted = _counted(project, found, words, also)
    result = replace(
        counted,
        turns=sum(
            turn.version in today and texts.get(turn.text) is not None
            for turn in hers.talk.turns
        ),
    )
    project.record(
        *ahead.she,
        WordsErased(tuple(words), person.id, Words(reason)),
        *(CodingWithdrawn(each) for each in sorted({*hers.standing, *notes.standing})),
        *(ExtractDropped(extract) for extract in found.extracts),
        *(
            TranscriptRemoved(transcript, "active", Words(reason))
            for transcript in found.withdrawn_transcripts
        ),
        by=by,
    )
    sweep(project, by, person.id)
    backups.leave_nothing(project)
    return result


def _counted(
    project: Project,
    found: WithdrawalPlan,
    words: Collection[str],
    also: Collection[str],
) -> WithdrawalResult:
    return WithdrawalResult(
        turns=found.turns,
        segments=len(found.segments),
        vectors=vectors.count(project.database, words),
        themes=len(found.themes),
        repeats=len(found.repeats),
        erased_repeats=len(also),
        listed_repeats=len(found.repeats) + len(found.notes),
        copies=len(found.copies),
    )


def _withdraw_all(
    project: Project, by: str, person: Participant, reason: str, ahead: _Ahead
) -> WithdrawalResult:
    found, also = ahead.found, ahead.also
    notes = coded_of_notes(project, also, project.events())
    words = dict.fromkeys([*ahead.hers.words, *also, *notes.words])
    result = _counted(project, found, words, also)
    decisions = [*ahead.she]
    if words:
        decisions.append(WordsErased(tuple(words), person.id, None))
    decisions.extend(CodingWithdrawn(segment) for segment in sorted(notes.standing))
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
    sweep(project, by, person.id)
    backups.leave_nothing(project)
    return result


def _in_plan(found: WithdrawalPlan, erase: Collection[str]) -> list[str]:
    listed = {repeat.words for repeat in (*found.repeats, *found.notes)}
    for words in erase:
        if words not in listed:
            hint = "Take it from the list of what repeats her words."
            raise UnknownObjectError("entry", words, hint)
    return list(erase)


def sweep(project: Project, by: str, participant: str) -> int:
    """What others recorded of her words in the meantime is erased as well; how many.

    Raises:
        RefusedError: somebody goes on recording them.
    """
    erased = 0
    for _ in range(_SWEEPS):
        hers = her_words(project, participant, project.events())
        texts = project.words(*hers.words)
        left = tuple(name for name in hers.words if texts.get(name) is not None)
        late = [CodingWithdrawn(segment) for segment in sorted(hers.standing)]
        if not left and not late:
            return erased
        words = [WordsErased(left, participant, None)] if left else []
        project.record(*words, *late, by=by)
        erased += len(left)
    msg = (
        f"{participant} has withdrawn, but somebody goes on coding this person's "
        "words. Ask everyone to close the project, then withdraw what is left."
    )
    raise RefusedError(msg)


def _withdraw_contact(
    project: Project, by: str, person: Participant, reason: str
) -> WithdrawalResult:
    """No more contact; nothing is erased."""
    consent = _consent(person, recontact=False)
    done = _withdrawn(person, CONTACT, reason, WithdrawalResult())
    project.record(*consent, done, by=by)
    return WithdrawalResult()


def _withdraw_quotes(
    project: Project, by: str, person: Participant, reason: str, ahead: _Ahead
) -> WithdrawalResult:
    """No more quotes; erased is only what was chosen."""
    found, also = ahead.found, ahead.also
    notes = coded_of_notes(project, also, project.events())
    losing = {row.theme for row in project.rows(Extract, id=list(found.extracts))}
    result = replace(
        _counted(project, found, (), also), turns=0, segments=0, themes=len(losing)
    )
    erasing: list[Decision] = []
    if also:
        gone = tuple(dict.fromkeys([*also, *notes.words]))
        erasing.append(WordsErased(gone, person.id, Words(reason)))
        erasing += [CodingWithdrawn(each) for each in sorted(notes.standing)]
    project.record(
        *ahead.she,
        *erasing,
        *_consent(person, quotes="none", archive=False),
        _withdrawn(person, QUOTES, reason, result, extracts=found.extracts),
        by=by,
    )
    if also:
        backups.leave_nothing(project)
    return result


def _consent(person: Participant, **changed: str | bool) -> list[Decision]:
    """What she still agrees to: whoever asks her consent finds the withdrawal."""
    old = consent_of(person)
    new: Consent = replace(old, **changed)  # type: ignore[arg-type]
    return [ConsentSet(person.id, old, new, None)] if new != old else []


def _withdrawn(
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
    notes = coded_of_notes(project, words, project.events())
    known |= project.words(*notes.words)
    standing = tuple(name for name in known if known[name] is not None)
    if standing:
        project.record(
            WordsErased(standing, None, Words(reason)),
            *(CodingWithdrawn(segment) for segment in sorted(notes.standing)),
            by=by,
        )
    backups.leave_nothing(project)
    return len(standing)
