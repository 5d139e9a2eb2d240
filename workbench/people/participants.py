"""Who took part: short ids, groups, consent, attributes, and who knows whom.

Real names never come in here; they stay in the identity key (`identity_key`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Decision, Words
from workbench.decisions.people import (
    AttributeAdded,
    AttributeChanged,
    AttributeSet,
    Consent,
    ConsentConfirmed,
    ConsentSet,
    GroupSet,
    ParticipantAdded,
    ParticipantsLinked,
)
from workbench.errors import (
    DuplicateError,
    RefusedError,
    RowsRefusedError,
    UnknownObjectError,
)
from workbench.model import Attribute, AttributeValue, Participant, ParticipantLink
from workbench.people.participant_table import (
    ID,
    ID_RULE,
    QUOTES,
    TableRow,
    is_day,
    read_table,
)
from workbench.study import MANAGE, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from workbench.store.project import Project, Receipt

#: The state of a person whose words were all taken back.
GONE: Final = "all"
#: What somebody agreed to of whom nothing else is known.
USUAL: Final = Consent()
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as people look at her, words as text."""

    id: str
    group: str | None
    consent: Consent
    state: str
    #: Whether a person recorded her consent; if not, the usual one stands.
    is_confirmed: bool
    attributes: Mapping[str, str]
    #: Who would recognise her in the findings, with how they are related.
    linked_to: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableTaken:
    """What a table of participants changed."""

    added: int
    updated: int
    unchanged: int


def add(
    project: Project,
    by: str,
    participant: str,
    group: str | None = None,
    consent: Consent | None = None,
    attributes: Mapping[str, str] = _NONE,
) -> Receipt:
    """Somebody took part, under a short id.

    Where her consent is not given, the usual one stands until somebody records it.

    Raises:
        RefusedError: the id could be a name, or the consent is not one there is.
        DuplicateError: the id is taken.
    """
    require(project, by, MANAGE)
    check_id(participant)
    if consent is not None:
        _check_consent(consent)
    if project.rows(Participant, id=participant):
        raise DuplicateError("participant", participant)
    columns = _Columns(project)
    joined = _joined(participant, group, consent)
    values = columns.set_all(participant, attributes)
    return project.record(*joined, *columns.new, *values, by=by)


def _joined(
    participant: str, group: str | None, consent: Consent | None
) -> list[Decision]:
    added = ParticipantAdded(participant, _words(group), consent or USUAL)
    # any other consent tells by itself that somebody recorded it
    said = [ConsentConfirmed(participant, USUAL)] if consent == USUAL else []
    return [added, *said]


def check_id(participant: str) -> None:
    """The id is a short code and cannot be a name.

    Raises:
        RefusedError: it is not; the message does not repeat it.
    """
    if not ID.fullmatch(participant):
        raise RefusedError(f"{ID_RULE}.")


def find(project: Project, participant: str) -> Participant:
    """The participant of this id, words as wording ids.

    Raises:
        RefusedError: it is no id.
        UnknownObjectError: nobody has it.
    """
    check_id(participant)
    found = project.rows(Participant, id=participant)
    if not found:
        raise UnknownObjectError("participant", participant)
    return found[0]


def consent_of(person: Participant) -> Consent:
    """What a participant agreed to."""
    return Consent(
        quotes=person.quotes,
        computation=person.computation,
        recontact=person.recontact,
        archive=person.archive,
        withdraw_until=person.withdraw_until,
    )


def set_group(
    project: Project, by: str, participant: str, group: str | None
) -> Receipt:
    """The participant belongs to this group, or to none."""
    require(project, by, MANAGE)
    person = _still_here(project, participant)
    return project.record(GroupSet(participant, person.group, _words(group)), by=by)


