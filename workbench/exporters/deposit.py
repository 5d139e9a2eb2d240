"""A deposit for an archive: the talks of those who agreed, and what explains them.

Only transcripts in which everybody who takes part agreed to archiving and to being
quoted; pseudonymised as the study is; attributes only where at least three people share
them.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from workbench.exporters.determinism import packed
from workbench.exporters.facts import Facts
from workbench.exporters.methods import methods
from workbench.exporters.own_codebook import codebook_bytes
from workbench.exporters.protecting import Protection
from workbench.exporters.rendering import render
from workbench.exporters.sheets_csv import csv_bytes
from workbench.exporters.table import Sheet
from workbench.exporters.transcript_texts import transcript_texts
from workbench.in_words import counted, listed
from workbench.model import Code, Speaker

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.model import Participant

WITHHELD = "[withheld: fewer than three people share it]"


def deposit(moment: Moment) -> bytes:
    """The deposit as a zip, with a manifest of every file."""
    facts = Facts.of(moment)
    agreed = {p.id for p in facts.people if _agrees(p)}
    given = _transcripts(facts, agreed)
    files = {
        f"transcripts/{name}.txt": text.encode()
        for name, text in transcript_texts(moment, given)
    }
    speak = {who for who, talks in facts.interviewed.items() if given & set(talks)}
    people = [person for person in facts.people if person.id in speak]
    files["participants.csv"] = csv_bytes(_participants(moment, people))
    if moment.rows(Code, state="active"):
        files["codebook.csv"] = codebook_bytes(moment, ".csv", "thesis")
    files["methods.md"] = render(methods(moment), ".md", "thesis")
    files["README.txt"] = _readme(facts, given).encode()
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    files["manifest.json"] = (json.dumps(digests, indent=1) + "\n").encode()
    return packed(files)


def _agrees(person: Participant) -> bool:
    return person.archive and person.quotes == "verbatim" and person.state == "active"


def _transcripts(f: Facts, agreed: set[str]) -> set[str]:
    """The talks in which every participant is known and agreed."""
    speakers: dict[str, list[Speaker]] = {}
    versions = frozenset(t.version for t in f.transcripts)
    for who in f.moment.read(Speaker, version=versions):
        speakers.setdefault(who.version, []).append(who)
    others = {"interviewer", "app", "interpreter"}
    return {
        t.id
        for t in f.transcripts
        if speakers.get(t.version)
        and any(who.participant for who in speakers[t.version])
        and all(
            who.participant in agreed if who.participant else who.role in others
            for who in speakers[t.version]
        )
    }


def _participants(moment: Moment, people: list[Participant]) -> Sheet:
    """Group and attributes, as far as they single nobody out."""
    kept = Protection(moment, people)
    rows = [
        (p.id, p.group, *(kept.shown(p.id, a.id) for a in kept.attributes))
        for p in people
    ]
    columns = ("participant", "group", *(a.name for a in kept.attributes))
    return Sheet("Participants", columns, rows)


def _readme(f: Facts, given: set[str]) -> str:
    kept = sorted(t.id for t in f.transcripts if t.id not in given)
    study = f.moment.study()
    lines = [
        study.title,
        "=" * len(study.title),
        "",
        f"{counted(len(given), 'transcript')} of {len(f.transcripts)}, as text.",
        "Each turn has its number, who speaks, and the time where it is known.",
        "Given are talks in which every participant agreed to archiving and quotation.",
        f"Kept back: {listed(kept) or 'none'}.",
        "",
        "Speakers are named by id or role. Names were replaced as far as the study",
        "replaced them. Whoever receives this should not try to find out who is who.",
        "",
        "participants.csv  group and attributes that single nobody out",
        "codebook.csv      the codes with their definitions",
        "methods.md        how the study was done, from its records",
        "manifest.json     SHA-256 of every file",
        "",
        "No coding is part of this deposit; exports csv, json and qdpx hold it.",
    ]
    if study.is_sample:
        lines.insert(2, "\nA sample study: everyone in it is invented.\n")
    return "\n".join(lines) + "\n"
