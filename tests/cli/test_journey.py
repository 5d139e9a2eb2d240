"""From transcripts to a theme table and a trail that verifies, by command alone."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import docx
import pytest

from workbench.people import identity_key
from workbench.store.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


def test_python_runs_it_where_the_command_is_on_no_path() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "workbench", "inspect", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "without storing" in told.stdout


def test_inspect_prints_one_entry_for_each_file(run: Run, folder: Path) -> None:
    found = run("inspect", folder / "first.txt", folder / "second.txt", "--json").json

    assert [each["verdict"] for each in found] == ["whole", "whole"]
    assert {turn["speaker"] for turn in found[0]["turns"]} == {"I", "C01"}
    for turn in found[0]["turns"]:
        assert found[0]["text"][turn["start"] : turn["end"]] == turn["text"]


def test_a_rejected_file_is_judged_and_not_an_error(run: Run, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")

    done = run("inspect", folder / "empty.txt", "--json")

    assert (done.status, done.json[0]["verdict"]) == (0, "rejected")


def test_the_same_file_twice_is_noticed(run: Run, study: Path, folder: Path) -> None:
    done = run("import", study, folder / "first.txt", "--json")

    assert done.status == 1
    assert "C01-1" in done.json["refused"][0]["reason"]
    assert run("stats", study, "--json").json["transcripts"] == 2


def test_a_corrected_copy_is_proposed_as_a_version(
    run: Run, study: Path, folder: Path
) -> None:
    text = (folder / "first.txt").read_text("utf-8").replace("nights", "evenings")
    (folder / "first_corrected.txt").write_text(text, "utf-8")

    proposed = run("import", study, folder / "first_corrected.txt", "--json")
    corrected = run(
        *("correct", study, "C01-1", folder / "first_corrected.txt"),
        *("--reason", "a slip of the typist", "--json"),
    )

    assert (proposed.status, proposed.json["versions"][0]["transcript"]) == (1, "C01-1")
    assert corrected.json == {
        "unchanged": 1,
        "shifted": 1,
        "text_changed": 0,
        "lost": 0,
    }


def test_one_bad_file_does_not_stop_the_others(
    run: Run, study: Path, folder: Path
) -> None:
    (folder / "third.txt").write_text(
        "I: What is it like?\nC02: Quiet, mostly, and then at four it is not.\n"
        "I: At four?\nC02: In the morning, when the buses start outside.\n",
        "utf-8",
    )
    (folder / "empty.txt").write_bytes(b"")

    done = run("import", study, folder / "empty.txt", folder / "third.txt", "--json")

    assert done.status == 1
    assert len(done.json["imported"]) == 1
    assert len(done.json["refused"]) == 1
    assert done.err.count("\n") >= 1


def test_rows_that_do_not_fit_are_listed_and_the_rest_is_done(
    run: Run, study: Path, folder: Path
) -> None:
    (folder / "more.csv").write_text(
        "transcript,quote,code,researcher\n"
        "C01-1,For the nights.,nights,Ann\n"
        "C01-1,this was never said,nights,Ann\n"
        "C99-1,For the nights.,nights,Ann\n",
        "utf-8",
    )

    done = run("code", study, "--from", folder / "more.csv", "--json")

    assert done.status == 1
    assert len(done.json["refused"]) == 2
    assert "never said" not in done.err
    assert run("stats", study, "--json").json["coded_segments"] == 4


def test_suggestions_are_off_in_a_reflexive_study_and_say_how_to_switch_on(
    run: Run, study: Path
) -> None:
    done = run("suggest", study)

    assert done.status == 1
    assert "code-suggestions on --reason" in done.err


def test_suggestions_wait_for_a_persons_pass(run: Run, study: Path) -> None:
    run("set", study, "code-suggestions", "on", "--reason", "after my reading")

    before = run("suggest", study, "--transcript", "T01-1")
    run("pass", study, "T01-1")
    after = run("suggest", study, "--transcript", "T01-1", "--json")

    assert (before.status, after.status) == (1, 0)
    assert "pass" in before.err
    assert set(after.json) == {"model", "path", "suggestions"}


def test_groups_are_offered_and_never_named(run: Run, study: Path) -> None:
    run("set", study, "groupings", "on", "--reason", "to look")

    found = run("group", study, "--json").json

    assert {"method", "parameters", "seed", "groups", "ungrouped", "alternatives"} == (
        set(found)
    )
    assert all(
        set(each) == {"id", "codes", "code_names", "cohesion"}
        for each in found["groups"]
    )


@pytest.fixture
def themed(run: Run, study: Path, folder: Path) -> Path:
    (folder / "themes.csv").write_text(
        "theme,state,central_concept,is_not,parent,codes\n"
        "Trust arrives with somebody,reviewed,A tool is trusted for whoever brings it,"
        "not trust in data law,,trust by proxy|unpaid reading\n",
        "utf-8",
    )
    assert run("theme", study, "--from", folder / "themes.csv").status == 0
    run("codebook", "load", study, "bordin_working_alliance", "--for-mapping")
    (folder / "map.csv").write_text(
        "theme,framework,dimension,relation,target,voice,polarity,group,evidence,"
        "rationale\n"
        "Trust arrives with somebody,bordin_working_alliance,bond,expresses,"
        "client-therapist,client-on-self,present,clients,,"
        "the nurse is who is trusted\n",
        "utf-8",
    )
    done = run("map", study, "--from", folder / "map.csv")
    assert (done.status, done.err) == (0, "")
    return study


def test_the_theme_table_is_a_real_word_table(
    run: Run, themed: Path, folder: Path
) -> None:
    out = folder / "themes.docx"

    done = run("export", themed, "theme-table", out)

    assert (done.status, done.err) == (0, "")
    cells = [
        cell.text
        for table in docx.Document(str(out)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert any("Trust arrives with somebody" in cell for cell in cells)


def test_an_export_says_whether_anybody_looked_for_names(
    run: Run,
    themed: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bare = run("export", themed, "theme-table", folder / "bare.docx")
    key = tmp_path_factory.mktemp("apart") / "names.key"
    identity_key.create(key, "nobody guesses it", project=Project.open(themed))
    monkeypatch.setenv("WORKBENCH_IDENTITY_KEY", str(key))
    monkeypatch.setenv(identity_key.PASSPHRASE_VARIABLE, "nobody guesses it")

    looked = run("export", themed, "theme-table", folder / "looked.docx")

    assert "Not looked through for names" in bare.out
    assert looked.status == 0, looked.err
    assert "Not looked through" not in looked.out


def test_an_existing_output_is_not_overwritten(
    run: Run, themed: Path, folder: Path
) -> None:
    out = folder / "themes.docx"
    out.write_text("mine")

    refused = run("export", themed, "theme-table", out)
    forced = run("export", themed, "theme-table", out, "--force")

    assert (refused.status, forced.status) == (1, 0)
    assert "--force" in refused.err


def test_the_quote_bank_leads_back_to_the_words(
    run: Run, themed: Path, folder: Path
) -> None:
    run("export", themed, "quote-bank", folder / "quotes.csv")

    with (folder / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert "I trusted the nurse." in {row["quote"] for row in rows}
    assert {row["participant"] for row in rows} == {"C01", "T01"}


def test_a_whole_trail_verifies_and_replays(run: Run, themed: Path) -> None:
    verified = run("verify", themed, "--json")

    assert (verified.status, verified.json["ok"]) == (0, True)
    assert verified.json["covered_to"] == verified.json["events"]
    assert run("replay", themed, "--json").json == {
        "equal": True,
        "first_difference": None,
    }


def test_one_changed_letter_is_found(run: Run, themed: Path) -> None:
    with sqlite3.connect(themed) as conn:
        conn.execute("DROP TRIGGER event_is_final")
        conn.execute(
            "UPDATE event SET body = replace(body, 'CodeCreated', 'CodeCreatee')"
            " WHERE seq = (SELECT min(seq) FROM event WHERE kind = 'CodeCreated')"
        )

    done = run("verify", themed, "--json")

    assert done.status == 1
    assert done.json["ok"] is False
    assert done.json["damage"][0]["seq"] is not None


def test_a_withdrawn_persons_words_are_gone_and_the_trail_is_whole(
    run: Run, themed: Path
) -> None:
    said = b"like the chairs come with the room"
    assert said in themed.read_bytes()

    done = run("withdraw", themed, "C01", "--reason", "she asked", "--json")

    assert done.status == 0
    assert set(done.json) == {
        *("turns", "segments", "vectors", "themes", "copies"),
        *("listed_repeats", "erased_repeats"),
    }
    assert done.json["segments"] == 2
    assert said not in themed.read_bytes()
    assert run("verify", themed, "--json").json["ok"] is True
    assert run("replay", themed, "--json").json["equal"] is True


def test_a_backup_restores_to_the_same_trail(
    run: Run, themed: Path, folder: Path
) -> None:
    before = run("verify", themed, "--json").json

    run("backup", themed, folder / "copy.workbench")
    run("restore", folder / "copy.workbench", folder / "again.workbench")

    after = run("verify", folder / "again.workbench", "--json").json
    assert after["events"] == before["events"]
    assert after["root"] == before["root"]


def test_merging_a_colleagues_copy_takes_in_what_she_did(
    run: Run, study: Path, folder: Path
) -> None:
    run("backup", study, folder / "hers.workbench")
    (folder / "hers.csv").write_text(
        "transcript,quote,code,researcher\nC01-1,For the nights.,nights,Ann\n", "utf-8"
    )
    run("code", folder / "hers.workbench", "--from", folder / "hers.csv")

    done = run("merge", study, folder / "hers.workbench", "--json")

    assert (done.status, done.json["left_out"]) == (0, [])
    assert run("stats", study, "--json").json["coded_segments"] == 4
    assert run("verify", study, "--json").json["ok"] is True


def test_who_acts_is_asked_for_when_it_is_not_clear(run: Run, study: Path) -> None:
    from workbench import study as rules
    from workbench.model import Researcher
    from workbench.store.project import Project

    opened = Project.open(study)
    lead = opened.read(Researcher)[0].id
    rules.add_researcher(opened, lead, "Bea", "debriefer")

    unclear = run("pass", study, "C01-1")
    refused = run("pass", study, "C01-1", "--as", "Bea")

    assert (unclear.status, refused.status) == (2, 1)
    assert "debriefer" in refused.err


def test_a_study_leaves_for_another_program_and_goes_on_in_a_new_one(
    run: Run, study: Path, folder: Path
) -> None:
    out = folder / "study.qdpx"
    sent = run("export", study, "qdpx", out, "--json")
    assert sent.status == 0, sent.err
    assert "the decision trail" in sent.json["losses"][0]
    new = folder / "another.workbench"
    named = ("--title", "T", "--question", "Q", "--researcher", "Reader")
    run("new", new, *named, "--orientation", "codebook")
    (folder / "broken.qdpx").write_bytes(b"no zip")

    done = run("import", new, out, folder / "broken.qdpx", "--json")

    told = done.json
    assert done.status == 1
    assert {each["verdict"] for each in told["imported"]} == {"whole"}
    assert [each["file"] for each in told["refused"]] == ["broken.qdpx"]
    assert told["studies"][0]["program"].startswith("workbench")


def test_a_project_that_is_none_is_refused_in_one_line(run: Run, folder: Path) -> None:
    for command in ("verify", "stats", "replay", "doctor"):
        done = run(command, folder / "first.txt")

        assert (done.status, done.err.count("\n")) == (1, 1), done.err
        assert "Traceback" not in done.err


def test_wrong_usage_is_exit_status_two(run: Run) -> None:
    assert run("export").status == 2
    assert run("frobnicate").status == 2


def test_comments_of_a_word_file_become_codes_as_asked(
    run: Run, study: Path, folder: Path
) -> None:
    document = docx.Document()
    document.add_paragraph("I: How was it?")
    paragraph = document.add_paragraph("C09: ")
    document.add_comment(paragraph.add_run("Like rain."), "weather", author="NT")
    document.save(str(folder / "rain.docx"))
    path = folder / "rain.docx"

    before = run("stats", study, "--json").json["coded_segments"]
    done = run("import", study, path, "--comments", "codes", "--json")

    assert done.status == 0
    assert "1 coded segment, 1 new code" in done.err
    coded = run("stats", study, "--json").json["coded_segments"]
    assert coded == before + 1


def test_an_unknown_treatment_of_comments_is_wrong_usage(
    run: Run, study: Path, folder: Path
) -> None:
    assert run("import", study, folder / "talk.txt", "--comments", "x").status == 2


def test_an_encoding_can_be_chosen(run: Run, folder: Path) -> None:
    path = folder / "czech.txt"
    path.write_bytes("I: Co?\nP01: Žena.\n".encode("cp1250"))

    done = run("inspect", path, "--encoding", "cp1250", "--json")

    assert done.json[0]["turns"][1]["text"] == "Žena."
    assert done.json[0]["warnings"][0]["code"] == "encoding-chosen"


def test_doctor_says_how_a_strangers_file_is_fenced_in(run: Run, study: Path) -> None:
    from workbench.importers import network_fence

    told = {c["check"]: c for c in run("doctor", study, "--json").json}

    said = {"namespace": "a namespace", "audit-hook": "a hook"}[network_fence()]
    assert told["fence"]["ok"]
    assert said in told["fence"]["found"]


def test_doctor_sees_a_reader_that_does_not_start(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")

    done = run("doctor", study, "--json")

    assert done.status == 1
    assert not {c["check"]: c["ok"] for c in done.json}["fence"]
