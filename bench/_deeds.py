"""Things that are done to a study on a disk, each with what must hold afterwards.

Runs as a process of its own, with `_disk.c` preloaded: it loads the workbench once and
forks for each deed. A line of JSON says which deed, on which folder, and what befalls
the disk meanwhile; a line of JSON answers. The judging half is called from elsewhere,
on folders as a cut or a kill left them.
"""

# ruff: noqa: PLC0415, SLF001 - a deed imports what it needs; a bench looks inside

from __future__ import annotations

import ctypes
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import _judging  # noqa: E402 - runs as a script too
from bench._judging import HERS, NEWER, PASSPHRASE, surroundings  # noqa: E402

if TYPE_CHECKING:
    from workbench.store.project import Project

Acknowledge = Callable[[str], None]


def study(folder: Path) -> tuple[Project, str]:
    from workbench.store.project import Project

    path = folder / "study.workbench"
    opened = Project.open(path, surroundings(folder))
    return opened, opened.events()[0].by


def begin(folder: Path) -> None:
    """A study with one transcript, a participant, a code and three coded segments."""
    from workbench.coding.segments import code_segment
    from workbench.decisions.coding import CodeCreated
    from workbench.decisions.decision import Words
    from workbench.importers.manifest import Request
    from workbench.material import import_files
    from workbench.people import participants
    from workbench.store.project import Project

    made = Project.create(
        folder / "study.workbench",
        title="On a disk",
        orientation="codebook",
        researcher="Alma",
        surroundings=surroundings(folder),
    )
    by = made.events()[0].by
    participants.add(made, by, "C01", "clients")
    talk = folder / "talk.txt"
    turns = "".join(f"I: And then?\nC01: {n}. {HERS}, {n}.\n" for n in range(12))
    talk.write_text(turns, "utf-8")
    import_files(made, by, [Request(talk, participant="C01")])
    talk.unlink()
    made.record(CodeCreated("c-0", Words("root")), by=by)
    for at in (20, 120, 220):
        code_segment(made, by, transcript="C01-1", start=at, end=at + 30, code="c-0")


def begin_encrypted(folder: Path) -> None:
    from workbench.store import encryption

    encryption.lock_new(folder / "study.workbench", PASSPHRASE)
    begin(folder)


def begin_with_files(folder: Path) -> None:
    """As `begin`, with two files that are to be imported."""
    begin(folder)
    for name in ("C02", "C03"):
        said = f"I: Well?\n{name}: It was all right.\n" * 40
        (folder / f"{name}.txt").write_text(said, "utf-8")


def begin_with_backup(folder: Path) -> None:
    """As `begin`, with a backup among the kept ones and an older one beside."""
    from workbench.store import backups, copies

    begin(folder)
    project, _ = study(folder)
    backups.keep(project)
    copies.backup(project, folder / "copy.workbench")
    decide(folder, lambda _: None, acts=2)


def begin_older(folder: Path) -> None:
    """A study of an earlier schema."""
    import sqlite3
    from contextlib import closing

    begin(folder)
    with closing(sqlite3.connect(folder / "study.workbench")) as conn:
        conn.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
        conn.execute("DROP TABLE outside_copy")
        conn.commit()


def begin_with_key(folder: Path) -> None:
    from workbench.people import identity_key

    begin(folder)
    project, _ = study(folder)
    (folder / "keys").mkdir()
    # the study lies deeper than the key
    identity_key.create(folder / "keys" / "identity", PASSPHRASE, project=_far(project))


def _far(project: Project) -> Project:
    """The same study, said to lie where no key would be refused."""
    from workbench.store.database import Database
    from workbench.store.project import Project as Made

    away = Database(Path("/nowhere/study.workbench"))
    return Made(away, project.uuid, project.surroundings)


