"""Files become transcripts of the study: who is in them, under which id, known already?

One plan for the page and the command: files are judged first, each is taken or refused
with a reason, and what is taken is recorded in one act.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from workbench.familiarise.transcripts import Arrival, bring_in, turns_of
from workbench.importers import Content, inspect_contents, read_bytes
from workbench.importers.relabel import relabel
from workbench.model import Participant, Transcript, Version
from workbench.people import participants
from workbench.store import backups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.importers.manifest import Request
    from workbench.importers.parsed import Comment, ParsedTranscript
    from workbench.store.project import Project

#: A short id that holds a digit, so that no name becomes one.
_ID: Final = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9_-]{1,16}")
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
    #: Comments of the file, to become codes or memos if so wished.
    comments: tuple[Comment, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Judged:
    """A file and what would become of it; nothing is stored yet."""

    request: Request
    parsed: ParsedTranscript
    #: Why it cannot be taken.
    refusal: str | None = None
    #: The transcript it looks like a corrected copy of, and how much they share.
    near: tuple[str, int] | None = None

    @property
    def is_taken(self) -> bool:
        """It becomes a transcript as things stand."""
        return self.refusal is None and self.near is None


def import_files(project: Project, by: str, requests: Sequence[Request]) -> Outcome:
    """The files that can be taken are transcripts of the study; the others are listed.

    A file that stands in the study already is refused; one that looks like a corrected
    copy is proposed as a new version and not taken.
    """
    loaded = [_loaded(request) for request in requests]
    contents = [
        Content(request.path.name, request.data, request.encoding) for request in loaded
    ]
    return take_in(
        project, by, judge(project, loaded, list(inspect_contents(contents)))
    )


def _loaded(request: Request) -> Request:
    """The request with its file's bytes: what is judged is what is kept."""
    if request.data is not None:
        return request
    return replace(request, data=read_bytes(request.path))


def judge(
    project: Project,
    requests: Sequence[Request],
    parsed: Sequence[ParsedTranscript],
    talk: Mapping[str, frozenset[str]] | None = None,
) -> list[Judged]:
    """What would become of each file, given the study and the files before it.

    Args:
        project: the study.
        requests: what is known of each file.
        parsed: the same files, read.
        talk: as `known_talk`, where it is at hand already.
    """
    standing = _Standing.of(project)
    standing.turns = dict(talk) if talk is not None else None
    judged = []
    for request, read in zip(requests, parsed, strict=True):
        called = relabel(read, request.labels)
        reason = standing.refusal(request, called)
        is_told = request.transcript is not None or request.is_new
        near = None if reason or is_told else standing.nearest(called)
        if reason or near:
            judged.append(Judged(request, called, reason, near))
        else:
            judged.append(Judged(standing.named(request), called))
            standing.take(judged[-1])
    return judged


def take_in(project: Project, by: str, judged: Sequence[Judged]) -> Outcome:
    """The files that were judged fit are transcripts of the study, in one act."""
    taken = [each for each in judged if each.is_taken]
    _add_people(project, by, [each.request for each in taken])
    if taken:
        backups.keep_or_say(project)
        bring_in(project, by, [_arrival(each.request, each.parsed) for each in taken])
    return Outcome(
        tuple(
            Imported(
                each.parsed.file,
                each.request.transcript or "",
                each.parsed.verdict,
                tuple(each.parsed.comments),
            )
            for each in taken
        ),
        tuple(Refusal(e.parsed.file, e.refusal) for e in judged if e.refusal),
        tuple(NewVersion(e.parsed.file, *e.near) for e in judged if e.near),
    )


def known_talk(project: Project) -> dict[str, frozenset[str]]:
    """The longer turns of each transcript, to tell a corrected copy by."""
    return {
        transcript.id: _long_turns(
            turn.text for turn in turns_of(project, transcript.version)
        )
        for transcript in project.rows(Transcript, state="active")
    }


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
        # only the hashes' words: a version also holds the whole file it came from
        versions = project.rows(Version)
        words = project.words(*(version.sha256 for version in versions))
        return cls(
            project,
            {transcript.id for transcript in project.rows(Transcript)},
            {
                known: version.transcript
                for version in versions
                if (known := words.get(version.sha256)) is not None
            },
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
        mine = _long_turns(turn.text for turn in parsed.turns)
        for transcript, theirs in self._known_turns().items():
            if theirs and len(mine & theirs) / len(theirs) >= _NEAR:
                return transcript, round(100 * len(mine & theirs) / len(theirs))
        return None

    def take(self, judged: Judged) -> None:
        """A file of the same batch counts as known for those that come after it."""
        transcript, parsed = judged.request.transcript or "", judged.parsed
        self.hashes[parsed.sha256] = transcript
        said = _long_turns(turn.text for turn in parsed.turns)
        self._known_turns()[transcript] = said

    def _known_turns(self) -> dict[str, frozenset[str]]:
        if self.turns is None:
            self.turns = known_talk(self.project)
        return self.turns

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
        original=request.data or b"",
        transcript=request.transcript or "",
        speakers=cast(request, parsed),
        held_on=request.held_on,
    )


def cast(
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
