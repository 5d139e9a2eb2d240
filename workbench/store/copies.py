"""Copies of a project: backup, restore, and bringing an older project up to date.

A copy of a live file made by the operating system can be torn without anyone noticing,
so copies go through SQLite's backup interface, or row by row to and from a server. Each
copy is checked (file, trail, words, state) under a temporary name before it gets its
own, and the project that was copied is never touched.
"""

from __future__ import annotations

import os
import secrets
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from workbench.errors import (
    DamagedProjectError,
    NewerProjectError,
    OutputExistsError,
    ProjectExistsError,
    StorageError,
    StrangeProjectError,
)
from workbench.store import (
    checkpoint,
    encryption,
    gate,
    replacing,
    scratch,
    strange,
    tables,
    verification,
)
from workbench.store.changes import Put
from workbench.store.database import APPLICATION_ID, Database, driver_of, open_file
from workbench.store.project import Project
from workbench.store.schema import (
    SCHEMA,
    create_tables,
    event,
    meta,
    read_meta,
    renew_state,
    vector,
    wording,
)
from workbench.store.shapes import SHAPES
from workbench.store.surroundings import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from workbench.store.changes import Memory
    from workbench.store.surroundings import Surroundings

#: What is to be told of a project that was made from a backup.
OF_THEN: Final = (
    "It knows nothing of what was decided after the backup was made. If somebody "
    "withdrew since, withdraw her words here again before anything else."
)
_KEPT: Final = (event, wording, vector)
_SET_SCHEMA: Final = (
    sa.update(meta).where(meta.c.key == "schema").values(value=sa.bindparam("schema"))
)


def backup(project: Project, out: Path, *, replace: bool = False) -> Path:
    """A checked copy of the project in one file that opens on any machine.

    Raises:
        OutputExistsError: OUT is there and replacing was not asked for.
        RefusedError: what stands there is the study itself, holds decisions that the
            backup would not, or cannot be read as a study.
        DamagedProjectError: the copy does not pass its checks; OUT is untouched.
    """
    if out.exists():
        if not replace:
            raise OutputExistsError(out)
        replacing.refuse_loss(project, out)
    with _beside(out, project.surroundings) as beside:
        if project.database.path is not None:
            _copy_file(project.database.path, beside)
        else:
            _copy_rows(project.database, Database(beside), project.uuid)
        check(beside, project.surroundings)
        _settle(beside, out)
    return out


def copy_unchecked(project: Project, out: Path) -> Path:
    """A copy of a project file, damage and all, for looking at later.

    Raises:
        StorageError: the file cannot be read at all, or there is no room.
    """
    if project.database.path is None:
        raise StorageError(project.database.shown, "it is on a server")
    with _beside(out, project.surroundings) as beside:
        _copy_file(project.database.path, beside)
        _settle(beside, out)
    return out


def restore(file: Path, address: str | Path, surroundings: Surroundings) -> Project:
    """A new project from a backup, checked before it is there.

    Raises:
        ProjectExistsError: something stands at the address.
        NotAProjectError, DamagedProjectError: the backup cannot be trusted.
    """
    target = Database(address)
    if target.exists():
        raise ProjectExistsError(target.shown)
    uuid = _uuid_of(file, surroundings)
    if target.path is None:
        _copy_rows(Database(file), target, uuid)
    else:
        with _beside(target.path, surroundings) as beside:
            _take(file, beside, uuid, surroundings)
            _set_aside(checkpoint.beside(target.path))
            _settle(beside, target.path)
    restored = Project.open(address, surroundings)
    # an older copy was asked for: from now on it is what this machine has seen
    place = checkpoint.place(restored)
    if checkpoint.last_seen(surroundings, place) is not None:
        tree = checkpoint.tree_of(restored)
        checkpoint.remember_anew(surroundings, place, tree.size, tree.root())
    gate.look_over(restored)
    return restored


