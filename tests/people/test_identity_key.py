"""The identity key tells who somebody is, to nobody without the passphrase."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from workbench.errors import OutputExistsError, RefusedError, UnknownObjectError
from workbench.people import identity_key

if TYPE_CHECKING:
    from pathlib import Path

    from tests.people.conftest import Study

PASSPHRASE = "three herons on a wet roof"  # noqa: S105 - invented


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not the project's."""
    return tmp_path_factory.mktemp("elsewhere") / "identity.key"


@pytest.fixture
def key(file_study: Study, elsewhere: Path) -> Path:
    project = file_study.project
    identity_key.create(elsewhere, PASSPHRASE, project=project)
    for kind, text in (("name", "Zuzana Příkopová"), ("place", "Lower Wexcombe")):
        identity_key.add(elsewhere, PASSPHRASE, "C07", kind, text, project=project)
    return elsewhere


def test_entries_come_back_with_the_passphrase(key: Path) -> None:
    opened = identity_key.open_key(key, PASSPHRASE)

    assert [(e.number, e.participant, e.kind, e.text) for e in opened.of("C07")] == [
        (1, "C07", "name", "Zuzana Příkopová"),
        (2, "C07", "place", "Lower Wexcombe"),
    ]


def test_another_passphrase_opens_nothing(key: Path) -> None:
    with pytest.raises(RefusedError, match="not opened"):
        identity_key.open_key(key, "three herons on a dry roof")


def test_the_file_holds_no_plain_name_and_no_id(key: Path) -> None:
    content = key.read_bytes()

    for text in ("Zuzana", "Příkopová", "Wexcombe", "C07"):
        assert text.encode() not in content
        assert text.encode("utf-16-le") not in content
        assert json.dumps(text).strip('"').encode() not in content


def test_only_its_owner_can_read_the_file(key: Path) -> None:
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_key_is_not_made_in_the_projects_folder(file_study: Study) -> None:
    path = file_study.project.database.path
    assert path is not None

    for inside in (path.parent / "identity.key", path.parent / "sub" / "identity.key"):
        with pytest.raises(RefusedError, match="project's folder"):
            identity_key.create(inside, PASSPHRASE, project=file_study.project)
        assert not inside.exists()


def test_a_link_into_the_projects_folder_is_seen_through(
    file_study: Study, elsewhere: Path
) -> None:
    path = file_study.project.database.path
    assert path is not None
    (elsewhere.parent / "door").symlink_to(path.parent)

    with pytest.raises(RefusedError, match="project's folder"):
        identity_key.create(
            elsewhere.parent / "door" / "identity.key",
            PASSPHRASE,
            project=file_study.project,
        )


def test_a_key_does_not_replace_a_file(key: Path, file_study: Study) -> None:
    with pytest.raises(OutputExistsError):
        identity_key.create(key, PASSPHRASE, project=file_study.project)


def test_a_short_passphrase_is_refused(file_study: Study, elsewhere: Path) -> None:
    with pytest.raises(RefusedError, match="at least 12"):
        identity_key.create(elsewhere, "heron", project=file_study.project)


def test_an_entry_is_printed_without_its_text(key: Path) -> None:
    assert "Zuzana" not in repr(identity_key.open_key(key, PASSPHRASE))


def test_a_changed_or_foreign_file_is_refused(key: Path, tmp_path: Path) -> None:
    content = key.read_bytes()
    cost = content.replace(b'"memory": 65536', b'"memory": 99999999')
    for damaged in (content[:-1], content[:40], b"", b"{}", cost, content[:-1] + b"x"):
        path = tmp_path / "damaged.key"
        path.write_bytes(damaged)
        with pytest.raises(RefusedError):
            identity_key.open_key(path, PASSPHRASE)


def test_an_entry_of_one_letter_or_of_no_kind_is_refused(
    key: Path, file_study: Study
) -> None:
    with pytest.raises(RefusedError, match="two letters"):
        identity_key.add(
            key, PASSPHRASE, "C07", "name", " Z. ", project=file_study.project
        )
    with pytest.raises(UnknownObjectError):
        identity_key.add(
            key, PASSPHRASE, "C07", "shoe size", "43", project=file_study.project
        )


def test_the_passphrase_can_stand_in_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_KEY_PASSPHRASE", PASSPHRASE)

    assert identity_key.passphrase_from_environment() == PASSPHRASE


def test_names_that_are_added_at_once_are_all_kept(
    key: Path, file_study: Study
) -> None:
    def put(text: str) -> None:
        identity_key.add(
            key, PASSPHRASE, "C07", "other", text, project=file_study.project
        )

    texts = [f"street {letter}" for letter in "abcd"]
    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(put, texts))

    entries = identity_key.open_key(key, PASSPHRASE).entries
    assert {entry.text for entry in entries} >= set(texts)
    assert len({entry.number for entry in entries}) == 6
