"""Files become transcripts of the study: who is in them, under which id, known already?

One plan for the page and the command: files are judged first, each is taken or refused
with a reason, and what is taken is recorded in one act.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError
from workbench.familiarise.transcripts import Arrival, bring_in, turns_of
from workbench.importers import inspect_files
from workbench.model import SPEAKER_ROLES, Participant, Transcript, Version
from workbench.people import participants

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.importers.parsed import ParsedTranscript
    from workbench.store.project import Project

#: A short id that holds a digit, so that no name becomes one.
_ID: Final = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9_-]{1,16}")
_KNOWN_COLUMNS: Final = frozenset(
    {"file", "transcript", "participant", "group", "date", "language", "roles"}
)
#: A file that shares this much with a transcript is a corrected copy of it.
_NEAR: Final = 0.5

_NO_ID: Final = (
    "an id is short and holds a digit (letters, digits, - and _, at most 16), so that "
    "no name becomes one"
)
_KNOWN_ID: Final = (
    "there is a transcript {id} already. For a new wording of it: "
    "workbench correct PROJECT {id} FILE"
)
_NOT_IN_IT: Final = "{count} of the speakers given with --role are not in it"

Roles = Mapping[str, tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Request:
    """One file to bring in, with what is known about it."""

    path: Path
    transcript: str | None = None
    participant: str | None = None
    group: str | None = None
    held_on: str | None = None
    language: str | None = None
    roles: Roles = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that is in the study now."""

    file: str
    transcript: str
    verdict: str


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A file that looks like a corrected copy of a transcript; a person decides."""

    file: str
    transcript: str
    #: Share of the transcript's turns that stand in the file, in percent.
    shared: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch of files."""

    imported: tuple[Imported, ...]
    refused: tuple[Refusal, ...]
    versions: tuple[NewVersion, ...]


def parse_role(text: str) -> tuple[str, tuple[str, str | None]]:
    """SPEAKER=ROLE[:PARTICIPANT] as (speaker, (role, participant)).

    Raises:
        RefusedError: it is not of that form, or the role is unknown.
    """
    speaker, equals, rest = text.rpartition("=")
    role, _, participant = rest.partition(":")
    if not equals or role not in SPEAKER_ROLES:
        known = ", ".join(SPEAKER_ROLES)
        msg = f"a role is given as SPEAKER=ROLE[:PARTICIPANT]; the roles are {known}."
        raise RefusedError(msg)
    return speaker, (role, participant or None)


