"""A study encrypted at rest: nothing of it can be read without passphrase or key."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.decisions.coding import CodeCreated
from workbench.decisions.decision import Words
from workbench.errors import (
    KeyFileError,
    LockedProjectError,
    NotAProjectError,
    ProjectExistsError,
    RefusedError,
    WrongPassphraseError,
)
from workbench.model import Code, Researcher
from workbench.store import copies, encryption, verification
from workbench.store.project import Project

if TYPE_CHECKING:
    from workbench.store.surroundings import Surroundings

pytest.importorskip("sqlcipher3", reason="the extra 'encryption' is not installed")
PASSPHRASE = "a long walk by the quay"  # noqa: S105 - of a study made here
SAID = "the violet umbrella in the hall"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.workbench"


@pytest.fixture
def recovery(path: Path) -> str:
    return encryption.lock_new(path, PASSPHRASE)


@pytest.fixture
def sealed(path: Path, recovery: str, surroundings: Surroundings) -> Project:
    assert recovery
    made = begin(path, surroundings)
    assert SAID.encode() not in path.read_bytes()
    return made


def begin(path: Path, surroundings: Surroundings) -> Project:
    made = Project.create(
        path,
        title="Nights",
        orientation="reflexive",
        researcher="Ann",
        surroundings=surroundings,
    )
    by = made.rows(Researcher)[0].id
    made.record(CodeCreated("c-1", Words(SAID)), by=by)
    return made


def leave(path: Path) -> None:
    """As when the program ends: its memory is gone, the files stay."""
    encryption.take_back(path)


def test_an_encrypted_study_opens_with_its_passphrase_or_its_recovery_key(
    sealed: Project, path: Path, recovery: str
) -> None:
    for secret in (PASSPHRASE, recovery, recovery.lower().replace("-", " ")):
        leave(path)
        with pytest.raises(LockedProjectError, match="WORKBENCH_PASSPHRASE"):
            Project.open(path)

        encryption.unlock(path, secret)

        assert [code.name for code in Project.open(path).read(Code)] == [SAID]
        assert verification.verify(sealed).ok
        assert verification.replay(sealed).equal


def test_nothing_of_an_encrypted_study_stands_readable_in_its_folder(
    sealed: Project, path: Path, recovery: str
) -> None:
    copies.backup(sealed, path.with_name("copy.workbench"))

    for file in path.parent.rglob("*"):
        if file.is_file():
            for secret in (SAID, "Nights", PASSPHRASE, recovery, "CREATE TABLE"):
                assert secret.encode() not in file.read_bytes(), (file.name, secret)


def test_a_wrong_passphrase_is_refused_in_words_and_changes_nothing(
    sealed: Project, path: Path
) -> None:
    assert sealed
    leave(path)
    before = path.read_bytes()
    with pytest.raises(WrongPassphraseError, match="neither") as refused:
        encryption.unlock(path, "something else")
    assert "something else" not in str(refused.value)
    assert path.read_bytes() == before


def test_a_short_passphrase_is_refused(path: Path) -> None:
    with pytest.raises(WrongPassphraseError, match="8 characters"):
        encryption.lock_new(path, "short")


@pytest.mark.parametrize("spoilt", [b"", b"{}", b'{"slots": {"passphrase": 3}}'])
def test_a_damaged_key_file_is_told_by_its_name(
    sealed: Project, path: Path, spoilt: bytes
) -> None:
    assert sealed
    leave(path)
    encryption.key_file(path).write_bytes(spoilt)
    with pytest.raises((KeyFileError, WrongPassphraseError)):
        encryption.unlock(path, PASSPHRASE)


def test_a_lost_key_file_is_told_where_it_belongs(sealed: Project, path: Path) -> None:
    assert sealed
    encryption.forget(path)
    with pytest.raises(NotAProjectError, match="key file beside it"):
        Project.open(path)


def test_after_a_change_only_the_new_passphrase_opens(
    sealed: Project, path: Path, recovery: str
) -> None:
    assert sealed
    newer = encryption.change(path, "quite another sentence")
    leave(path)
    for old in (PASSPHRASE, recovery):
        with pytest.raises(WrongPassphraseError):
            encryption.unlock(path, old)
    encryption.unlock(path, newer)
    assert Project.open(path).read(Code)


def test_a_backup_and_what_is_restored_from_it_stay_encrypted(
    sealed: Project, path: Path, surroundings: Surroundings
) -> None:
    copy = copies.backup(sealed, path.with_name("copy.workbench"))
    back = copies.restore(copy, path.with_name("back.workbench"), surroundings)

    assert back.read(Code) == sealed.read(Code)
    for file in (copy, back.database.path):
        assert file is not None
        leave(file)
        with pytest.raises(LockedProjectError):
            Project.open(file)
        encryption.unlock(file, PASSPHRASE)
        assert Project.open(file).head() == sealed.head()


def test_tonights_backup_takes_the_place_of_last_nights_in_a_new_process(
    sealed: Project, path: Path
) -> None:
    copy = copies.backup(sealed, path.with_name("copy.workbench"))
    before = encryption.key_file(copy).read_bytes()
    leave(copy)
    copies.backup(sealed, copy, replace=True)
    assert encryption.key_file(copy).read_bytes() == before

    encryption.change(path, "quite another sentence")
    leave(copy)
    copies.backup(sealed, copy, replace=True)
    leave(copy)
    encryption.unlock(copy, "quite another sentence")
    assert Project.open(copy).head() == sealed.head()


def test_a_backup_takes_no_place_of_a_study_that_another_key_opens(
    sealed: Project, path: Path, surroundings: Surroundings
) -> None:
    other = path.with_name("other.workbench")
    encryption.lock_new(other, PASSPHRASE)
    begin(other, surroundings)
    leave(other)
    before = other.read_bytes()

    with pytest.raises(RefusedError, match="Name another file"):
        copies.backup(sealed, other, replace=True)

    assert other.read_bytes() == before
    with pytest.raises(LockedProjectError):
        Project.open(other)


def test_a_plain_study_is_encrypted_in_its_place(
    path: Path, surroundings: Surroundings
) -> None:
    plain = begin(path, surroundings)
    before = plain.head()
    assert SAID.encode() in path.read_bytes()

    copies.encrypt(path, PASSPHRASE, surroundings)

    assert SAID.encode() not in path.read_bytes()
    assert Project.open(path).head() == before
    assert sorted(each.name for each in path.parent.glob("*study*")) == [
        "study.workbench",
        "study.workbench-key",
    ]
    with pytest.raises(ProjectExistsError):
        copies.encrypt(path, PASSPHRASE, surroundings)


DYING = """
import os, sys
from pathlib import Path
from workbench.store import copies
from workbench.store.surroundings import Surroundings

