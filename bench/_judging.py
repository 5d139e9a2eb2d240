"""What must hold of a study after a deed was broken off, whenever that was."""

# ruff: noqa: PLC0415 - each judge imports what it needs

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

PASSPHRASE, NEWER = "a long walk by the quay", "quite another sentence"
#: Twelve words that only one participant says, looked for byte by byte after she left.
HERS: Final = "the violet umbrella stood in the hall until the thaw that year"
#: What is handed out to a participant.
LETTER: Final = b"<p>Dear C01, here is what we made of it.</p>" * 50


def surroundings(folder: Path) -> Surroundings:
    """A machine whose configuration is on the same disk."""
    from workbench.store.surroundings import Surroundings

    return Surroundings(config=folder / "config", machine_name="bench")


class NotWholeError(AssertionError):
    """Something is half done, or cannot be read."""


class LostError(AssertionError):
    """Something that was acknowledged is gone."""


def whole(folder: Path, name: str = "study.workbench") -> Project:
    """The study opens, its trail verifies and its state follows from it.

    Raises:
        NotWholeError: not so.
    """
    from workbench.errors import WorkbenchError
    from workbench.store import verification
    from workbench.store.project import Project

    try:
        project = Project.open(folder / name, surroundings(folder))
        # a cut can take back the checkpoint or what this machine remembers, no more
        damage = [
            found
            for found in verification.verify(project).damage
            if found.kind not in ("shorter", "rewritten")
        ]
        same = verification.replay(project)
    except WorkbenchError as error:
        raise NotWholeError(f"{name}: {type(error).__name__}: {error}") from None
    if damage or not same.equal:
        raise NotWholeError(f"{name}: {damage[:2]} {same.first_difference}")
    return project


def judge_decisions(folder: Path, told: set[str]) -> None:
    from workbench.model import Code, CodedSegment

    project = whole(folder)
    codes = {code.id: code.parent for code in project.rows(Code)}
    if half := [c for c, p in codes.items() if p is None and c != "c-0"]:
        raise NotWholeError(f"half an act: {half}")
    there = codes.keys() | {s.id for s in project.rows(CodedSegment)}
    if told - there:
        raise LostError(f"{len(told - there)} acknowledged acts")


def judge_import(folder: Path, told: set[str]) -> None:
    from workbench.model import Transcript

    there = {t.id for t in whole(folder).rows(Transcript)}
    if told - there:
        raise LostError("a transcript")


def judge_withdrawal(folder: Path, told: set[str]) -> None:
    """Withdrawn or not at all; once acknowledged, no byte of hers is on the disk."""
    from workbench.model import Participant

    project = whole(folder)
    state = project.one(Participant, id="C01").state
    if told and state != "all":
        raise LostError("the withdrawal")
    if told:
        for file in folder.rglob("*"):
            if file.name == "copy.workbench":
                continue  # a copy made by hand is listed, and hers to see to
            if file.is_file() and HERS.encode() in file.read_bytes():
                raise LostError(f"her words are still in {file.name}")


def judge_backup(folder: Path, told: set[str]) -> None:
    from workbench.store import backups

    project = whole(folder)
    copy = whole(folder, "copy.workbench")
    if "copy" in told and copy.head() != project.head():
        raise LostError("the backup")
    kept = backups.kept(project)
    for each in kept:
        whole(each.path.parent, each.path.name)
    if "kept" in told and max(b.decisions for b in kept) != project.head().seq:
        raise LostError("the kept backup")


def judge_restore(folder: Path, told: set[str]) -> None:
    whole(folder)
    whole(folder, "copy.workbench")
    if (folder / "back.workbench").exists():
        whole(folder, "back.workbench")
    elif told:
        raise LostError("the restored study")


def judge_encryption(folder: Path, told: set[str]) -> None:
    from workbench.errors import WorkbenchError
    from workbench.store import encryption

    path = folder / "study.workbench"
    if encryption.is_encrypted(path):
        try:
            encryption.unlock(path, PASSPHRASE)
        except WorkbenchError as error:
            raise NotWholeError(str(error)) from None
    elif told:
        raise LostError("the encryption")
    whole(folder)


def judge_passphrase(folder: Path, told: set[str]) -> None:
    from workbench.errors import WorkbenchError
    from workbench.store import encryption

    path = folder / "study.workbench"
    for secret in (NEWER,) if told else (NEWER, PASSPHRASE):
        try:
            encryption.unlock(path, secret)
        except WorkbenchError:
            continue
        whole(folder)
        return
    if told:
        raise LostError("the new passphrase")
    raise NotWholeError("neither passphrase opens it")


def judge_schema(folder: Path, told: set[str]) -> None:
    from workbench.errors import OlderProjectError, WorkbenchError
    from workbench.store import copies
    from workbench.store.project import Project

    path = folder / "study.workbench"
    try:
        Project.open(path, surroundings(folder))
    except OlderProjectError:
        if told:
            raise LostError("the new schema") from None
        kept = path.with_name("study.schema-0.workbench")
        kept.unlink(missing_ok=True)  # as its message asks for
        copies.bring_up_to_date(path, surroundings(folder))
    except WorkbenchError as error:
        raise NotWholeError(str(error)) from None
    whole(folder)


def judge_export(folder: Path, told: set[str]) -> None:
    import zipfile

    project = whole(folder)
    codes, pack = folder / "codes.csv", folder / "pack.zip"
    opened, letter = folder / "pack", folder / "letter.html"
    try:
        if codes.exists():
            with codes.open(encoding="utf-8-sig", newline="") as file:
                if not list(csv.reader(file)):
                    raise NotWholeError("an empty table")
        if pack.exists():
            with zipfile.ZipFile(pack) as archive:
                if archive.testzip() is not None:
                    raise NotWholeError("a broken pack")
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise NotWholeError(str(error)) from None
    if opened.exists() and not (opened / "manifest.json").exists():
        raise NotWholeError("half a folder")
    if letter.exists() and letter.read_bytes() != LETTER:
        raise NotWholeError("half a letter")
    if any(not (folder / name).exists() for name in told):
        raise LostError("an export")
    left = [e for e in project.events() if e.kind == "CopyMade"]
    if len(left) < sum(out.exists() for out in (codes, pack, opened, letter)):
        raise NotWholeError("a copy left and is not on record")


def judge_names(folder: Path, told: set[str]) -> None:
    from workbench.errors import WorkbenchError
    from workbench.people import identity_key

    try:
        key = identity_key.open_key(folder / "keys" / "identity", PASSPHRASE)
    except WorkbenchError as error:
        raise NotWholeError(str(error)) from None
    if told - {entry.text for entry in key.entries}:
        raise LostError("a name")
