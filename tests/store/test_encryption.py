"""A study encrypted at rest: nothing of it can be read without passphrase or key."""

from __future__ import annotations

import json
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
    kept = encryption.key_file(path).read_bytes()
    encryption.forget(path)
    encryption.key_file(path).write_bytes(kept)


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
