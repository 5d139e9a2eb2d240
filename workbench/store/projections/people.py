"""Participants, their attributes and links, and withdrawals."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from workbench.decisions import people as decided
from workbench.model import (
    Attribute,
    AttributeValue,
    CodedSegment,
    Extract,
    Participant,
    ParticipantLink,
    Pseudonymising,
    Scale,
    Transcript,
    Withdrawal,
)
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(decided.ParticipantAdded)
def participant_added(d: decided.ParticipantAdded, _: Circumstance) -> Iterator[Change]:
    yield Put(
        Participant(
            id=d.participant,
            group=d.group,
            quotes=d.consent.quotes,
            computation=bool(d.consent.computation),
            recontact=bool(d.consent.recontact),
            archive=bool(d.consent.archive),
            withdraw_until=d.consent.withdraw_until,
            state="active",
        )
    )


@follows(decided.GroupSet)
def group_set(d: decided.GroupSet, _: Circumstance) -> Iterator[Change]:
    yield Edit(Participant, (d.participant,), group=(d.old, d.new))


@follows(decided.ConsentSet)
def consent_set(d: decided.ConsentSet, _: Circumstance) -> Iterator[Change]:
    columns = {
        field.name: (getattr(d.old, field.name), getattr(d.new, field.name))
        for field in fields(decided.Consent)
    }
    yield Edit(Participant, (d.participant,), **columns)


@follows(decided.ConsentConfirmed)
def consent_confirmed(d: decided.ConsentConfirmed, _: Circumstance) -> Iterator[Change]:
    agreed = {
        field.name: (getattr(d.consent, field.name),) * 2
        for field in fields(decided.Consent)
    }
    yield Edit(Participant, (d.participant,), is_confirmed=(False, True), **agreed)


@follows(decided.AttributeAdded)
def attribute_added(d: decided.AttributeAdded, _: Circumstance) -> Iterator[Change]:
    yield Put(Attribute(d.attribute, d.name))


@follows(decided.AttributeSet)
def attribute_set(d: decided.AttributeSet, _: Circumstance) -> Iterator[Change]:
    yield Put(AttributeValue(d.participant, d.attribute, d.value))


@follows(decided.AttributeChanged)
def attribute_changed(d: decided.AttributeChanged, _: Circumstance) -> Iterator[Change]:
    yield Edit(AttributeValue, (d.participant, d.attribute), value=(d.old, d.new))


@follows(decided.ParticipantsLinked)
def participants_linked(
    d: decided.ParticipantsLinked, _: Circumstance
) -> Iterator[Change]:
    yield Put(ParticipantLink(d.link, d.one, d.other, d.relation))


@follows(decided.ParticipantWithdrawn)
def participant_withdrawn(
    d: decided.ParticipantWithdrawn, c: Circumstance
) -> Iterator[Change]:
    yield Edit(Participant, (d.participant,), state=(d.old_state, d.withdrawal))
    for transcript in d.transcripts:
        yield Edit(Transcript, (transcript,), state=("active", "withdrawn"))
    for segment in d.segments:
        yield Edit(CodedSegment, (segment,), state=("active", "withdrawn"))
    for extract in d.extracts:
        yield Edit(Extract, (extract,), state=("chosen", "dropped"))
    yield Put(
        Withdrawal(
            participant=d.participant,
            kind=d.withdrawal,
            at=c.at,
            turns=d.turns,
            segments=len(d.segments),
            vectors=d.vectors,
            themes=d.themes,
            repeats=d.repeats,
            copies=d.copies,
        )
    )


@follows(decided.WordsErased)
def words_erased(_: decided.WordsErased, __: Circumstance) -> Iterator[Change]:
    """No row changes: the ids stay and read as erased."""
    return iter(())


@follows(decided.ScaleDescribed)
def scale_described(d: decided.ScaleDescribed, _: Circumstance) -> Iterator[Change]:
    yield Put(Scale(d.scale, d.attribute, d.instrument, d.subscale, d.citation))


@follows(decided.TranscriptsPseudonymised)
def transcripts_pseudonymised(
    d: decided.TranscriptsPseudonymised, c: Circumstance
) -> Iterator[Change]:
    yield Put(Pseudonymising(d.run, c.at, c.by, d.offered, d.replaced, d.kept, d.log))