def set_consent(
    project: Project,
    by: str,
    participant: str,
    consent: Consent,
    reason: str | None = None,
) -> Receipt:
    """The participant agreed to this, and to no more.

    Raises:
        RefusedError: it is no consent there is, or she withdrew.
    """
    require(project, by, MANAGE)
    _check_consent(consent)
    person = _still_here(project, participant)
    decision = ConsentSet(participant, consent_of(person), consent, _words(reason))
    return project.record(decision, *_confirmed(person, consent), by=by)


def confirm_consent(project: Project, by: str, chosen: Iterable[str]) -> int:
    """The usual consent is what these participants agreed to; of how many it is new.

    Each is an act of its own, so that a copy that knows of one takes in the others.

    Raises:
        RefusedError: one of them withdrew; nothing was recorded.
    """
    require(project, by, MANAGE)
    people = [_still_here(project, participant) for participant in chosen]
    assumed = [person.id for person in people if _is_assumed(person)]
    for participant in assumed:
        project.record(ConsentConfirmed(participant, USUAL), by=by)
    return len(assumed)


def unconfirmed(people: Iterable[Participant]) -> list[str]:
    """Those, by id, whose consent stands as usual and was recorded by nobody."""
    return [each.id for each in people if each.state == "active" and _is_assumed(each)]


def _is_assumed(person: Participant) -> bool:
    return not person.is_confirmed and consent_of(person) == USUAL


def _confirmed(person: Participant, consent: Consent) -> list[ConsentConfirmed]:
    is_new = consent == USUAL and not person.is_confirmed
    return [ConsentConfirmed(person.id, USUAL)] if is_new else []


def set_attribute(
    project: Project, by: str, participant: str, attribute: str, value: str | None
) -> Receipt | None:
    """The participant has this value in that column; a new column begins with it.

    Returns:
        None where it was so already.
    """
    require(project, by, MANAGE)
    _still_here(project, participant)
    columns = _Columns(project)
    decisions = columns.set_one(participant, attribute, value)
    if not decisions:
        return None
    return project.record(*columns.new, *decisions, by=by)


def link_people(project: Project, by: str, one: str, other: str, relation: str) -> str:
    """Two participants would recognise each other; the link's id.

    Raises:
        RefusedError: both are the same person, or the relation is empty.
        DuplicateError: they are linked already.
    """
    require(project, by, MANAGE)
    _still_here(project, one)
    _still_here(project, other)
    if one == other or not relation.strip():
        msg = "a link joins two participants and says how they know each other."
        raise RefusedError(msg)
    for known in project.rows(ParticipantLink):
        if {known.one, known.other} == {one, other}:
            raise DuplicateError("link", f"{one} - {other}")
    link = project.new_id("l")
    project.record(ParticipantsLinked(link, one, other, Words(relation)), by=by)
    return link


def everyone(project: Project) -> list[Person]:
    """Everyone who took part, by id; those who withdrew as well."""
    names = {column.id: column.name for column in project.read(Attribute)}
    values: dict[str, dict[str, str]] = {}
    for entry in project.read(AttributeValue):
        if entry.value is not None:
            values.setdefault(entry.participant, {})[names[entry.attribute]] = (
                entry.value
            )
    links: dict[str, list[tuple[str, str]]] = {}
    for link in project.read(ParticipantLink):
        links.setdefault(link.one, []).append((link.other, link.relation))
        links.setdefault(link.other, []).append((link.one, link.relation))
    return [
        Person(
            id=person.id,
            group=person.group,
            consent=consent_of(person),
            state=person.state,
            is_confirmed=not _is_assumed(person),
            attributes=values.get(person.id, {}),
            linked_to=tuple(sorted(links.get(person.id, ()))),
        )
        for person in project.read(Participant)
    ]


