"""The identity key: who is behind each id, in an encrypted file outside the project.

The project itself never learns a name. The file is sealed with AES-256-GCM under a key
that Argon2id makes of a passphrase; without it the file says nothing, and nobody can
recover it. The passphrase comes from the environment or is asked for, and is never an
argument of a command.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.errors import (
    OutputExistsError,
    RefusedError,
    StorageError,
    UnknownObjectError,
)
from workbench.people.participants import check_id
from workbench.store import scratch
from workbench.store.argon import argon2id
from workbench.store.surroundings import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from workbench.store.project import Project

PASSPHRASE_VARIABLE: Final = "WORKBENCH_KEY_PASSPHRASE"  # noqa: S105 - its name
#: What an entry can be; every part of a name counts on its own, of the others none.
KINDS: Final = ("name", "nickname", "place", "employer", "other")

#: Whose an entry is that belongs to no participant: a place, somebody talked about.
NOBODY: Final = "study"

_MAGIC: Final = b"workbench identity key 1\n"
#: RFC 9106's second recommended choice: 64 MiB, three passes, four lanes.
_COST: Final = {"memory": 64 * 1024, "passes": 3, "lanes": 4}
_HIGHEST_COST: Final = {"memory": 1024 * 1024, "passes": 20, "lanes": 16}
_SHORTEST: Final = 12
_LARGEST: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Entry:
    """One string that could tell who somebody is."""

    #: Counted from 1 and never used again; how a leak is told of without the name.
    number: int
    participant: str
    kind: str
    #: Left out where an entry is printed, so that no log line holds a name.
    text: str = field(repr=False)
    #: What stands for it in transcripts, once decided; else empty.
    replacement: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """Every entry of an opened key."""

    entries: tuple[Entry, ...]
    #: Words that were looked at and tell nobody: not offered again.
    kept: tuple[str, ...] = field(default=(), repr=False)

    def of(self, participant: str) -> tuple[Entry, ...]:
        """The entries of one participant."""
        return tuple(e for e in self.entries if e.participant == participant)


def passphrase_from_environment() -> str | None:
    """The passphrase in WORKBENCH_KEY_PASSPHRASE; None where it must be asked for."""
    return os.environ.get(PASSPHRASE_VARIABLE) or None


def create(path: Path, passphrase: str, *, project: Project) -> IdentityKey:
    """An empty identity key is at the path, readable for its owner only.

    Raises:
        OutputExistsError: something is there.
        RefusedError: the path is in the project's folder, or the passphrase too short.
    """
    refuse_inside(path, project)
    if path.exists():
        raise OutputExistsError(path)
    if len(passphrase) < _SHORTEST:
        msg = f"the passphrase needs at least {_SHORTEST} characters; take a sentence."
        raise RefusedError(msg)
    key = IdentityKey(())
    _write(path, passphrase, key)
    return key


def open_key(path: Path, passphrase: str) -> IdentityKey:
    """The identity key in the file.

    Raises:
        RefusedError: not there, no identity key, or another passphrase.
    """
    content = _read(path)
    header, _, sealed = content.removeprefix(_MAGIC).partition(b"\n")
    try:
        given = json.loads(header)
        cost = {name: int(given[name]) for name in _COST}
        salt, nonce = (base64.b64decode(given[name]) for name in ("salt", "nonce"))
    except (ValueError, KeyError, TypeError):
        raise _not_a_key(path) from None
    if any(not 0 < cost[name] <= _HIGHEST_COST[name] for name in cost):
        raise _not_a_key(path)
    try:
        secret = argon2id(passphrase, salt, **cost)
        plain = AESGCM(secret).decrypt(nonce, sealed, _MAGIC + header)
        return _from_plain(json.loads(plain))
    except InvalidTag:
        msg = (
            f"{path.name}: not opened. The passphrase is another one, or the file was "
            "changed; without the passphrase nobody can read it."
        )
        raise RefusedError(msg) from None
    except (ValueError, TypeError, KeyError):
        raise _not_a_key(path) from None


def add(
    path: Path,
    passphrase: str,
    participant: str,
    kind: str,
    text: str,
    *,
    project: Project,
) -> Entry:
    """The key holds a further entry.

    Raises:
        RefusedError: the key is not opened, or is in the project's folder; the entry
            is empty or one letter.
        UnknownObjectError: the kind is not one of the five.
    """
    refuse_inside(path, project)
    check_id(participant)
    if kind not in KINDS:
        hint = f"Choose one of {', '.join(KINDS)}."
        raise UnknownObjectError("kind of entry", kind, hint)
    told = " ".join(text.split())
    if sum(letter.isalnum() for letter in told) < 2:
        msg = (
            "an entry needs two letters or digits at least, or it would be everywhere."
        )
        raise RefusedError(msg)
    with scratch.alone(project.surroundings, path):
        key = open_key(path, passphrase)
        number = max((entry.number for entry in key.entries), default=0) + 1
        entry = Entry(number, participant, kind, told)
        _write(path, passphrase, IdentityKey((*key.entries, entry), key.kept))
    return entry


def remember(
    path: Path,
    passphrase: str,
    decided: Iterable[tuple[str, str, str]],
    kept: Iterable[str],
    *,
    project: Project,
) -> IdentityKey:
    """The key knows what was decided, so that the next file is treated alike.

    Args:
        path: the key's file.
        passphrase: opens it.
        decided: kind, string and what stands for it from now on; where that is empty
            the string is known, and what stood for it before still does.
        kept: strings that were looked at and left as they are.
        project: the study; the key does not lie in its folder.

    Raises:
        RefusedError: the key is not opened, or is in the project's folder.
    """
    refuse_inside(path, project)
    with scratch.alone(project.surroundings, path):
        key = open_key(path, passphrase)
        entries = {entry.text.casefold(): entry for entry in key.entries}
        number = max((entry.number for entry in key.entries), default=0)
        for kind, text, replacement in decided:
            told = " ".join(text.split())
            known = entries.get(told.casefold())
            if known is None:
                number += 1
                known = Entry(number, NOBODY, kind if kind in KINDS else "other", told)
            stands = replacement or known.replacement
            entries[told.casefold()] = replace(known, replacement=stands)
        left = tuple(dict.fromkeys([*key.kept, *(" ".join(k.split()) for k in kept)]))
        new = IdentityKey(tuple(entries.values()), left)
        _write(path, passphrase, new)
    return new


def _from_plain(found: Any) -> IdentityKey:  # noqa: ANN401 - what JSON gives
    """The key of its decrypted form; a first version had a list of entries only."""
    if isinstance(found, list):
        found = {"entries": found, "kept": []}
    entries = tuple(Entry(**entry) for entry in found["entries"])
    return IdentityKey(entries, tuple(map(str, found["kept"])))


def refuse_inside(path: Path, project: Project) -> None:
    """The key is not kept with what it unlocks.

    Raises:
        RefusedError: the path is in the folder of the project.
    """
    where = project.database.path
    if where is None:
        return
    folder = where.resolve().parent
    if path.resolve().is_relative_to(folder):
        msg = (
            "the identity key must not lie in the project's folder: whoever gets the "
            "one would have the other. Choose a folder elsewhere, best on another disk."
        )
        raise RefusedError(msg)


def _write(path: Path, passphrase: str, key: IdentityKey) -> None:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    given: dict[str, Any] = {
        **_COST,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
    }
    header = json.dumps(given, sort_keys=True).encode()
    entries = [
        {name: getattr(e, name) for name in Entry.__slots__} for e in key.entries
    ]
    plain = json.dumps({"entries": entries, "kept": key.kept}).encode()
    secret = argon2id(passphrase, salt, **_COST)
    sealed = AESGCM(secret).encrypt(nonce, plain, _MAGIC + header)
    try:
        write_private(path, _MAGIC + header + b"\n" + sealed)
    except StorageError as error:
        raise RefusedError(str(error)) from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _not_a_key(path)
        content = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}). Check the path."
        raise RefusedError(msg) from None
    if not content.startswith(_MAGIC):
        raise _not_a_key(path)
    return content


def _not_a_key(path: Path) -> RefusedError:
    return RefusedError(f"{path.name}: not an identity key of the workbench.")
