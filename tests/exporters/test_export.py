from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.exporters.conftest import Builder, fill
from tests.exporters.reading_back import words_of
from workbench import study as rules
from workbench.errors import (
    NotAllowedError,
    OutputExistsError,
    RefusedError,
    StorageError,
    UnknownObjectError,
)
from workbench.exporters.catalogue import FOLDER
from workbench.exporters.export import EXPORTS, export
from workbench.model import OutsideCopy, Researcher

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.store.project import Project

#: DESIGN.md 6.
CONTRACT = """
trail theme-table quote-bank participant-matrix alliance-matrix group-comparison
joint-display data-to-theme codebook cases participants lineage theme-map code-tree
coded-transcript extract-book memos journal registers phases methods disclosure coreq
srqr gaps supervision deposit qdpx qdc csv json audit-pack
"""
#: Kinds that the contract does not name.
BEYOND = {"readings", "self-review", "working-days"}
ALL = [
    (kind, suffix)
    for kind, each in EXPORTS.items()
    for suffix in each.suffixes
    # a folder holds what the zip holds: test_audit_pack
    if suffix != FOLDER
]


def test_every_kind_of_the_contract_is_made() -> None:
    assert set(CONTRACT.split()) | BEYOND == set(EXPORTS)


def test_an_unknown_kind_lists_the_known(study: Builder, tmp_path: Path) -> None:
    with pytest.raises(UnknownObjectError, match="Known: trail, theme-table"):
        export(study.project, study.by, "themes", tmp_path / "x.docx")


def test_a_format_that_the_kind_lacks_lists_the_others(
    study: Builder, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match=r"\.docx, \.xlsx, \.csv, \.md"):
        export(study.project, study.by, "theme-table", tmp_path / "themes.pdf")


def test_every_export_reads_both_kinds_of_store(
    project: Project, tmp_path: Path
) -> None:
    made = Builder(project, project.rows(Researcher)[0].id)
    fill(made)

    # what is read is the same for every format of a kind
    for kind, suffix in dict(reversed(ALL)).items():
        for at in (None, project.head().seq - 1):
            out = tmp_path / f"{kind}-{at}{suffix}"
            assert export(project, made.by, kind, out, at=at, force=True)


def test_an_unknown_style_lists_the_known(study: Builder, tmp_path: Path) -> None:
    with pytest.raises(UnknownObjectError, match="jmir, bmj-open, apa, thesis"):
        export(study.project, study.by, "theme-table", tmp_path / "t.docx", style="mla")


@pytest.mark.parametrize(("kind", "suffix"), ALL)
def test_every_export_is_recorded_as_a_copy_and_keeps_to_consent(
    study: Builder, tmp_path: Path, kind: str, suffix: str
) -> None:
    written = export(study.project, study.by, kind, tmp_path / f"out{suffix}")

    assert all(path.stat().st_size for path in written)
    copy = study.project.read(OutsideCopy)[0]
    before = study.project.head().seq - 1
    assert (copy.kind, copy.file_name, copy.up_to) == (kind, f"out{suffix}", before)
    for path in written:
        text = words_of(path)
        assert "anonymous" not in text.lower()
        # not to be quoted; a private note; what came with the file
        assert "husband" not in text
        assert "parrot with a degree" not in text
        assert "I side with T01." not in text
        assert "Novotna" not in text


@pytest.mark.parametrize(
    ("kind", "suffix"), [pair for pair in ALL if pair[0] not in ("codebook", "qdc")]
)
def test_every_export_works_on_an_empty_study(
    empty: Builder, tmp_path: Path, kind: str, suffix: str
) -> None:
    assert export(empty.project, empty.by, kind, tmp_path / f"out{suffix}")


@pytest.mark.parametrize(("kind", "suffix"), ALL)
def test_the_same_moment_gives_the_same_bytes_each_time(
    study: Builder, tmp_path: Path, kind: str, suffix: str
) -> None:
    at = study.project.head().seq
    out = tmp_path / f"out{suffix}"
    made = []
    for _ in range(2):
        written = export(study.project, study.by, kind, out, at=at, force=True)
        made.append([path.read_bytes() for path in written])

    assert made[0] == made[1]


def test_a_study_without_codes_has_no_codebook(empty: Builder, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no codes yet"):
        export(empty.project, empty.by, "codebook", tmp_path / "codes.docx")


def test_an_existing_file_is_kept_without_force(study: Builder, tmp_path: Path) -> None:
    out = tmp_path / "themes.csv"
    out.write_text("mine")

    with pytest.raises(OutputExistsError, match="--force"):
        export(study.project, study.by, "theme-table", out)

    assert out.read_text() == "mine"
    assert study.project.read(OutsideCopy) == []


def test_the_file_beside_the_trail_is_kept_too(study: Builder, tmp_path: Path) -> None:
    (tmp_path / "wording.jsonl").write_text("mine")

    with pytest.raises(OutputExistsError):
        export(study.project, study.by, "trail", tmp_path / "trail.jsonl")

    assert not (tmp_path / "trail.jsonl").exists()


def test_the_trail_cannot_take_the_name_of_the_file_beside_it(
    study: Builder, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match="Choose another"):
        export(study.project, study.by, "trail", tmp_path / "wording.jsonl")


def test_a_moment_that_the_trail_lacks_is_refused(
    study: Builder, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match="decisions 1 to"):
        export(study.project, study.by, "trail", tmp_path / "t.jsonl", at=9999)


def test_a_debriefer_cannot_export(study: Builder, tmp_path: Path) -> None:
    kim = rules.add_researcher(study.project, study.by, "Kim", "debriefer")

    with pytest.raises(NotAllowedError):
        export(study.project, kim, "trail", tmp_path / "t.jsonl")


def test_a_missing_folder_is_one_clear_error(study: Builder, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no such folder"):
        export(study.project, study.by, "trail", tmp_path / "none" / "t.jsonl")


def test_a_full_disk_leaves_nothing_half_written(
    study: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    sync, there = os.fsync, []

    def full(handle: int) -> None:
        file = os.fstat(handle).st_ino
        if any(each.stat().st_ino == file for each in folder.rglob("*.*")):
            there.append(file)
        if len(there) == 2:  # the second of the two files
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StorageError, match="No space left"):
        export(study.project, study.by, "trail", folder / "trail.jsonl")

    assert len(there) == 2
    assert list(folder.iterdir()) == []
    assert study.project.read(OutsideCopy) == []


def test_nothing_is_written_when_it_cannot_be_recorded(
    study: Builder, tmp_path: Path
) -> None:
    from workbench.errors import ForeignLockError
    from workbench.store.project import Project
    from workbench.store.surroundings import Surroundings

    folder = tmp_path / "out"
    folder.mkdir()
    path = study.project.database.path
    assert path is not None
    elsewhere = Project.open(path, Surroundings(config=tmp_path / "other"))

    with pytest.raises(ForeignLockError):
        export(elsewhere, study.by, "theme-table", folder / "themes.csv")

    assert list(folder.iterdir()) == []


def test_the_door_opens_without_heavy_packages() -> None:
    code = (
        "import sys, workbench.exporters.export; "
        "print([m for m in ('docx', 'openpyxl', 'lxml', 'pandas') if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
