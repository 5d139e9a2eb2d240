"""Foreign sources become transcripts, or are told to be transcripts that stand here."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.familiarise.transcripts import text_of
from workbench.importers import refi_names
from workbench.importers.language import guess_language
from workbench.importers.parsed import ParsedTurn
from workbench.importers.speakers import guess_roles
from workbench.model import Transcript
from workbench.people.participant_table import is_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.foreign import ForeignSource, ForeignTurn
    from workbench.store.project import Project
    from workbench.taking_over.people import People
    from workbench.taking_over.report import Report

#: A short id that holds a digit, so that no name becomes one.
_ID: Final = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9_-]{1,16}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

Mapped = dict[str | None, tuple[str | None, str | None]]


class Place:
    """Where a foreign source's words stand in the study."""

    def __init__(self, transcript: str, version: str, text: str) -> None:
        self.transcript = transcript
        self.version = version
        self.text = text


class Transcripts:
    """Transcripts on their way, and where each foreign source stands."""

    def __init__(self, project: Project, people: People, report: Report) -> None:
        self.decisions: list[TranscriptImported] = []
        #: Foreign id of a source -> its place.
        self.places: dict[str, Place] = {}
        self._project, self._people, self._report = project, people, report
        self._ids = {transcript.id for transcript in project.rows(Transcript)}
        self._standing = self._read_standing()

    def _read_standing(self) -> dict[str, Place]:
        """The transcripts of the study by the hash of their text."""
        found = {}
        for each in self._project.rows(Transcript, state="active"):
            text = text_of(self._project, each.version)
            found[_hash(text)] = Place(each.id, each.version, text)
        return found

    def take(self, source: ForeignSource, format_: str) -> Place | None:
        """The source's place; None where it holds no words, or those of somebody gone.

        A text that stands in the study already, word for word, is not taken twice.
        """
        text = "\n".join(turn.text for turn in source.turns)
        if not any(letter.isalnum() for letter in text):
            self._report.found("texts without a word")
            return None
        persons = self._people.sources.get(source.id, [])
        if any(self._people.is_gone(person) for person in persons):
            self._report.found("texts of somebody who withdrew, left out")
            return None
        known = self._standing.get(_hash(text))
        if known is not None:
            self.places[source.id] = known
            self._report.count("transcripts that stand here already")
            return known
        transcript = self._free_id(source.name, persons)
        version = self._version(source, text, persons, format_, transcript)
        place = Place(transcript, version.version, text)
        self.places[source.id] = place
        held_on = source.values.get(refi_names.HELD_ON, "")
        language = source.values.get(refi_names.LANGUAGE, "")
        self.decisions.append(
            TranscriptImported(
                transcript=transcript,
                held_on=held_on if is_day(held_on) else None,
                language=language
                if _LANGUAGE.fullmatch(language)
                else guess_language(_parsed(source.turns)),
                version=version,
            )
        )
        self._report.count("transcripts")
        return place

    def _free_id(self, name: str, persons: Sequence[str]) -> str:
        stem = name.rpartition(".")[0] or name
        if _ID.fullmatch(stem) and stem not in self._ids:
            self._ids.add(stem)
            return stem
        number = 1
        stem = persons[0] if len(persons) == 1 else "int"
        while f"{stem[:12]}-{number}" in self._ids:
            number += 1
        found = f"{stem[:12]}-{number}"
        self._ids.add(found)
        return found

    def _version(
        self,
        source: ForeignSource,
        text: str,
        persons: Sequence[str],
        format_: str,
        transcript: str,
    ) -> VersionGiven:
        labels = list(dict.fromkeys(turn.speaker for turn in source.turns))
        place = {label: index for index, label in enumerate(labels)}
        mapped = self._speakers(source.turns, labels, persons, transcript)
        given, at = [], 0
        for turn in source.turns:
            end = at + len(turn.text)
            times = (turn.start_ms, turn.end_ms)
            words = Words(turn.text)
            given.append(TurnGiven(place[turn.speaker], at, end, *times, words))
            at = end + 1
        original = base64.b64decode(source.original)
        return VersionGiven(
            version=self._project.new_id("v"),
            number=1,
            format=format_,
            verdict="whole",
            length=len(text),
            file_name=Words(source.name),
            sha256=Words(hashlib.sha256(original).hexdigest()),
            original=Words(source.original),
            report=Words(json.dumps({"format": format_, "warnings": []})),
            speakers=tuple(
                SpeakerGiven(None if label is None else Words(label), *mapped[label])
                for label in labels
            ),
            turns=tuple(given),
        )

    def _speakers(
        self,
        turns: Sequence[ForeignTurn],
        labels: Sequence[str | None],
        persons: Sequence[str],
        transcript: str,
    ) -> Mapped:
        """Role and person behind each label, as far as it is clear.

        Where one person was interviewed, everyone who is not known to be somebody else
        is taken to be that person, so that a withdrawal reaches all of her words.
        """
        roles = guess_roles(label for label in labels if label is not None)
        known = set(persons) | set(self._people.cases.values())
        found: Mapped = {}
        for label in labels:
            role: str | None = roles.get(label or "")
            person = label if label in known else None
            if person is not None:
                role = "participant"
            elif len(persons) == 1 and role in ("participant", None):
                person = persons[0]
            found[label] = (role, person)
        if persons and not any(role == "participant" for role, _ in found.values()):
            _guess_participant(turns, persons, found)
        if len(persons) > 1 and not any(person for _, person in found.values()):
            what = "texts of several people in which it is not clear who speaks"
            self._report.found(what, transcript)
        return found


def _guess_participant(
    turns: Sequence[ForeignTurn], persons: Sequence[str], found: Mapped
) -> None:
    """Of the speakers without a role, the one who says most is the participant."""
    said = Counter[str | None]()
    for turn in turns:
        if found[turn.speaker][0] is None:
            said[turn.speaker] += len(turn.text)
    if said and len(persons) == 1:
        found[said.most_common(1)[0][0]] = ("participant", persons[0])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parsed(turns: Sequence[ForeignTurn]) -> list[ParsedTurn]:
    return [
        ParsedTurn(index, turn.speaker, None, None, None, 0, len(turn.text), turn.text)
        for index, turn in enumerate(turns)
    ]
