"""Participants as cases, and what is known of them as variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.importers import refi_names
from workbench.model import Attribute, AttributeValue, Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from workbench.exporters.reading import Moment
    from workbench.exporters.refi_codes import Names
    from workbench.model import Participant, Transcript

_DATE: Final = ("Date", "DateValue")
_TEXT: Final = ("Text", "TextValue")


class PeopleOut:
    """Everyone who is still in the study, on the way out."""

    def __init__(
        self, moment: Moment, names: Names, transcripts: Sequence[Transcript]
    ) -> None:
        self._names = names
        everyone = moment.participants_now().values()
        self.people = {p.id: p for p in everyone if p.state != "all"}
        columns = {column.id: column.name for column in moment.read(Attribute)}
        self._values: dict[str, dict[str, str]] = {
            person.id: _own_values(person) for person in self.people.values()
        }
        for each in moment.read(AttributeValue):
            if each.participant in self.people and each.value:
                name = columns[each.attribute]
                self._values[each.participant][name] = each.value
        self._speaking = self._find_speaking(moment, transcripts)
        self._variables = dict.fromkeys(
            [
                *(name for values in self._values.values() for name in values),
                *(refi_names.HELD_ON for t in transcripts if t.held_on),
                *(refi_names.LANGUAGE for t in transcripts if t.language),
            ]
        )

    def _find_speaking(
        self, moment: Moment, transcripts: Sequence[Transcript]
    ) -> dict[str, list[str]]:
        """Who of the participants speaks in each transcript."""
        versions = {each.version: each.id for each in transcripts}
        found: dict[str, list[str]] = {each.id: [] for each in transcripts}
        for who in moment.rows(Speaker, version=set(versions)):
            speaks_in = found[versions[who.version]]
            if who.participant in self.people and who.participant not in speaks_in:
                speaks_in.append(who.participant)
        return found

    def write_variables(self, root: _Element) -> None:
        """Every column of the participants' table is declared."""
        if not self._variables:
            return
        into = self._names.add(root, "Variables")
        for name in self._variables:
            kind = _DATE[0] if name == refi_names.HELD_ON else _TEXT[0]
            guid = self._names.guid("variable", name)
            self._names.add(into, "Variable", guid=guid, name=name, typeOfVariable=kind)

    def write_cases(self, root: _Element, told: Mapping[str, str]) -> None:
        """Every participant is a case with her texts, and what memos tell of her."""
        if not self.people:
            return
        into = self._names.add(root, "Cases")
        for person in self.people:
            guid = self._names.guid("participant", person)
            case = self._names.add(into, "Case", guid=guid, name=person)
            self._names.add_text(case, "Description", told.get(person, ""))
            self._write(case, self._values[person])
            for transcript, speaking in self._speaking.items():
                if person in speaking:
                    target = self._names.guid("transcript", transcript)
                    self._names.add(case, "SourceRef", targetGUID=target)

    def write_values(self, source: _Element, transcript: Transcript) -> None:
        """What is known of a text: QualCoder loses what stands at its case only."""
        speaking = self._speaking[transcript.id]
        values = dict(self._values[speaking[0]]) if len(speaking) == 1 else {}
        if transcript.held_on:
            values[refi_names.HELD_ON] = transcript.held_on
        if transcript.language:
            values[refi_names.LANGUAGE] = transcript.language
        self._write(source, values)

    def _write(self, into: _Element, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            element = self._names.add(into, "VariableValue")
            target = self._names.guid("variable", name)
            self._names.add(element, "VariableRef", targetGUID=target)
            tag = _DATE[1] if name == refi_names.HELD_ON else _TEXT[1]
            self._names.add_text(element, tag, value)


def _own_values(person: Participant) -> dict[str, str]:
    """Group and consent, which the format has no place of its own for."""
    told = {refi_names.GROUP: person.group} if person.group else {}
    for field, name in refi_names.CONSENT.items():
        value = getattr(person, field)
        if value is not None:
            given = ("yes" if value else "no") if isinstance(value, bool) else value
            told[name] = str(given)
    return told