path, config, passphrase, step = sys.argv[1:]
left = [int(step)]

def dies(real):
    def call(*given, **more):
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)
        return real(*given, **more)
    return call

for name in ("replace", "unlink", "fsync"):
    setattr(os, name, dies(getattr(os, name)))
copies.encrypt(Path(path), passphrase, Surroundings(config=Path(config)))
"""


def test_a_study_killed_at_any_step_of_its_encryption_still_opens(
    path: Path, surroundings: Surroundings
) -> None:
    ended_well, step = False, 0
    while not ended_well:
        for file in path.parent.glob("*study.workbench*"):
            file.unlink()
        encryption.forget(path)
        head = begin(path, surroundings).head()
        given = [path, surroundings.config, PASSPHRASE, step]
        ended = subprocess.run(
            [sys.executable, "-c", DYING, *map(str, given)], check=False
        )
        ended_well, step = ended.returncode == 0, step + 1
        assert ended.returncode in (0, 9)

        if encryption.is_encrypted(path):
            encryption.unlock(path, PASSPHRASE)
        assert Project.open(path, surroundings).head() == head, step
    assert step > 5
    assert encryption.is_encrypted(path)


def test_who_waited_while_a_study_was_encrypted_writes_into_the_encrypted_one(
    path: Path, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = begin(path, surroundings)
    by = plain.rows(Researcher)[0].id
    settle, said = copies._settle, list[object]()

    def write() -> None:
        waiting = Project.open(path, surroundings)
        said.append(waiting.record(CodeCreated("c-2", Words("late")), by=by).last)

    writer = threading.Thread(target=write)

    def while_somebody_waits(beside: Path, to: Path) -> None:
        writer.start()
        time.sleep(0.3)
        assert said == []
        settle(beside, to)

    monkeypatch.setattr(copies, "_settle", while_somebody_waits)
    copies.encrypt(path, PASSPHRASE, surroundings)
    writer.join(20)

    opened = Project.open(path, surroundings)
    assert said == [opened.head().seq]
    assert {code.id for code in opened.rows(Code)} == {"c-1", "c-2"}


def test_a_key_file_that_a_study_may_still_need_is_not_written_over(
    path: Path, surroundings: Surroundings, tmp_path: Path
) -> None:
    encryption.lock_new(path, PASSPHRASE)
    begin(path, surroundings)
    moved = path.rename(tmp_path / "taken away for a moment")
    with pytest.raises(ProjectExistsError, match="workbench-key"):
        encryption.lock_new(path, "another sentence")

    other = tmp_path / "other.workbench"
    encryption.lock_new(other, "another sentence")
    copy = copies.backup(begin(other, surroundings), tmp_path / "copy.workbench")
    copies.restore(copy, path, surroundings)

    (aside,) = path.parent.glob("study.workbench-key.*")
    path.unlink()
    moved.rename(path)
    aside.rename(encryption.key_file(path))
    encryption.unlock(path, PASSPHRASE)
    assert Project.open(path, surroundings).read(Code)


def test_a_refused_encryption_leaves_the_plain_study_as_it_was(
    path: Path, surroundings: Surroundings
) -> None:
    begin(path, surroundings)
    before = path.read_bytes()
    with pytest.raises(WrongPassphraseError):
        copies.encrypt(path, "short", surroundings)
    assert path.read_bytes() == before
    assert not encryption.key_file(path).exists()


def test_the_key_file_is_private_and_says_how_the_key_was_made(
    sealed: Project, path: Path
) -> None:
    assert sealed
    file = encryption.key_file(path)
    assert file.stat().st_mode & 0o077 == 0
    written = json.loads(file.read_text("ascii"))
    assert written["kdf"] == "argon2id m=65536 t=3 p=4"
    assert sorted(written["slots"]) == ["passphrase", "recovery"]


def test_erased_words_are_gone_and_the_encrypted_file_still_verifies(
    sealed: Project,
) -> None:
    sealed.database.compact()
    assert verification.verify(sealed).ok


def test_a_plain_study_in_the_place_of_an_encrypted_one_is_read_as_it_is(
    sealed: Project, path: Path, surroundings: Surroundings, tmp_path: Path
) -> None:
    plain = begin(tmp_path / "plain.workbench", surroundings)
    assert encryption.is_held(path)
    path.write_bytes((tmp_path / "plain.workbench").read_bytes())

    assert not encryption.is_held(path)
    assert Project.open(path, surroundings).uuid == plain.uuid != sealed.uuid