def _uuid_of(file: Path, surroundings: Surroundings) -> str:
    """The UUID of the project in a file; it is checked, or is to be cleaned first.

    Raises:
        NotAProjectError, DamagedProjectError: it is neither.
    """
    try:
        check(file, surroundings)
    except StrangeProjectError:
        with Database(file).reading() as conn:
            if not strange.can_be_read(conn):
                raise
            return read_meta(conn).get("project", "")
    return Project.open(file, surroundings).uuid


def _take(file: Path, beside: Path, uuid: str, surroundings: Surroundings) -> None:
    """A checked file is copied as it is; of a strange one, the rows that are ours."""
    try:
        Project.open(file, surroundings)
    except StrangeProjectError:
        _copy_rows(Database(file), Database(beside), uuid)
        check(beside, surroundings)
    else:
        _copy_file(file, beside)


def _set_aside(note: Path) -> None:
    """A checkpoint of the study that stood here vouches for more than a backup has."""
    if note.exists():
        note.replace(note.with_name(f"{note.name}.{secrets.token_hex(4)}"))


def check(file: Path, surroundings: Surroundings) -> None:
    """The file is a whole project: file, trail, words and state.

    Raises:
        NotAProjectError, DamagedProjectError.
    """
    project = Project.open(file, surroundings)
    with project.database.reading() as conn:
        said = conn.exec_driver_sql("PRAGMA integrity_check").scalar()
    if said != "ok":
        raise DamagedProjectError(file, "the database file fails its own check")
    # an older copy is shorter than what this machine has seen, and no damage
    damage = [
        found
        for found in verification.verify(project).damage
        if found.kind not in ("shorter", "rewritten")
    ]
    if damage:
        where = f"event {damage[0].seq}: {damage[0].kind}"
        raise DamagedProjectError(file, where)
    if not verification.replay(project).equal:
        raise DamagedProjectError(file, "its state is not what its decisions say")


def bring_up_to_date(path: Path, surroundings: Surroundings) -> Path:
    """The project file is in today's schema; the old file stays beside it.

    The state is replayed from the trail into a copy, the copy is checked, and only then
    takes the project's name.

    Returns:
        Where the old file is kept.

    Raises:
        OutputExistsError: a file kept from an earlier time stands there.
        NewerProjectError: there is nothing to bring up to date.
        DamagedProjectError: the trail cannot be replayed; nothing was changed.
    """
    database = Database(path)
    with database.reading() as conn:
        found = int(read_meta(conn)["schema"])
    if found >= SCHEMA:
        raise NewerProjectError(path, found, SCHEMA)
    kept = path.with_name(f"{path.stem}.schema-{found}{path.suffix}")
    if kept.exists():
        raise OutputExistsError(kept)
    # nobody else writes to the old file while it is being replaced
    with _beside(path, surroundings) as beside, database.writing():
        _copy_file(path, beside)
        with Database(beside).writing() as conn:
            rebuild_state(conn, beside)
            conn.execute(_SET_SCHEMA, {"schema": str(SCHEMA)})
        check(beside, surroundings)
        encryption.carry(path, kept)
        os.link(path, kept)
        _settle(beside, path)
    return kept


def bring_server_up_to_date(address: str, surroundings: Surroundings) -> Path:
    """The project on a server is in today's schema; a copy of before is kept as a file.

    A copy in a file is brought to today's schema and checked first; then the state on
    the server is replayed in one transaction, so that it is old or new and never half.

    Returns:
        Where the checked copy is kept: among the study's backups on this machine.

    Raises:
        NewerProjectError: there is nothing to bring up to date.
        DamagedProjectError: the trail cannot be replayed; nothing was changed.
    """
    database = Database(address)
    with database.reading() as conn:
        found = read_meta(conn)
    if int(found["schema"]) >= SCHEMA:
        raise NewerProjectError(address, int(found["schema"]), SCHEMA)
    place = surroundings.config / "backups" / found["project"]
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = place / f"before-schema-{SCHEMA}.workbench"
    kept.unlink(missing_ok=True)
    _copy_rows(database, Database(kept), found["project"])
    check(kept, surroundings)
    with database.writing() as conn:
        rebuild_state(conn, address)
        conn.execute(_SET_SCHEMA, {"schema": str(SCHEMA)})
    return kept


