"""What is known about files before they are read: from a manifest, or as asked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from workbench.errors import RefusedError
from workbench.model import SPEAKER_ROLES

if TYPE_CHECKING:
    from pathlib import Path

_KNOWN_COLUMNS: Final = frozenset(
    {"file", "transcript", "participant", "group", "date", "language", "roles"}
)

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
    #: Labels to be called otherwise; two that get one name are one speaker.
    labels: Mapping[str, str] = field(default_factory=dict)
    #: A transcript of its own, however much it looks like another.
    is_new: bool = False
    #: The encoding chosen for a text file that is not UTF-8.
    encoding: str | None = None
    #: The file's bytes, where they are at hand; else they are read from `path`.
    data: bytes | None = None


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
