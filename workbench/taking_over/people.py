"""Foreign users become researchers, cases participants, variables attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Decision, Words
from workbench.decisions.people import (
    AttributeAdded,
    AttributeSet,
    Consent,
    ParticipantAdded,
)
from workbench.decisions.setting_up import ResearcherAdded
from workbench.importers import refi_names
from workbench.model import Attribute, AttributeValue, Participant, Researcher
from workbench.people.participant_table import ID, QUOTES, is_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbench.importers.foreign import ForeignProject, ForeignUser
    from workbench.store.project import Project
    from workbench.taking_over.report import Report

_NAMELESS: Final = "coder without a name"
_YES: Final = {"yes": True, "true": True, "no": False, "false": False}


class Researchers:
    """Who coded or wrote there, under the names they had."""

    def __init__(self, project: Project, by: str, report: Report) -> None:
        self.decisions: list[Decision] = []
        self._project, self._by, self._report = project, by, report
        self._names = {who.name: who.id for who in project.read(Researcher)}
        self._users: dict[str, str] = {}

    def know(self, users: Iterable[ForeignUser]) -> None:
        """These people can be meant."""
        self._users.update({user.id: user.name or _NAMELESS for user in users})

    def of(self, user: str | None) -> str:
        """The researcher that a foreign user is; who brings it in where none is named.

        Somebody new joins with the first thing she did.
        """
        name = self._users.get(user or "")
        if name is None:
            if user:
                self._report.found("things done by somebody the file does not name")
            return self._by
        if name not in self._names:
            own = self._project.new_id("r")
            self._names[name] = own
            self._report.count("coders")
            joined = ResearcherAdded(own, Words(name), "co-analyst")
            self.decisions.append(joined)
        return self._names[name]


class People:
    """Participants on their way, and to whom each foreign source belongs."""

    def __init__(self, project: Project, report: Report) -> None:
        self.decisions: list[Decision] = []
        #: Foreign id of a case -> participant.
        self.cases: dict[str, str] = {}
        #: Foreign id of a source -> participants.
        self.sources: dict[str, list[str]] = {}
        self._project, self._report = project, report
        self._known = {person.id for person in project.rows(Participant)}
        self._gone = {person.id for person in project.rows(Participant, state="all")}
        self._attributes = {c.name.casefold(): c.id for c in project.read(Attribute)}
        self._values = {
            (v.participant, v.attribute): v.value for v in project.read(AttributeValue)
        }

    def take(self, study: ForeignProject) -> None:
        """Every case; then who stands behind a source that has values of its own."""
        for case in study.cases:
            person = self._take(case.name, case.values)
            self.cases[case.id] = person
            for of_hers in case.sources:
                self.sources.setdefault(of_hers, []).append(person)
        for source in study.sources:
            values = {
                name: value
                for name, value in source.values.items()
                if name not in (refi_names.HELD_ON, refi_names.LANGUAGE)
            }
            persons = self.sources.get(source.id, [])
            if len(persons) == 1:
                self._add_values(persons[0], values)
            elif values and not persons:
                person = self._take(source.name.rpartition(".")[0], values)
                self.sources[source.id] = [person]
            elif values:
                what = "values of a text in which several people speak"
                self._report.found(what, "", len(values))
        for group in study.sets:
            for source_id in group.sources:
                for person in self.sources.get(source_id, []):
                    self._add_values(person, {f"Set: {group.name}": "yes"})

    def is_gone(self, person: str) -> bool:
        """Whether the participant took back everything."""
        return person in self._gone

    def _take(self, name: str, values: Mapping[str, str]) -> str:
        if ID.fullmatch(name):
            person, named = name, dict(values)
        else:
            person = self._free_id()
            named = {refi_names.CASE: name, **values} if name else dict(values)
            if name:
                what = (
                    "cases whose name could be a person's: kept in the column "
                    f"'{refi_names.CASE}'; empty it before anything is shared"
                )
                self._report.found(what, person)
        if person not in self._known:
            self._known.add(person)
            self._report.count("participants")
            group = named.get(refi_names.GROUP)
            added = ParticipantAdded(
                person, Words(group) if group else None, self._consent(person, named)
            )
            self.decisions.append(added)
        self._add_values(person, named)
        return person

    def _free_id(self) -> str:
        number = 1
        while f"P{number:02}" in self._known:
            number += 1
        return f"P{number:02}"

    def _consent(self, person: str, values: Mapping[str, str]) -> Consent:
        """What our own files say of consent; anything else says nothing."""
        told = {
            field: values[name].strip()
            for field, name in refi_names.CONSENT.items()
            if name in values
        }
        usual = Consent()
        quotes = told.get("quotes", usual.quotes)
        until = told.get("withdraw_until")
        if quotes not in QUOTES or (until is not None and not is_day(until)):
            self._report.found("consents that could not be read", person)
            quotes, until = "none", None

        def switch(field: str, usual: bool) -> bool:
            return _YES.get(told.get(field, "").casefold(), usual)

        return Consent(
            quotes=quotes,
            computation=switch("computation", usual.computation),
            recontact=switch("recontact", usual.recontact),
            archive=switch("archive", usual.archive),
            withdraw_until=until,
        )

    def _add_values(self, person: str, values: Mapping[str, str]) -> None:
        own = (refi_names.GROUP, *refi_names.CONSENT.values())
        for name, value in values.items():
            if name in own or not name.strip() or person in self._gone:
                continue
            attribute = self._attributes.get(name.strip().casefold())
            if attribute is None:
                attribute = self._project.new_id("a")
                self._attributes[name.strip().casefold()] = attribute
                self.decisions.append(AttributeAdded(attribute, Words(name.strip())))
            place = (person, attribute)
            if place not in self._values:
                self._values[place] = value
                self._report.count("values")
                self.decisions.append(AttributeSet(person, attribute, Words(value)))
            elif self._values[place] != value:
                what = "values that stand here otherwise, left as they are here"
                self._report.found(what, person)
