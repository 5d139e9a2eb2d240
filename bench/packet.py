"""A debriefing packet of a full-size study: made, and opened again.

    python bench/packet.py [--transcripts 25] [--segments 5000] [--words 14000]

Prints one JSON object: seconds to open the session, to make the packet, to open it, and
its size; with the identity key's look through the file, where --names is given.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import (
    SpeakerGiven,
    TranscriptImported,
    TurnGiven,
    VersionGiven,
)
from workbench.model import Researcher
from workbench.people.identity_key import Entry, IdentityKey
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings
from workbench.study import add_researcher
from workbench.trust import packet_file, sessions
from workbench.trust.handing_out import hand_out_packet
from workbench.trust.shown import Wish

_SAID = (
    *("the", "app", "was", "awake", "when", "nobody", "else"),
    *("in", "the", "house", "would", "have", "been"),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--transcripts", type=int, default=25)
    asked.add_argument("--segments", type=int, default=5000)
    asked.add_argument("--words", type=int, default=14_000)
    asked.add_argument("--names", type=int, default=0, help="entries in a key")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(_measure(Path(folder), given)))


def _measure(folder: Path, given: argparse.Namespace) -> dict[str, float | int]:
    project, lead, debriefer = _build(folder, given)
    seconds = {}
    start = time.perf_counter()
    session = sessions.open_session(project, lead, debriefer, ["Does it hold?"], Wish())
    seconds["session_s"] = time.perf_counter() - start
    letters = "bdfgklmnprstvz"
    entries = (
        Entry(
            n, f"C{n:02}", "name", f"Zdi{_name(n, letters)} Pro{_name(n, letters)}ova"
        )
        for n in range(given.names)
    )
    key = IdentityKey(tuple(entries)) if given.names else None
    out = folder / "packet.zip"
    start = time.perf_counter()
    hand_out_packet(project, lead, session, out, key=key)
    seconds["made_s"] = time.perf_counter() - start
    start = time.perf_counter()
    packet = packet_file.open_packet(out.read_bytes(), out.name)
    seconds["opened_s"] = time.perf_counter() - start
    return {
        **{name: round(value, 2) for name, value in seconds.items()},
        "megabytes": round(out.stat().st_size / 1e6, 2),
        "segments": len(packet.content["segments"]),
        "transcripts": len(packet.content["transcripts"]),
    }


def _name(number: int, letters: str) -> str:
    """Syllables that no word of the talk has."""
    high, low = divmod(number, len(letters))
    return f"{letters[high % len(letters)]}o{letters[low]}u"


def _build(folder: Path, given: argparse.Namespace) -> tuple[Project, str, str]:
    project = Project.create(
        folder / "study.workbench",
        title="Nights",
        orientation="codebook",
        researcher="Alma",
        surroundings=Surroundings(config=folder / "config"),
    )
    lead = project.rows(Researcher)[0].id
    debriefer = add_researcher(project, lead, "Bruno", "debriefer")
    chance = random.Random(0)  # noqa: S311 - invented talk
    project.record(
        *(CodeCreated(f"c-{n}", Words(f"code {n}")) for n in range(250)), by=lead
    )
    each = given.segments // given.transcripts
    for number in range(given.transcripts):
        texts = [
            " ".join(chance.choices(_SAID, k=35)).capitalize() + "."
            for _ in range(given.words // 35)
        ]
        turns, at = [], 0
        for index, text in enumerate(texts):
            turns.append(
                TurnGiven(index % 2, at, at + len(text), None, None, Words(text))
            )
            at += len(text) + 1
        version = VersionGiven(
            *(f"v-{number}", 1, "text", "whole", at - 1, Words("a.txt"), Words("0")),
            *(None, Words("{}")),
            (
                SpeakerGiven(Words("I"), "interviewer", None),
                SpeakerGiven(Words("P"), "participant", None),
            ),
            tuple(turns),
        )
        whole = "\n".join(texts)
        coded = []
        for index in range(each):
            start = chance.randrange(0, len(whole) - 200)
            span = (start, start + 120)
            coded.append(
                SegmentCoded(
                    *(f"s-{number}-{index}", f"t-{number}", f"v-{number}", *span),
                    *(Words(whole[slice(*span)]), Words(""), Words("")),
                    f"c-{chance.randrange(250)}",
                )
            )
        project.record(
            TranscriptImported(f"t-{number}", None, "en", version), *coded, by=lead
        )
    return project, lead, debriefer


if __name__ == "__main__":
    main()
