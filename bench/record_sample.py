"""Make the sample's recorded machine outputs anew: suggested.json and grouped.json.

The sample replays what a model offered instead of computing it, so that its trail is
the same on every machine. After a change of the story, coding or model this script
plays the story up to the day before each run, asks the model, and writes what it says.
Prints one JSON object with what was written.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from workbench.coding.suggestions import suggest
from workbench.model import Code, CodedSegment, Grouping, GroupingRun, SuggestionRun
from workbench.sample.build import build_sample
from workbench.study import find_researcher
from workbench.themes.groupings import group

FOLDER = Path(__file__).parent.parent / "sample_transcripts"


def played_up_to(verb: str, folder: Path) -> tuple[Any, str, dict[str, Any]]:
    """The project just before the first act of that verb, who acts, and the act."""
    copy = folder / verb
    shutil.copytree(FOLDER, copy)
    text = (copy / "story.toml").read_text("utf-8")
    acts = tomllib.loads(text)["act"]
    number = next(i for i, act in enumerate(acts) if act["do"] == verb)
    parts = text.split("[[act]]")
    (copy / "story.toml").write_text("[[act]]".join(parts[: number + 1]), "utf-8")
    project = build_sample(folder / f"{verb}.workbench", folder=copy)
    return project, find_researcher(project, acts[number]["by"]).id, acts[number]


def record_suggestions(folder: Path) -> int:
    project, by, act = played_up_to("suggested", folder)
    transcript = json.loads((FOLDER / act["file"]).read_text("utf-8"))["transcript"]
    found = suggest(project, by, transcript=transcript, limit=6)
    run = project.read(SuggestionRun)[-1]
    segments = {s.id: s for s in project.read(CodedSegment)}
    names = {code.id: code.name for code in project.read(Code)}
    suggestions = [
        {
            "turn": each["turn"],
            "start": each["start"],
            "end": each["end"],
            "code": names[each["code"]],
            "rank": each["rank"],
            "similarity": round(each["similarity"] * 10_000),
            "because": [
                {
                    "transcript": segments[b["coded_segment"]].transcript,
                    "quote": b["quote"],
                    "code": names[each["code"]],
                }
                for b in each["because"]
            ],
            "because_similarity": [
                round(b["similarity"] * 10_000) for b in each["because"]
            ],
        }
        for each in found["suggestions"]
    ]
    offered = {
        "note": "Offered by a model to an invented study; recorded, not computed.",
        "transcript": transcript,
        "model": run.model,
        "weights": run.weights,
        "path": run.path,
        "limit": run.limit,
        "suggestions": suggestions,
    }
    write(act["file"], offered)
    return len(suggestions)


def record_groupings(folder: Path) -> int:
    project, by, act = played_up_to("grouped", folder)
    group(project, by)
    run = project.read(GroupingRun)[-1]
    names = {code.id: code.name for code in project.read(Code)}
    groupings = [
        {
            "alternative": each.alternative,
            "codes": [names[code] for code in each.codes],
            "cohesion": each.cohesion,
        }
        for each in project.read(Grouping, run=run.id)
    ]
    offered = {
        "note": "Offered by a model to an invented study; recorded, not computed.",
        "method": run.method,
        "model": run.model,
        "path": run.path,
        "seed": run.seed,
        "groupings": sorted(groupings, key=lambda g: (g["alternative"], g["codes"])),
    }
    write(act["file"], offered)
    return len(groupings)


def write(name: str, offered: dict[str, Any]) -> None:
    text = json.dumps(offered, ensure_ascii=False, indent=1)
    (FOLDER / name).write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print(
            json.dumps(
                {
                    "suggestions": record_suggestions(Path(made)),
                    "groupings": record_groupings(Path(made)),
                }
            )
        )