@contextmanager
def cheap_keys() -> Iterator[None]:
    """Passphrases are stretched by next to nothing, which no disk ever sees.

    What is attacked is the writing; the stretching alone would take hours of it.
    """
    from workbench.people import identity_key
    from workbench.store import encryption

    before = (encryption._ROUNDS, encryption._KIB, dict(identity_key._COST))
    encryption._ROUNDS, encryption._KIB = 1, 64
    identity_key._COST.update(memory=64, passes=1)
    try:
        yield
    finally:
        encryption._ROUNDS, encryption._KIB, cost = before
        identity_key._COST.update(cost)


def decide_a_little(folder: Path, told: Acknowledge) -> None:
    """As `decide`, few enough that each step of it can be struck."""
    decide(folder, told, acts=7)


def decide(folder: Path, told: Acknowledge, acts: int = 30) -> None:
    """Codes are made and segments coded, one act after the other."""
    from workbench.coding.segments import code_segment
    from workbench.decisions.coding import CodeCreated, CodeMoved
    from workbench.decisions.decision import Words

    project, by = study(folder)
    for number in range(acts):
        code = f"c-{project.head().seq}"
        made = CodeCreated(code, Words("x" * 300))
        project.record(made, CodeMoved(code, None, "c-0"), by=by)
        told(code)
        if number % 3 == 0:
            start = 10 + 7 * number
            told(
                code_segment(
                    *(project, by),
                    transcript="C01-1",
                    start=start,
                    end=start + 20,
                    code=code,
                )
            )


def decide_carelessly(folder: Path, told: Acknowledge) -> None:
    """The control: as `decide`, with a disk that is never waited for."""
    from workbench.store import database

    database._PRAGMAS["synchronous"] = "OFF"
    database._READ_BACK["synchronous"] = 0
    decide(folder, told)


def bring_in(folder: Path, told: Acknowledge) -> None:
    """Two transcripts are imported; a backup is made before."""
    from workbench.importers.manifest import Request
    from workbench.material import import_files

    project, by = study(folder)
    for name in ("C02", "C03"):
        file = folder / f"{name}.txt"
        import_files(project, by, [Request(file, participant=name)])
        told(f"{name}-1")


def withdraw(folder: Path, told: Acknowledge) -> None:
    """The only participant withdraws: her words are erased, backups begun anew."""
    from workbench.people.withdrawal import withdraw as leave

    project, by = study(folder)
    leave(project, by, "C01", "asked for it")
    told("C01")


def back_up(folder: Path, told: Acknowledge) -> None:
    """A backup takes the place of an older one, and one is kept."""
    from workbench.store import backups, copies

    project, _ = study(folder)
    copies.backup(project, folder / "copy.workbench", replace=True)
    told("copy")
    backups.keep(project)
    told("kept")


def restore(folder: Path, told: Acknowledge) -> None:
    """A backup becomes a study of its own."""
    from workbench.store import copies

    copies.restore(
        folder / "copy.workbench", folder / "back.workbench", surroundings(folder)
    )
    told("back")


def encrypt(folder: Path, told: Acknowledge) -> None:
    """A plain study is encrypted in its place."""
    from workbench.store import copies

    copies.encrypt(folder / "study.workbench", PASSPHRASE, surroundings(folder))
    told("encrypted")


def change_passphrase(folder: Path, told: Acknowledge) -> None:
    from workbench.store import encryption

    path = folder / "study.workbench"
    encryption.unlock(path, PASSPHRASE)
    encryption.change(path, NEWER)
    told("changed")


def bring_up_to_date(folder: Path, told: Acknowledge) -> None:
    """A study of an earlier schema is brought to today's."""
    from workbench.store import copies

    copies.bring_up_to_date(folder / "study.workbench", surroundings(folder))
    told("today")


def export(folder: Path, told: Acknowledge) -> None:
    """A table leaves, an audit pack as a file and as a folder, and a letter."""
    from workbench.exporters.export import export as write
    from workbench.trust.handing_out import hand_out

    project, by = study(folder)
    for kind, out in (
        *(("codebook", "codes.csv"), ("audit-pack", "pack.zip")),
        ("audit-pack", "pack"),
    ):
        write(project, by, kind, folder / out)
        told(out)
    letter = folder / "letter.html"
    hand_out(project, by, letter, _judging.LETTER, "member-packet", None, None)
    told(letter.name)


