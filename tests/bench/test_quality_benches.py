"""The quality benches print the keys that DESIGN.md 7 promises, on invented tables."""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

FEWER = {"SAMPLES": 2, "DRAWS": 5, "ROUNDS": 1, "PRODUCTS": 1}
BENCH = Path(__file__).resolve().parents[2] / "bench"

TOPICS = {
    "night": ("It was late at night.", "I lay awake at three.", "Before dawn I typed."),
    "money": ("It costs too much.", "The price went up.", "I could not pay for it."),
    "report": ("She read the report.", "He saw my summary.", "The report was printed."),
    "sleep": ("I slept badly.", "My sleep got better.", "I was tired all day."),
    "trust": ("I trust it.", "I believed what it said.", "I would not rely on it."),
    "family": (
        "My mother called.",
        "My brother has it too.",
        "We ate with the family.",
    ),
    "work": ("My boss noticed.", "At the office I hide it.", "I went back to work."),
    "privacy": (
        "Who reads my data?",
        "I worry it is stored.",
        "They sell what we say.",
    ),
}


def bench(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BENCH / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by its name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def printed(
    name: str, arguments: Sequence[object], capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    module = bench(name)
    # Keys, not figures, are tested: so few rounds that it takes no time.
    for constant, value in FEWER.items():
        if hasattr(module, constant):
            setattr(module, constant, value)
    module.main([str(one) for one in arguments])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def write(path: Path, header: str, rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def tidy(path: Path, codes: Sequence[str]) -> Path:
    rows = []
    for number in range(7):
        for code in codes:
            text = f"{TOPICS[code][number % 3]} That is {number}."
            rows.append((f"D{number % 2}", f"{code}{number}", "", text, code))
        rows.append((f"D{number % 2}", f"none{number}", "", f"Mm, {number}.", ""))
    # A unit that two codes stand on is one unit.
    rows.append(
        ("D0", f"{codes[0]}0", "", f"{TOPICS[codes[0]][0]} That is 0.", codes[-1])
    )
    return write(path, "doc_id,unit_id,speaker,text,code", rows)


def test_suggestions_prints_every_method_with_its_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tidy(tmp_path / "tidy.csv", list(TOPICS))
    found = printed("suggestions", ["--data", data, "--k", 2, "--repeats", 2], capsys)
    assert set(found["methods"]) == {
        *("workbench", "name", "centroid", "centroid_and_name", "nearest"),
        *("logistic_regression", "tfidf_centroid"),
    }
    for row in found["methods"].values():
        assert set(row) == {"mrr", "hit1", "recall3", "map", "seconds"}
    assert found["data"] == str(data)
    assert found["parameters"]["k"] == 2
    assert "small" not in found


def test_suggestions_marks_a_small_set_and_says_why_one_has_no_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tidy(tmp_path / "tidy.csv", ["night", "money", "work"])
    small = printed("suggestions", ["--data", data, "--k", 1, "--repeats", 1], capsys)
    assert small["small"] is True
    none = printed("suggestions", ["--data", data, "--k", 20], capsys)
    assert none["methods"] == {}
    assert "25 units" in none["reason"]


def test_the_measures_of_suggestions_are_as_defined() -> None:
    scores = np.asarray([[0.9, 0.1, 0.5], [0.2, 0.8, 0.9], [0.5, 0.4, 0.3]])
    truth = np.asarray([[True, False, True], [False, True, False], [False] * 3])
    found = bench("suggestions").measure(scores, truth)
    assert found["mrr"] == pytest.approx((1 + 1 / 2) / 2)
    assert found["hit1"] == pytest.approx(1 / 2)
    assert found["recall3"] == pytest.approx(1.0)
    # Code by code: first, first, and second of three.
    assert found["map"] == pytest.approx((1 + 1 + 1 / 2) / 3)


def test_a_table_without_the_columns_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "x.csv", "text,code", [("a", "b")])
    with pytest.raises(SystemExit) as refusal:
        bench("suggestions").main(["--data", str(data)])
    assert refusal.value.code == 2
    assert "doc_id" in capsys.readouterr().err


def test_grouping_prints_every_method_with_its_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    themes = {"night": "rest", "sleep": "rest", "money": "world", "work": "world"}
    rows = [
        (f"{code} {part}", theme, f"{code}{part}{number}", text)
        for code, theme in themes.items()
        for part in ("one", "two")
        for number, text in enumerate(TOPICS[code])
    ]
    data = write(tmp_path / "codes.csv", "code,theme,unit_id,text", rows)
    found = printed("grouping", ["--data", data, "--bertopic"], capsys)
    assert {"workbench", "ward_segments", "ward_names", "hdbscan"} <= set(
        found["methods"]
    )
    for row in found["methods"].values():
        assert {"ami_k", "ari_k", "ami", "ari", "groups", "share_grouped"} <= set(row)
    assert found["methods"]["workbench"]["stability_seeds"] == 1.0
    assert "bertopic" in found["parameters"]


def test_grouping_averages_several_tables_with_an_interval_over_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = []
    for number, (one, other) in enumerate((("night", "money"), ("sleep", "work"))):
        rows = [
            (f"{code} {text[:9]}", code, f"{code}{at}", text)
            for code in (one, other)
            for at, text in enumerate(TOPICS[code])
        ]
        table = write(tmp_path / f"{number}.csv", "code,theme,unit_id,text", rows)
        tables += ["--data", table]
    found = printed("grouping", tables, capsys)
    assert [one["data"] for one in found["sets"]] == [str(t) for t in tables[1::2]]
    for name, row in found["methods"].items():
        each = [one["methods"][name]["ami_k"] for one in found["sets"]]
        assert row["ami_k"] == pytest.approx(sum(each) / 2, abs=1e-4)
        if name != "workbench":
            low, high = row["ami_k_interval"]
            assert low <= high
            assert row["ami_k_ahead"] == pytest.approx(
                found["methods"]["workbench"]["ami_k"] - row["ami_k"], abs=2e-4
            )


def test_grouping_times_codes_and_segments_it_makes_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = printed("grouping", ["--size", 30, 90], capsys)
    assert found["parameters"] == {"codes": 30, "segments": 90}
    assert found["seconds"] > 0


def test_grouping_says_why_a_table_without_themes_has_no_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "c.csv", "code,theme,unit_id,text", [("a", "", "1", "b")])
    found = printed("grouping", ["--data", data], capsys)
    assert found["methods"] == {}
    assert found["reason"]


def test_framework_prints_macro_f1_against_plain_cosine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ("We wanted the same thing from the start.", "goal"),
        ("It kept pushing its own aim.", "goal.agreement"),
        ("The exercises made sense to me.", "task"),
        ("I did the homework it gave me, and saw why.", "task|goal"),
        ("I felt that it was on my side.", "bond"),
        ("She cares about me, I know that.", "bond"),
        ("The bus was late again.", ""),
        ("I have two cats.", ""),
        ("It rained all week.", ""),
        ("We had soup for lunch.", ""),
    ]
    data = write(tmp_path / "labelled.csv", "text,dimension", rows)
    found = printed(
        "framework", ["--data", data, "--codebook", "bordin_working_alliance"], capsys
    )
    assert set(found["methods"]) == {"workbench", "cosine", "cosine_with_none"}
    assert all(0 <= row["macro_f1"] <= 1 for row in found["methods"].values())


