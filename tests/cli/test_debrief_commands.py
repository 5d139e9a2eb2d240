"""`workbench debrief`: packets out, answers in, answered, closed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from workbench.store.project import Project
from workbench.study import add_researcher, find_researcher
from workbench.trust import answers_file
from workbench.trust.packet_file import open_packet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def debriefed(study: Path) -> Path:
    """The study of the command tests, with a debriefer."""
    project = Project.open(study)
    lead = find_researcher(project, "Ann").id
    add_researcher(project, lead, "Bruno", "debriefer")
    return study


def answers(packet: Path, **parts: Any) -> bytes:
    """What a debriefer's page saves for a packet."""
    found = open_packet(packet.read_bytes(), packet.name)
    empty: dict[str, Any] = {part: [] for part in answers_file.PARTS}
    return answers_file.write(
        {
            **{n: found.content[n] for n in ("packet", "session", "project")},
            "digest": found.digest,
            "debriefer": found.content["debriefer"]["id"],
            "saved_on": "2025-03-09",
            **empty,
            **parts,
        }
    )


def test_a_debriefing_from_packet_to_close(
    run: Callable[..., Any], debriefed: Path, folder: Path
) -> None:
    out = folder / "for bruno.zip"
    ask = ("--debriefer", "Bruno", "--question", "Does it hold?")
    made = run("debrief", "packet", debriefed, out, *ask, "--as", "Ann", "--json")
    assert made.status == 0, made.err
    assert (made.json["transcripts"], made.json["segments"]) == (2, 3)
    session = made.json["session"]
    missing = {"id": "e1", "about_kind": "missing", "about": None, "kind": "what-about"}
    (folder / "back.json").write_bytes(
        answers(out, challenges=[{**missing, "text": "the nurse's voice"}])
    )
    taken = run("debrief", "import", debriefed, folder / "back.json", "--as", "Ann")
    assert (taken.status, taken.err) == (0, "")
    assert "1" not in taken.out  # readings are never counted

    again = run("debrief", "import", debriefed, folder / "back.json", "--as", "Ann")
    assert again.status == 1
    assert "was taken in on" in again.err

    listed = run("debrief", "list", debriefed, "--json").json
    assert listed["sessions"][0]["to_answer"] == 1
    challenge = listed["challenges"][0]["id"]
    keep = run("debrief", "answer", debriefed, challenge, "keep", "--as", "Ann")
    assert keep.status == 1
    assert "needs a reason" in keep.err
    seq = Project.open(debriefed).head().seq
    done = run(
        *("debrief", "answer", debriefed, challenge, "accept", "--as", "Ann"),
        *("--text", "she will be asked", "--change", str(seq)),
    )
    assert done.status == 0, done.err
    closed = run(
        *("debrief", "close", debriefed, session, "--as", "Ann"),
        *("--shifted", "Who is not in the room.", "--minutes", "50"),
    )
    assert (closed.status, closed.err) == (0, "")
    told = run("debrief", "list", debriefed)
    assert told.status == 0
    kind = str(listed["challenges"][0]["kind"])
    assert kind.replace("-", " ") in told.out
    assert "-" not in kind or kind not in told.out


def test_a_debriefer_cannot_make_packets_or_list_the_study(
    run: Callable[..., Any], debriefed: Path, folder: Path
) -> None:
    ask = ("--debriefer", "Bruno", "--question", "Does it hold?")
    for words in (
        ("debrief", "packet", debriefed, folder / "p.zip", *ask),
        ("debrief", "list", debriefed),
    ):
        done = run(*words, "--as", "Bruno")
        assert done.status == 1
        assert "the role 'debriefer' may not" in done.err


def test_a_sealed_packet_takes_its_passphrase_from_the_environment(
    run: Callable[..., Any],
    debriefed: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORKBENCH_PACKET_PASSPHRASE", "a quiet sentence to seal with")
    out = folder / "sealed.html"
    ask = ("--debriefer", "Bruno", "--question", "Does it hold?", "--blind", "free")
    done = run("debrief", "packet", debriefed, out, *ask, "--seal", "--as", "Ann")
    assert (done.status, done.err) == (0, "")
    assert b"nurse" not in out.read_bytes()


def test_what_is_no_answer_to_a_packet_is_refused_in_one_line(
    run: Callable[..., Any], debriefed: Path, folder: Path
) -> None:
    (folder / "note.json").write_text(json.dumps({"hello": 1}), "utf-8")
    for name in ("note.json", "first.txt", "nothing.json"):
        done = run("debrief", "import", debriefed, folder / name, "--as", "Ann")
        assert done.status == 1
        assert done.err.count("\n") == 1
