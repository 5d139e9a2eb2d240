"""An examiner has the pack and Python, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.exporters.conftest import Builder, fill, new_project
from tests.exporters.reading_back import words_of
from workbench.decisions.coding import CodeRedefined
from workbench.decisions.decision import Words
from workbench.decisions.themes import ThemeStateChanged
from workbench.errors import IdentityLeakError, OutputExistsError, RefusedError
from workbench.exporters.export import export
from workbench.people.identity_key import Entry, IdentityKey
from workbench.study import change_setting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDERS = [
    "1-raw-data",
    "2-data-reduction",
    "3-reconstruction",
    "4-process",
    "5-intentions",
    "6-instruments",
]

#: The speaker's label and the file's name hold it, and neither may leave.
NAMES = IdentityKey((Entry(1, "C01", "name", "Jana Novotna"),))


def pack_of(study: Builder, tmp_path: Path, **how: object) -> Path:
    out = tmp_path / "pack"
    export(study.project, study.by, "audit-pack", out, **how)  # type: ignore[arg-type]
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One pack that several tests read, and none changes."""
    folder = tmp_path_factory.mktemp("made")
    study = new_project(folder)
    fill(study)
    study.code("c-9", "<b>bold</b> of it", definition="A </script> in words.")
    study.record(
        ThemeStateChanged("t-3", "candidate", "discarded", Words("Three ideas in one."))
    )
    # its check finds nothing: nobody of that name is in the pack
    return pack_of(study, folder, key=NAMES)