def from_table(project: Project, by: str, path: Path) -> TableTaken:
    """The rows of a table are participants, those who were there brought up to date.

    Raises:
        RefusedError: it is no table of participants; nothing was changed.
        RowsRefusedError: some rows cannot be taken; the others were.
    """
    require(project, by, MANAGE)
    table = read_table(path)
    refusals = list(table.refusals)
    standing = {person.id: person for person in project.rows(Participant)}
    groups = {person.id: person.group for person in project.read(Participant)}
    columns = _Columns(project)
    decisions: list[Decision] = []
    added = updated = unchanged = 0
    for row in table.rows:
        person = standing.get(row.participant)
        if person is None:
            decisions.extend(_joining(row, columns))
            added += 1
        elif person.state == GONE:
            refusals.append(f"{path.name}, line {row.line}: {_gone(row.participant)}")
        else:
            changes = _changes(row, person, groups[row.participant], columns)
            decisions.extend(changes)
            updated += bool(changes)
            unchanged += not changes
    if decisions:
        project.record(*columns.new, *decisions, by=by)
    if refusals:
        raise RowsRefusedError(refusals)
    return TableTaken(added, updated, unchanged)


def _joining(row: TableRow, columns: _Columns) -> list[Decision]:
    consent = replace(USUAL, **row.agreed) if row.agreed else None  # type: ignore[arg-type]
    return [
        *_joined(row.participant, row.group, consent),
        *columns.set_all(row.participant, row.attributes),
    ]


def _changes(
    row: TableRow, person: Participant, group: str | None, columns: _Columns
) -> list[Decision]:
    found: list[Decision] = []
    if row.group is not None and row.group != group:
        found.append(GroupSet(person.id, person.group, Words(row.group)))
    old = consent_of(person)
    new = replace(old, **row.agreed)  # type: ignore[arg-type]
    if new != old:
        found.append(ConsentSet(person.id, old, new, None))
    if row.agreed:
        found += _confirmed(person, new)
    return [*found, *columns.set_all(person.id, row.attributes)]


class _Columns:
    """The columns of the participants' table, old and new within one act."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ids = {c.name.casefold(): c.id for c in project.read(Attribute)}
        self._texts = {
            (v.participant, v.attribute): v.value for v in project.read(AttributeValue)
        }
        self._words = {
            (v.participant, v.attribute): v.value for v in project.rows(AttributeValue)
        }
        self.new: list[AttributeAdded] = []

    def set_all(
        self, participant: str, values: Mapping[str, str]
    ) -> Sequence[Decision]:
        """What makes these the participant's values."""
        return [
            decision
            for name, value in values.items()
            for decision in self.set_one(participant, name, value)
        ]

    def set_one(
        self, participant: str, name: str, value: str | None
    ) -> Sequence[Decision]:
        """What makes this her value; nothing where it is."""
        attribute = self._ids.get(name.strip().casefold())
        if attribute is None:
            if value is None:
                return ()
            attribute = self._project.new_id("a")
            self._ids[name.strip().casefold()] = attribute
            self.new.append(AttributeAdded(attribute, Words(name.strip())))
        place = (participant, attribute)
        if place not in self._words:
            if value is None:
                return ()
            return (AttributeSet(participant, attribute, Words(value)),)
        if self._texts[place] == value:
            return ()
        changed = AttributeChanged(
            participant, attribute, self._words[place], _words(value)
        )
        return (changed,)


def _still_here(project: Project, participant: str) -> Participant:
    person = find(project, participant)
    if person.state == GONE:
        raise RefusedError(_gone(participant))
    return person


def _gone(participant: str) -> str:
    return f"{participant} has withdrawn; nothing more is recorded about this person."


def _check_consent(consent: Consent) -> None:
    if consent.quotes not in QUOTES:
        msg = f"consent to quotes is one of {', '.join(QUOTES)}."
        raise RefusedError(msg)
    if consent.withdraw_until is not None and not is_day(consent.withdraw_until):
        msg = "the last day to withdraw is a date such as 2026-03-31."
        raise RefusedError(msg)


def _words(text: str | None) -> Words | None:
    return Words(text) if text else None