def encrypt(path: Path, passphrase: str, surroundings: Surroundings) -> str:
    """A plain project file is encrypted, in its place; its recovery key.

    The encrypted copy is checked before it takes the name. What the disk keeps of the
    plain file's blocks is beyond reach from here: docs/deployment.md says what helps.

    Raises:
        ProjectExistsError: it is encrypted already.
        WrongPassphraseError: the passphrase is too short.
        EncryptionMissingError: the SQLite that encrypts is not installed.
        DamagedProjectError, StorageError: the project is as it was.
    """
    if encryption.is_encrypted(path):
        raise ProjectExistsError(encryption.key_file(path))
    driver = encryption.driver()
    # nobody else writes to the plain file while it is being replaced
    with _beside(path, surroundings) as beside, Database(path).writing():
        recovery = encryption.lock_new(beside, passphrase)
        key = encryption.key_of(beside) or b""
        try:
            with closing(driver.connect(str(path))) as conn:
                sealed = (str(beside), f"x'{key.hex()}'")
                conn.execute("ATTACH DATABASE ? AS sealed KEY ?", sealed)
                conn.execute("SELECT sqlcipher_export('sealed')")
                conn.execute(f"PRAGMA sealed.application_id = {APPLICATION_ID}")
                conn.execute("DETACH DATABASE sealed")
        except driver.Error as error:
            raise StorageError(path, str(error)) from None
        beside.chmod(0o600)
        check(beside, surroundings)
        _settle(beside, path)
    return recovery


def rebuild_state(conn: Connection, shown: object) -> None:
    """The state tables are in today's shape and hold what the trail says.

    Raises:
        DamagedProjectError: the trail cannot be replayed.
    """
    memory, _, stopped = verification.replayed(conn)
    if stopped is not None:
        raise DamagedProjectError(shown, stopped)
    renew_state(conn)
    tables.obey(conn, _all_puts(memory))


def _all_puts(memory: Memory) -> list[Put]:
    return [
        Put(shape.read(values))
        for shape in SHAPES.values()
        for values in memory.tables[shape.table].values()
    ]


def _copy_file(source: Path, target: Path) -> None:
    """A consistent copy through SQLite's own backup interface."""
    driver = driver_of(source)
    encryption.carry(source, target)
    try:
        with (
            closing(open_file(source, "ro")) as old,
            closing(open_file(target, "rwc")) as new,
        ):
            os.chmod(target, 0o600)  # noqa: PTH101 - before a byte is in it
            old.backup(new)
    except driver.Error as error:
        raise StorageError(target, str(error)) from None


def _copy_rows(source: Database, target: Database, uuid: str) -> None:
    """Trail, wording and vectors row by row; the state replayed from them."""
    with source.reading() as old, target.creating() as new:
        create_tables(new, uuid)
        for table in _KEPT:
            rows = old.execute(sa.select(table).execution_options(yield_per=2000))
            for chunk in rows.partitions():
                new.execute(sa.insert(table), [dict(row._mapping) for row in chunk])  # noqa: SLF001 - SQLAlchemy's public name
        rebuild_state(new, target.shown)


@contextmanager
def _beside(path: Path, surroundings: Surroundings) -> Iterator[Path]:
    """Where a project is made ready before it takes its name, on the same disk."""
    with scratch.folder(surroundings, beside=path) as folder:
        beside = folder / path.name
        try:
            yield beside
        finally:
            encryption.forget(beside)


def _settle(beside: Path, path: Path) -> None:
    """The finished file has its name, and that survives a power cut.

    The key file goes first, so that at no moment an encrypted file has none.
    """
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    is_plain = not encryption.key_file(beside).exists()
    encryption.move(beside, path)
    sync_folder(path.parent)
    beside.replace(path)
    if is_plain:
        encryption.forget(path)
    sync_folder(path.parent)
