"""What a debriefer hands back: one file of hers, read and checked before it counts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from workbench.errors import PacketRefusedError
from workbench.trust.sealing import seal, unseal

FORMAT: Final = "workbench debriefing answers"
VERSION: Final = 2
_LARGEST: Final = 64 * 2**20
#: Every part of the answers, and what each of its entries must say.
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "answers": ("question", "text"),
    "verdicts": ("judged",),
    "codings": ("transcript", "version", "start", "end"),
    "challenges": ("id", "about_kind", "kind", "text"),
    "outcomes": ("challenge", "judged"),
}
_NAMES: Final = ("packet", "session", "project", "digest", "debriefer", "saved_on")


@dataclass(frozen=True, slots=True)
class Answers:
    """A debriefer's work on one packet, as plain values."""

    packet: str
    session: str
    project: str
    #: SHA-256 of the packet that she worked on.
    digest: str
    debriefer: str
    saved_on: str
    answers: tuple[dict[str, Any], ...]
    verdicts: tuple[dict[str, Any], ...]
    codings: tuple[dict[str, Any], ...]
    challenges: tuple[dict[str, Any], ...]
    outcomes: tuple[dict[str, Any], ...]
    #: Stretches of a blind packet that she has read, coded or not; None where the file
    #: does not tell.
    looked: tuple[str, ...] | None
    #: SHA-256 of what she saved, to know it again.
    own_digest: str


def is_sealed(data: bytes, name: str) -> bool:
    """Whether a file of answers asks for a passphrase.

    Raises:
        PacketRefusedError: it is no such file.
    """
    return "seal" in _outer(data, name)


def read(data: bytes, name: str, passphrase: str | None = None) -> Answers:
    """The answers in a file, whole and as they were saved.

    Raises:
        PacketRefusedError: no such file, of a later version, changed, cut short or
            with a part missing.
        RefusedError: another passphrase.
    """
    outer = _outer(data, name)
    if "seal" in outer:
        if passphrase is None:
            raise PacketRefusedError(name, "it is sealed; give its passphrase")
        outer = _json(unseal(outer["seal"], passphrase), name)
    text, digest = outer.get("content"), outer.get("sha256")
    if not isinstance(text, str) or not isinstance(digest, str):
        raise PacketRefusedError(name, "a part of it is missing")
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        why = "it was changed after it was saved; ask the debriefer to save it again"
        raise PacketRefusedError(name, why)
    content = _json(text.encode(), name)
    missing = [n for n in (*_NAMES, *PARTS) if n not in content]
    if missing:
        raise PacketRefusedError(name, f"a part of it is missing: {missing[0]}")
    given: dict[str, Any] = {n: str(content[n]) for n in _NAMES}
    for part, needed in PARTS.items():
        given[part] = _entries(content[part], part, needed, name)
    given["looked"] = _looked(content, name)
    return Answers(**given, own_digest=digest)


def _outer(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > _LARGEST:
        raise PacketRefusedError(name, "it is larger than any file of answers")
    outer = _json(data, name)
    if outer.get("format") != FORMAT:
        raise PacketRefusedError(name, "it is no file of answers to a packet")
    version = outer.get("version")
    if not isinstance(version, int) or version > VERSION:
        why = "a later version of the workbench made it; install that version"
        raise PacketRefusedError(name, why)
    return outer


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        why = "it cannot be read, as if it were cut short; ask for it again"
        raise PacketRefusedError(name, why) from None
    if not isinstance(found, dict):
        raise PacketRefusedError(name, "it is no file of answers to a packet")
    return found


def _entries(
    found: object, part: str, needed: tuple[str, ...], name: str
) -> tuple[dict[str, Any], ...]:
    if not isinstance(found, list):
        raise PacketRefusedError(name, f"a part of it is missing: {part}")
    for number, entry in enumerate(found, start=1):
        if not isinstance(entry, dict) or not set(needed) <= entry.keys():
            why = f"entry {number} of its {part} is not complete"
            raise PacketRefusedError(name, why)
    return tuple(found)


def _looked(content: dict[str, Any], name: str) -> tuple[str, ...] | None:
    """The stretches she has read; the first version of the page did not tell."""
    found = content.get("looked")
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PacketRefusedError(name, "a part of it is missing: looked")
    return tuple(found)


def write(content: dict[str, Any], passphrase: str | None = None) -> bytes:
    """The file that a debriefer saves, as the page and the Word reader make it.

    Raises:
        RefusedError: the passphrase is too short.
    """
    text = json.dumps(content, ensure_ascii=False)
    outer: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "content": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    if passphrase is not None:
        inner = json.dumps(outer, ensure_ascii=False).encode()
        sealed = seal(inner, passphrase)
        outer = {"format": FORMAT, "version": VERSION, "seal": sealed}
    return json.dumps(outer, ensure_ascii=False).encode()