@pytest.fixture
def pack(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may tamper with."""
    return Path(shutil.copytree(made, tmp_path / "pack"))


def check(pack: Path) -> tuple[int, str]:
    """What the checker says, with nothing of ours to import."""
    found = subprocess.run(
        [sys.executable, "-I", "-S", pack / "4-process/trail/check_trail.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=pack.parent,
    )
    assert not found.stderr
    return found.returncode, found.stdout


def test_the_pack_has_six_folders_an_index_and_a_manifest(pack: Path) -> None:
    assert sorted(path.name for path in pack.iterdir()) == [
        *FOLDERS,
        "index.docx",
        "index.html",
        "manifest.json",
    ]
    assert all(any((pack / folder).iterdir()) for folder in FOLDERS)


def test_every_link_of_the_index_leads_to_a_file(pack: Path) -> None:
    page = (pack / "index.html").read_text("utf-8")
    links = [unquote(link) for link in re.findall(r'href="([^"]+)"', page)]

    inside = [link[1:] for link in links if link.startswith("#")]
    assert inside
    assert [each for each in inside if f'id="{each}"' not in page] == []
    files = [link.partition("#")[0] for link in links if not link.startswith("#")]
    assert len(files) > 20
    assert [file for file in files if not (pack / file).is_file()] == []


def test_each_decision_that_the_index_cites_leads_into_the_timeline(
    pack: Path,
) -> None:
    page = (pack / "index.html").read_text("utf-8")
    cited = re.findall(r'4-process/timeline\.html#(\d+)">(\d+)</a>', page)
    told = (pack / "4-process/timeline.html").read_text("utf-8")
    rows = json.loads(re.search(r"const DATA = (\{.*\});", told)[1])["rows"]  # type: ignore[index]
    numbers = {str(row[0]): row[5] for row in rows}

    assert cited
    assert all(target == shown for target, shown in cited)
    assert {target for target, _ in cited} <= set(numbers)
    assert any("discarded the candidate theme" in numbers[t] for t, _ in cited)


def test_the_index_answers_its_five_questions(pack: Path) -> None:
    text = words_of(pack / "index.docx")

    assert "Someone is there at night" in text
    assert "Begun on" in text
    assert "Three ideas in one." in text
    assert "No session of peer debriefing is recorded." in text
    assert "No automated coding, similarity suggestion or clustering was used." in text
    assert "It asked how I was and nobody else did" in text
    assert "Q-0001" in text


def test_the_checker_is_short_and_finds_the_pack_whole(pack: Path) -> None:
    checker = pack / "4-process/trail/check_trail.py"

    code, said = check(pack)

    assert (code, said.count("ok ")) == (0, 4)
    assert len(checker.read_text("utf-8").splitlines()) < 200


def _swap(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def _forge(pack: Path) -> None:
    """Another signature, of the right length."""
    path = pack / "4-process/trail/checkpoint.txt"
    text = path.read_text("utf-8")
    flipped = "A" if text[-10] != "A" else "B"
    path.write_text(text[:-10] + flipped + text[-9:], "utf-8")


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (
            lambda p: _swap(p / "1-raw-data/transcripts/C01-1.txt", b"night", b"noon"),
            "changed: 1-raw-data/transcripts/C01-1.txt",
        ),
        (lambda p: (p / "index.docx").unlink(), "missing: index.docx"),
        (lambda p: (p / "more.txt").write_text("x"), "not in the manifest: more.txt"),
        (
            lambda p: _swap(p / "4-process/trail/trail.jsonl", b"t-1", b"t-2"),
            "one of the two was changed",
        ),
        (
            lambda p: _swap(p / "4-process/trail/trail.jsonl", b"t-1", b"t\xff1"),
            "was changed: it cannot be read",
        ),
        (
            lambda p: _swap(p / "4-process/trail/wording.jsonl", b"asks", b"begs"),
            "are not the ones decided about",
        ),
        (_forge, "no key that the trail announces signed the checkpoint"),
    ],
)
def test_the_checker_names_what_was_tampered_with(
    pack: Path, tamper: object, told: str
) -> None:
    tamper(pack)  # type: ignore[operator]

    code, said = check(pack)

    assert code == 1
    assert told in said


def test_a_cut_tail_does_not_fit_the_checkpoint(pack: Path) -> None:
    path = pack / "4-process/trail/trail.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))

    assert "the checkpoint is of another trail" in check(pack)[1]


def test_the_zip_holds_what_the_folder_holds(study: Builder, tmp_path: Path) -> None:
    pack_of(study, tmp_path)
    at = study.project.head().seq - 1
    export(study.project, study.by, "audit-pack", tmp_path / "pack.zip", at=at)
    shutil.unpack_archive(tmp_path / "pack.zip", tmp_path / "unpacked")

    one, other = (
        json.loads((tmp_path / name / "manifest.json").read_text("utf-8"))
        for name in ("pack", "unpacked")
    )
    assert one == other


def test_a_folder_of_somebody_elses_is_never_replaced(
    study: Builder, tmp_path: Path
) -> None:
    mine = tmp_path / "pack"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine")

    with pytest.raises(OutputExistsError):
        pack_of(study, tmp_path)
    with pytest.raises(RefusedError, match="not a folder that an export made"):
        pack_of(study, tmp_path, force=True)
    assert (mine / "thesis.txt").read_text() == "mine"


def test_no_name_of_the_identity_key_leaves_with_the_pack(
    study: Builder, tmp_path: Path
) -> None:
    study.record(
        CodeRedefined(
            *("c-2", None, Words("Jana Novotna asks."), None, None, None, None, None)
        )
    )
    with pytest.raises(IdentityLeakError) as caught:
        pack_of(study, tmp_path, key=NAMES)

    assert "entry 1 of C01" in str(caught.value)
    assert not (tmp_path / "pack").exists()
    assert [p.name for p in tmp_path.iterdir() if p.suffix in (".tmp", ".old")] == []


def test_the_gap_report_is_left_out_only_by_a_recorded_choice(
    study: Builder, tmp_path: Path
) -> None:
    first = pack_of(study, tmp_path)
    assert (first / "4-process/not-recorded.docx").is_file()
    (first / "index.docx").unlink()

    change_setting(study.project, study.by, "gap-report", "off", "The board said so.")
    again = pack_of(study, tmp_path, force=True)

    assert check(again)[0] == 0, "an earlier pack is replaced whole"
    assert not (again / "4-process/not-recorded.docx").exists()
    assert "The board said so." in words_of(again / "4-process/timeline.docx")


def test_a_reflexive_pack_holds_no_checklist_of_another_tradition(pack: Path) -> None:
    assert [
        p.name for p in (pack / "6-instruments").iterdir() if "coreq" in p.name
    ] == []
    assert (pack / "6-instruments/self-review.docx").is_file()


@pytest.mark.browser
def test_the_timeline_and_the_codebook_are_searched_offline(
    pack: Path, chromium: Browser
) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto((pack / "4-process/timeline.html").as_uri())
    page.fill("#words", "same thing twice")
    assert "merged the code" in page.inner_text("#list")
    page.fill("#words", "1")
    assert "began the study" in page.inner_text("#list")
    page.goto((pack / "4-process/timeline.html").as_uri() + "#1")
    page.reload()
    assert "began the study" in page.inner_text("#list")
    page.goto((pack / "2-data-reduction/codebook-history.html").as_uri())
    assert "<b>bold</b> of it" in page.inner_text("#list")
    assert page.locator("#list b").count() == 0
    page.close()
    assert faults == []
    assert all(url.startswith("file:") for url in asked)