def test_framework_refuses_an_unknown_dimension(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "x.csv", "text,dimension", [("a", "weather")])
    with pytest.raises(SystemExit):
        bench("framework").main(
            ["--data", str(data), "--codebook", "bordin_working_alliance"]
        )
    assert "weather" in capsys.readouterr().err


def test_encode_prints_its_measures(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed("encode", ["--units", 40], capsys)
    assert {
        *("units_per_second", "ratio_to_sentence_transformers"),
        *("fraction_of_matmul_limit", "worst_cosine", "mean_cosine", "path"),
    } <= set(found)
    assert found["worst_cosine"] >= 0.9997


def test_the_shipped_sentences_are_balanced_over_two_codebooks() -> None:
    read_rows = bench("suggestions").read_rows
    rows = read_rows(str(BENCH / "framework.csv"), ("codebook", "text", "dimension"))
    counts = Counter((row["codebook"], row["dimension"]) for row in rows)
    assert len(rows) >= 150
    for book, dimensions in (
        ("bordin_working_alliance", 3),
        ("digital_therapeutic_alliance", 6),
    ):
        named = [count for (of, name), count in counts.items() if of == book and name]
        assert len(named) == dimensions
        assert len(set(named)) == 1
        assert counts[book, ""] >= named[0]
    assert len({row["text"] for row in rows}) == len(rows)


def test_ranking_prints_its_times(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--codes", 5, "--examples", 3, "--stretches", 60]
    found = printed("ranking", small, capsys)
    assert {"fit_and_rank_seconds", "refresh_seconds", "list_seconds"} <= set(found)


def test_quality_puts_all_tables_into_the_docs_at_one_command(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "sets" / "made-up").mkdir(parents=True)
    tidy(tmp_path / "sets" / "made-up" / "tidy.csv", list(TOPICS))
    docs = tmp_path / "measuring.md"
    module = bench("quality")
    docs.write_text(f"before\n{module.BEGIN}\nold\n{module.END}\nafter\n", "utf-8")
    monkeypatch.setattr(module, "DOCS", docs)
    monkeypatch.setattr(module, "KS", (1,))
    monkeypatch.setattr(module, "CODEBOOKS", ("bordin_working_alliance",))
    folder = str(tmp_path / "sets")
    module.main(["--data", folder, "--repeats", "1", "--write"])

    text = docs.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert "| made-up | 1 | 8 |" in text
    assert "| **workbench** |" in text
    assert capsys.readouterr().out.strip() in text