def read_manifest(path: Path) -> dict[str, Request]:
    """What a manifest says about each file, by file name.

    Columns: file, transcript, participant, group, date, language, roles (SPEAKER=ROLE,
    separated by |); each further column is an attribute of the participant.

    Raises:
        RefusedError: it cannot be read, or has no column `file`.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "file" not in (reader.fieldnames or ()):
                msg = f"{path}: a manifest needs a column 'file'."
                raise RefusedError(msg)
            rows = [
                {name: (value or "").strip() for name, value in row.items() if name}
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error):
        msg = f"{path}: cannot be read as a CSV table in UTF-8."
        raise RefusedError(msg) from None
    return {row["file"]: _request(path, row) for row in rows if row["file"]}


def _request(manifest: Path, row: Mapping[str, str]) -> Request:
    return Request(
        path=manifest.parent / row["file"],
        transcript=row.get("transcript") or None,
        participant=row.get("participant") or None,
        group=row.get("group") or None,
        held_on=row.get("date") or None,
        language=row.get("language") or None,
        roles=dict(parse_role(r) for r in row.get("roles", "").split("|") if r.strip()),
        attributes={
            name: value
            for name, value in row.items()
            if name not in _KNOWN_COLUMNS and value
        },
    )


def import_files(project: Project, by: str, requests: Sequence[Request]) -> Outcome:
    """The files that can be taken are transcripts of the study; the others are listed.

    A file that stands in the study already is refused; one that looks like a corrected
    copy is proposed as a new version and not taken.
    """
    standing = _Standing.of(project)
    refused: list[Refusal] = []
    versions: list[NewVersion] = []
    accepted: list[tuple[Request, ParsedTranscript]] = []
    parsed_files = inspect_files([request.path for request in requests])
    for request, parsed in zip(requests, parsed_files, strict=True):
        reason = standing.refusal(request, parsed)
        near = None if reason or request.transcript else standing.nearest(parsed)
        if reason:
            refused.append(Refusal(parsed.file, reason))
        elif near:
            versions.append(NewVersion(parsed.file, *near))
        else:
            accepted.append((standing.named(request), parsed))
            standing.hashes[parsed.sha256] = accepted[-1][0].transcript or ""
    _add_people(project, by, [request for request, _ in accepted])
    if accepted:
        bring_in(project, by, [_arrival(*each) for each in accepted])
    return Outcome(
        tuple(Imported(p.file, r.transcript or "", p.verdict) for r, p in accepted),
        tuple(refused),
        tuple(versions),
    )


@dataclass(slots=True)
class _Standing:
    """What the study holds already, for telling new from known."""

    project: Project
    ids: set[str]
    hashes: dict[str, str]
    withdrawn: frozenset[str]
    #: The longer turns of each active transcript, read when first needed.
    turns: dict[str, frozenset[str]] | None = None

    @classmethod
    def of(cls, project: Project) -> _Standing:
        return cls(
            project,
            {transcript.id for transcript in project.rows(Transcript)},
            {version.sha256: version.transcript for version in project.read(Version)},
            frozenset(person.id for person in project.rows(Participant, state="all")),
        )

    def refusal(self, request: Request, parsed: ParsedTranscript) -> str | None:
        """Why the file cannot be taken; None if it can."""
        if parsed.is_rejected:
            return parsed.reason or "cannot be read"
        known = self.hashes.get(parsed.sha256)
        if known is not None:
            return f"the same file is in the study already, as {known}"
        if request.transcript in self.ids:
            return _KNOWN_ID.format(id=request.transcript)
        named = [name for name in (request.transcript, request.participant) if name]
        if not all(_ID.fullmatch(name) for name in named):
            return _NO_ID
        if request.participant in self.withdrawn:
            return f"{request.participant} withdrew; nothing more of hers is taken in"
        unknown = sum(not _speaks(parsed, who) for who in request.roles)
        return _NOT_IN_IT.format(count=unknown) if unknown else None

    def nearest(self, parsed: ParsedTranscript) -> tuple[str, int] | None:
        """The transcript this is a corrected copy of, and how much they share."""
        if self.turns is None:
            self.turns = {
                transcript.id: _long_turns(
                    turn.text for turn in turns_of(self.project, transcript.version)
                )
                for transcript in self.project.rows(Transcript, state="active")
            }
        mine = _long_turns(turn.text for turn in parsed.turns)
        for transcript, theirs in self.turns.items():
            if theirs and len(mine & theirs) / len(theirs) >= _NEAR:
                return transcript, round(100 * len(mine & theirs) / len(theirs))
        return None

    def named(self, request: Request) -> Request:
        """The request with a free id: the person's and a number, if none was given."""
        name = request.transcript
        if name is None:
            stem = request.participant or "int"
            number = 1
            while f"{stem}-{number}" in self.ids:
                number += 1
            name = f"{stem}-{number}"
        self.ids.add(name)
        return replace(request, transcript=name)


def _speaks(parsed: ParsedTranscript, label: str) -> bool:
    return any(turn.speaker == label for turn in parsed.turns)


def _long_turns(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text in texts if len(text) >= 40)


def _arrival(request: Request, parsed: ParsedTranscript) -> Arrival:
    if request.language:
        parsed = replace(parsed, language=request.language)
    return Arrival(
        parsed=parsed,
        original=request.path.read_bytes(),
        transcript=request.transcript or "",
        speakers=_speakers(request, parsed),
        held_on=request.held_on,
    )


def _speakers(
    request: Request, parsed: ParsedTranscript
) -> dict[str | None, tuple[str | None, str | None]]:
    """Role and person behind each label: as given, else as far as it is clear.

    Where one person was interviewed, everyone who is not known to be somebody else is
    taken to be that person, so that a withdrawal reaches all of her words.
    """
    found: dict[str | None, tuple[str | None, str | None]] = {}
    for turn in parsed.turns:
        if turn.speaker in found:
            continue
        role: str | None = turn.role
        person: str | None = None
        if turn.speaker is not None and turn.speaker in request.roles:
            role, person = request.roles[turn.speaker]
        elif turn.speaker is not None and turn.speaker == request.participant:
            role = "participant"
        if person is None and role in ("participant", None):
            person = request.participant
        found[turn.speaker] = (role, person)
    if request.participant and not any(
        role == "participant" for role, _ in found.values()
    ):
        _guess_participant(request.participant, parsed, found)
    return found


def _guess_participant(
    participant: str,
    parsed: ParsedTranscript,
    found: dict[str | None, tuple[str | None, str | None]],
) -> None:
    """Of the speakers without a role, the one who says most is the participant."""
    said = Counter[str | None]()
    for turn in parsed.turns:
        if found[turn.speaker][0] is None:
            said[turn.speaker] += len(turn.text)
    if said:
        found[said.most_common(1)[0][0]] = ("participant", participant)


def _add_people(project: Project, by: str, requests: Sequence[Request]) -> None:
    """Everyone the requests name is a participant of the study."""
    known = {person.id for person in project.rows(Participant)}
    for request in requests:
        named = [request.participant, *(person for _, person in request.roles.values())]
        for person in named:
            if person is not None and person not in known:
                own = person == request.participant
                participants.add(
                    project,
                    by,
                    person,
                    group=request.group if own else None,
                    attributes=request.attributes if own else {},
                )
                known.add(person)