def remember_names(folder: Path, told: Acknowledge) -> None:
    """Names join the identity key, one after the other."""
    from workbench.people import identity_key

    project, _ = study(folder)
    for name in ("Jana Nováková", "Brno"):
        identity_key.remember(
            *(folder / "keys" / "identity", PASSPHRASE),
            [("name", name, "[C01]")],
            (),
            project=_far(project),
        )
        told(name)


@dataclass(frozen=True)
class Deed:
    """What there is before, what is done, and what must hold whenever it ends."""

    begin: Callable[[Path], None]
    do: Callable[[Path, Acknowledge], None]
    judge: Callable[[Path, set[str]], None]
    needs_encryption: bool = False
    is_long: bool = False


DEEDS: Final[dict[str, Deed]] = {
    "decide": Deed(begin, decide, _judging.judge_decisions, is_long=True),
    "decide, encrypted": Deed(
        *(begin_encrypted, decide, _judging.judge_decisions),
        needs_encryption=True,
        is_long=True,
    ),
    "control: decide, synchronous=OFF": Deed(
        begin, decide_carelessly, _judging.judge_decisions, is_long=True
    ),
    "decide a little": Deed(begin, decide_a_little, _judging.judge_decisions),
    "decide a little, encrypted": Deed(
        begin_encrypted,
        decide_a_little,
        _judging.judge_decisions,
        needs_encryption=True,
    ),
    "import": Deed(begin_with_files, bring_in, _judging.judge_import),
    "withdraw": Deed(begin_with_backup, withdraw, _judging.judge_withdrawal),
    "back up": Deed(begin_with_backup, back_up, _judging.judge_backup),
    "restore": Deed(begin_with_backup, restore, _judging.judge_restore),
    "encrypt": Deed(begin, encrypt, _judging.judge_encryption, needs_encryption=True),
    "change the passphrase": Deed(
        begin_encrypted,
        change_passphrase,
        _judging.judge_passphrase,
        needs_encryption=True,
    ),
    "bring up to date": Deed(begin_older, bring_up_to_date, _judging.judge_schema),
    "export": Deed(begin_with_backup, export, _judging.judge_export),
    "identity key": Deed(begin_with_key, remember_names, _judging.judge_names),
}


# ---- the process that does them ----


def _zygote() -> None:
    """Do deeds as they are asked for, each in a fork."""
    with cheap_keys():
        _do_all()


def _do_all() -> None:
    import workbench.cli.app
    import workbench.exporters.export
    import workbench.people.withdrawal
    import workbench.store.encryption  # noqa: F401 - loaded once, before any fork

    for line in sys.stdin:
        asked = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(_do(asked, writing))
        os.close(writing)
        with os.fdopen(reading, "r", encoding="utf-8") as said:
            lines = said.read().splitlines()
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": status, "said": lines}), flush=True)


def _do(asked: dict[str, Any], writing: int) -> int:
    """One deed, told of through the pipe: acknowledged, steps, error."""
    disk = ctypes.CDLL(None)

    def tell(kind: str, what: str) -> None:
        os.write(writing, f"{kind} {what}\n".encode())

    def told(what: str) -> None:
        disk.disk_mark(what.encode())
        tell("told", what)

    folder = Path(asked["folder"])
    deed = DEEDS[asked["deed"]]
    if deed.begin is begin_encrypted:
        from workbench.store import encryption

        encryption.unlock(folder / "study.workbench", PASSPHRASE)
    os.environ.update(asked["disk"])
    disk.disk_reset()
    try:
        deed.do(folder, told)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told
        tell("error", f"{type(error).__name__} {json.dumps(str(error)[:300])}")
        if os.environ.get("BENCH_TRACEBACK"):
            traceback.print_exc()
    disk.disk_steps.restype = ctypes.c_long
    tell("steps", str(disk.disk_steps()))
    return 0


if __name__ == "__main__":
    _zygote()
