"""A file leaves for somebody: looked through for names, on record, whole or not."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from workbench.decisions.debriefing import DebriefPacketMade
from workbench.decisions.decision import Decision, Words
from workbench.decisions.writing_up import CopyMade
from workbench.errors import OutputExistsError, RefusedError, StorageError
from workbench.people.identity_key import IdentityKey
from workbench.people.leak_check import refuse_leaks
from workbench.store import checkpoint, gate, scratch
from workbench.store.surroundings import sync_folder
from workbench.study import CHECK, PACK, require
from workbench.trust import continuing, packet_file
from workbench.trust.member_letters import plain_text
from workbench.trust.member_packets import MemberLetter, packet_decision
from workbench.trust.packet import Packet, build
from workbench.trust.sessions import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from workbench.store.project import Project
    from workbench.trust.packet import Tell


def hand_out_packet(  # noqa: PLR0913 - each is a part of how it is handed out
    project: Project,
    by: str,
    session: str,
    out: Path,
    *,
    passphrase: str | None = None,
    key: IdentityKey | None = None,
    force: bool = False,
    word: Callable[[Packet], bytes] | None = None,
    tell: Tell | None = None,
) -> Packet:
    """A packet of the session lies at `out`, and the trail says so.

    Args:
        project: the study.
        by: the researcher.
        session: the session's id, still open.
        out: where to: .zip, .html, or .docx where `word` is given.
        passphrase: seals it; None leaves it open.
        key: the identity key; no string of it may be in the packet.
        force: whether a file at `out` is replaced.
        word: what writes the packet as a Word document.
        tell: what puts the changes that came of challenges into sentences.

    Raises:
        RefusedError, NotAllowedError, OutputExistsError, IdentityLeakError,
        StorageError; nothing is written then.
    """
    require(project, by, PACK)
    asked = standing(project, session)
    write = _writer(out, passphrase, word)
    refuse_existing(out, force=force)
    # signed first: a key that is new here announces itself in the trail
    note = checkpoint.sign(project, by)
    known = continuing.proofs(project, asked.debriefer, note.size)
    packet = build(project, session, project.new_id("dk"), note.note(), known, tell)
    made = DebriefPacketMade(
        packet=packet.content["packet"],
        session=session,
        sha256=Words(packet.digest),
        covered=note.size,
        sealed=passphrase is not None,
    )
    # what is sealed cannot be looked through afterwards
    plain = {"packet.json": packet.data} if passphrase is not None else {}
    hand_out(project, by, out, write(packet), "debrief-packet", made, key, plain)
    return packet


def _writer(
    out: Path, passphrase: str | None, word: Callable[[Packet], bytes] | None
) -> Callable[[Packet], bytes]:
    suffix = out.suffix.lower()
    if suffix == ".zip":
        return lambda packet: packet_file.zipped(packet, passphrase)
    if suffix in (".html", ".htm"):
        return lambda packet: packet_file.page(packet, passphrase)
    if suffix == ".docx" and word is not None:
        if passphrase is not None:
            msg = f"{out}: a Word document is not sealed; take .html or .zip for that."
            raise RefusedError(msg)
        return word
    msg = f"{out}: a packet is written as .zip, .html or .docx."
    raise RefusedError(msg)


def hand_out_letter(
    project: Project,
    by: str,
    given: MemberLetter,
    out: Path,
    *,
    key: IdentityKey | None = None,
    force: bool = False,
    word: Callable[[MemberLetter], bytes],
) -> str:
    """A participant's packet lies at `out`, on record in the register; its id.

    Args:
        project: the study.
        by: the researcher.
        given: what the packet holds (`member_packets.letter`).
        out: where to, .docx or .txt.
        key: the identity key; no string of anybody but herself may be in it.
        force: whether a file at `out` is replaced.
        word: what writes the packet as a Word document.

    Raises:
        RefusedError, OutputExistsError, IdentityLeakError, StorageError.
    """
    require(project, by, CHECK)
    suffix = out.suffix.lower()
    if suffix not in (".docx", ".txt"):
        msg = f"{out}: a participant's packet is written as .docx or .txt."
        raise RefusedError(msg)
    refuse_existing(out, force=force)
    data = word(given) if suffix == ".docx" else plain_text(given)
    made = packet_decision(project, given, sha256(data).hexdigest())
    others = _of_others(key, given) if key is not None else None
    hand_out(project, by, out, data, "member-packet", made, others)
    return made.packet


def hand_out_letters(
    project: Project,
    by: str,
    given: Sequence[MemberLetter],
    suffix: str,
    *,
    key: IdentityKey | None = None,
    word: Callable[[MemberLetter], bytes],
) -> dict[str, bytes]:
    """Packets of many participants are on record in one act, or none is; by file name.

    Args:
        project: the study.
        by: the researcher.
        given: what each holds; they are numbered on from the first.
        suffix: .docx or .txt.
        key: the identity key; no string of anybody but herself may be in one.
        word: what writes a packet as a Word document.

    Raises:
        IdentityLeakError: a string of the key is in one, named by its participant.
        UnsoundProjectError, StorageError.
    """
    require(project, by, CHECK)
    gate.require_sound(project)
    files: dict[str, bytes] = {}
    decisions: list[Decision] = []
    up_to = project.head().seq
    with scratch.folder(project.surroundings) as folder:
        for place, letter in enumerate(given):
            each = replace(letter, number=given[0].number + place)
            data = word(each) if suffix == ".docx" else plain_text(each)
            if key is not None:
                looked = folder / f"{each.participant}, packet {each.number}{suffix}"
                looked.write_bytes(data)
                refuse_leaks([looked], _of_others(key, each))
            name = f"packet {each.number}{suffix}"
            files[name] = data
            decisions += [
                packet_decision(project, each, sha256(data).hexdigest()),
                CopyMade(project.new_id("x"), "member-packet", Words(name), up_to),
            ]
    project.record(*decisions, by=by)
    return files


def _of_others(key: IdentityKey, given: MemberLetter) -> IdentityKey:
    kept = (e for e in key.entries if e.participant != given.participant)
    return IdentityKey(tuple(kept))


def refuse_existing(out: Path, *, force: bool) -> None:
    """The place is free, or may be written over.

    Raises:
        StorageError: there is no such folder, or it is one.
        OutputExistsError: something is there.
    """
    if not out.parent.is_dir():
        raise StorageError(out, "there is no such folder")
    if out.is_dir():
        raise StorageError(out, "it is a folder")
    if out.exists() and not force:
        raise OutputExistsError(out)


def hand_out(
    project: Project,
    by: str,
    out: Path,
    data: bytes,
    kind: str,
    made: Decision | None,
    key: IdentityKey | None,
    also_look_into: Mapping[str, bytes] | None = None,
) -> None:
    """The data lies at `out` and its leaving is on record, or neither.

    Raises:
        IdentityLeakError: a string of the key is in it.
        UnsoundProjectError: a check of the study failed.
        StorageError: the disk refused.
    """
    gate.require_sound(project)
    with scratch.folder(project.surroundings, beside=out) as folder:
        ready = folder / out.name
        with ready.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if key is not None:
            looked = [ready]
            for name, content in (also_look_into or {}).items():
                inside = folder / name
                inside.write_bytes(content)
                looked.append(inside)
            refuse_leaks(looked, key)
        # before the file takes its place: a copy on record that did not leave does
        # no harm, one that left and is not on record would
        copy = CopyMade(project.new_id("x"), kind, Words(out.name), project.head().seq)
        project.record(*([made] if made is not None else []), copy, by=by)
        ready.replace(out)
        sync_folder(out.parent)
