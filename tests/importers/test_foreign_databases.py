"""Projects of Taguette and QualCoder, from their own databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.importers.foreign_files import (
    QUALCODER,
    TAGUETTE,
    database,
    findings,
    quotes,
    read,
    said,
)
from workbench.errors import ImportRejectedError
from workbench.importers.foreign_projects import inspect_study

if TYPE_CHECKING:
    from pathlib import Path

HTML = "<h1>Caf\xe9 at night</h1>\n<p>I felt <b>heard</b> &amp; seen \U0001f642.</p><p>P01</p>"  # noqa: E501
PLAIN = "Caf\xe9 at night\nI felt heard & seen \U0001f642.P01"


def span(quote: str, text: str = PLAIN) -> tuple[int, int]:
    start = len(text[: text.index(quote)].encode())
    return start, start + len(quote.encode())


def taguette(folder: Path, **tables: list[tuple[Any, ...]]) -> bytes:
    rows: dict[str, list[tuple[Any, ...]]] = {
        "users": [("anna",)],
        "projects": [(1, "Nights", "what it is about", "2020-01-01")],
        "documents": [(7, 1, "caf\xe9.html", "on this one", HTML)],
        "tags": [(3, 1, "heard", "listened to"), (4, 1, "seen", "")],
        "highlights": [
            (1, 7, *span("heard & seen"), ""),
            (2, 7, *span("\U0001f642"), ""),
            (3, 7, 0, 9_999, ""),
            (4, 7, *span("night"), ""),
            (5, 99, 0, 4, ""),
        ],
        "highlight_tags": [(1, 3), (1, 4), (2, 3), (3, 3), (4, 99)],
        "commands": [],
    }
    rows.update(tables)
    return database(folder / "t.sqlite3", TAGUETTE, rows)


def test_taguette_counts_bytes_of_the_text_between_the_tags(tmp_path: Path) -> None:
    study = read(taguette(tmp_path))

    assert quotes(study) == ["heard & seen", "heard & seen", "\U0001f642"]
    assert [code.name for code in study.codes] == ["heard", "seen"]
    assert {each.user for each in study.sources[0].segments} == {"anna"}
    assert {note.text for note in study.notes} == {"what it is about", "on this one"}
    assert findings(study) == {
        "highlights outside their document, or without words": 1,
        "highlights without a tag that is there": 1,
        "highlights in documents that are not there": 1,
    }


def test_taguette_tells_who_made_a_highlight_in_its_log(tmp_path: Path) -> None:
    data = taguette(
        tmp_path,
        users=[("anna",), ("ben",), ("nobody",)],
        commands=[
            (1, "ben", '{"type": "highlight_add", "highlight_id": 1}'),
            (2, "anna", '{"highlight_id": 2, "type": "highlight_add"}'),
            (3, "anna", '{"type": "document_add"}'),
            (4, "anna", "not JSON"),
        ],
    )
    study = read(data)

    assert [user.name for user in study.users] == ["anna", "ben"]
    assert [each.user for each in study.sources[0].segments] == ["ben", "ben", "anna"]


def test_several_taguette_projects_in_one_file_are_refused(tmp_path: Path) -> None:
    two = [(1, "a", "", ""), (2, "b", "", "")]

    with pytest.raises(ImportRejectedError, match="2 projects of Taguette"):
        read(taguette(tmp_path, projects=two))


TALK = (
    "I: How so?\nP01: I felt heard \U0001f642 at night.\nI: Go on.\nP01: That is all."
)


def place(quote: str, mark: int = 0) -> tuple[int, int]:
    start = TALK.index(quote)
    return start + mark, start + len(quote) + mark


def qualcoder(folder: Path, text: str = TALK, mark: int = 0) -> bytes:
    rows: dict[str, list[tuple[Any, ...]]] = {
        "project": [("v11", "2020", "the whole", "QualCoder")],
        "source": [
            (1, "one.txt", text, None, "on one", "anna", "2020-03-01 10:00:00"),
            (2, "film.mp4", None, "/film.mp4", "", "anna", ""),
        ],
        "code_cat": [(1, "outer", "anna", "", "", None), (2, "inner", "a", "", "m", 1)],
        "code_name": [
            (5, "heard", "listened to", 2, "anna", "", "#ffffff"),
            (6, "lost", "", 77, "anna", "", "#ffffff"),
        ],
        "code_text": [
            (
                1,
                5,
                1,
                "",
                *place("felt heard", mark),
                "anna",
                "2020-03-02 10:00:00",
                "so",
            ),
            (2, 5, 1, "", *place("felt heard", mark), "ben", "2020-03-02 10:00:00", ""),
            (3, 6, 1, "", *place("night", mark), "anna", "bad date", ""),
            (4, 6, 1, "", *place("Go on", mark), "anna", "", ""),
            (5, 99, 1, "", *place("Go on", mark), "anna", "", ""),
            (6, 5, 1, "", 400, 500, "anna", "", ""),
            (7, 5, 44, "", 0, 5, "anna", "", ""),
        ],
        "annotation": [(1, 1, 0, 4, "a remark", "ben", "")],
        "journal": [(1, "Day one", "I wonder.", "2020-03-01 10:00:00", "anna")],
        "cases": [(9, "P01", "shy", "anna", "")],
        "case_text": [(1, 9, 1), (2, 9, 2)],
        "attribute": [(1, "Age", "case", "34", 9), (2, "Place", "file", "home", 1)],
        "code_image": [(1, "anna", "")],
    }
    return database(folder / "data.qda", QUALCODER, rows)


def test_a_qualcoder_project_comes_whole(tmp_path: Path) -> None:
    study = read(qualcoder(tmp_path))

    assert quotes(study) == ["felt heard", "felt heard", "night", "Go on"]
    assert [(c.name, c.parent, c.is_codable) for c in study.codes] == [
        ("outer", None, False),
        ("inner", "cat-1", False),
        ("heard", "cat-2", True),
        ("lost", None, True),
    ]
    assert [user.name for user in study.users] == ["anna", "ben"]
    first, second = study.sources[0].segments[:2]
    assert (first.user, second.user, first.at) == (
        *("anna", "ben"),
        "2020-03-02T10:00:00.000Z",
    )
    assert study.sources[0].values == {"Place": "home"}
    assert (study.cases[0].values, study.cases[0].sources) == (
        {"Age": "34"},
        ("file-1",),
    )
    assert {(n.name, n.text, n.about) for n in study.notes} == {
        ("", "the whole", None),
        ("Day one", "I wonder.", None),
        ("", "shy", "case-9"),
        ("", "on one", "file-1"),
        ("", "so", first.id),
        ("", "a remark", "file-1"),
    }
    assert findings(study) == {
        "sources without a text": 1,
        "codes in a category that is not there": 1,
        "codings outside their text, or without words": 1,
        "codings with a code that is not there": 1,
        "codings in texts that are not there": 1,
        "sources of a case that are not there": 1,
        "codings on pictures": 1,
    }


def test_the_mark_that_qualcoder_keeps_in_a_text_shifts_nothing(tmp_path: Path) -> None:
    kept = read(qualcoder(tmp_path, "\ufeff" + TALK))
    (tmp_path / "data.qda").unlink()
    counted = read(qualcoder(tmp_path, "\ufeff" + TALK, mark=1))

    assert quotes(kept) == quotes(counted)
    assert not said(kept.sources[0]).startswith("\ufeff")


def test_a_folder_of_qualcoder_is_read_through_the_child(tmp_path: Path) -> None:
    folder = tmp_path / "nights.qda"
    folder.mkdir()
    qualcoder(folder)

    file = inspect_study(folder)

    assert (file.name, len(file.study.sources)) == ("nights.qda", 1)


# --- what is hostile -----------------------------------------------------------------


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path) -> None:
    script = TAGUETTE.replace(
        "CREATE TABLE documents (id INTEGER, project_id INTEGER, name TEXT, "
        "description TEXT,\n  contents TEXT);",
        "CREATE VIEW documents AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL "
        "SELECT x + 1 FROM n) SELECT x AS id, 1 AS project_id, '' AS name, '' AS "
        "description, '' AS contents FROM n;",
    )
    assert "VIEW" in script
    data = database(tmp_path / "v.db", script, {"projects": [(1, "a", "", "")]})

    with pytest.raises(ImportRejectedError, match="neither of Taguette nor"):
        read(data)


def test_a_damaged_or_other_database_is_refused(tmp_path: Path) -> None:
    whole = taguette(tmp_path)
    other = database(tmp_path / "o.db", "CREATE TABLE a (b);", {"a": [(1,)]})
    for data in (whole[:5000], whole[:4096] + b"\xff" * 20_000, whole[:30], other):
        path = tmp_path / "study.sqlite3"
        path.write_bytes(data)
        with pytest.raises(ImportRejectedError, match=r"^study\.sqlite3: "):
            inspect_study(path)


def test_a_database_that_keeps_a_write_ahead_log_is_read(tmp_path: Path) -> None:
    data = taguette(tmp_path)

    logged = read(data[:18] + b"\x02\x02" + data[20:])

    assert len(logged.sources) == 1
