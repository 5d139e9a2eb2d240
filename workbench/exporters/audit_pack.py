"""The audit pack: six folders after Halpern, an index, and a trail that can be checked.

Sources: Lincoln and Guba 1985, pp. 319-320 and 382-384, for Halpern's categories.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.exporters import (
    figures_themes,
    group_comparison,
    lineage,
    matrices,
    own_codebook,
    people_tables,
    phases,
    quote_bank,
    records,
    theme_table,
    trail_data,
)
from workbench.exporters.cases import cases
from workbench.exporters.codebook_history import (
    codebook_history,
    codebook_history_page,
)
from workbench.exporters.coded_transcript import coded_transcript
from workbench.exporters.coreq import coreq
from workbench.exporters.debriefing import debriefing
from workbench.exporters.determinism import packed
from workbench.exporters.drawing import drawn
from workbench.exporters.extract_book import extract_book
from workbench.exporters.gaps import gaps
from workbench.exporters.hints import hints_table
from workbench.exporters.instruments import instruments
from workbench.exporters.intentions import intentions
from workbench.exporters.journal import journal
from workbench.exporters.member_checking import member_checking
from workbench.exporters.methods import methods
from workbench.exporters.pack_index import index, with_links
from workbench.exporters.participants import participants
from workbench.exporters.registers import registers
from workbench.exporters.rendering import render
from workbench.exporters.self_review import self_review
from workbench.exporters.srqr import srqr
from workbench.exporters.statements import disclosure
from workbench.exporters.timeline_page import timeline_page
from workbench.exporters.trail_story import trail_story
from workbench.exporters.transcript_texts import transcript_texts
from workbench.model import Code, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Content

RAW: Final = "1-raw-data"
REDUCTION: Final = "2-data-reduction"
RECONSTRUCTION: Final = "3-reconstruction"
PROCESS: Final = "4-process"
INTENTIONS: Final = "5-intentions"
INSTRUMENTS: Final = "6-instruments"
TRAIL: Final = f"{PROCESS}/trail"
MANIFEST: Final = "manifest.json"


def audit_pack(
    moment: Moment,
    style: str,
    checkpoint: str,
    *,
    counts: bool,
    say: Callable[[str], object],
) -> bytes:
    """The pack as a zip, the same bytes for the same moment and key.

    Args:
        moment: the study after the last decision that counts.
        style: the house style of its tables.
        checkpoint: the signed note about the trail up to that decision.
        counts: whether tables show numbers of participants.
        say: is told the name of each file as it is made.

    Raises:
        RefusedError: a quote does not match its transcript; all are listed.
    """
    files = {}
    for name, data in _files(moment, style, checkpoint, counts=counts):
        files[name] = data
        say(name)
    opening = index(moment, files)
    files["index.html"] = with_links(render(opening, ".html", style))
    files["index.docx"] = _word(opening, style)
    manifest = {
        "project": moment.uuid,
        "decisions": moment.at,
        "files": {n: hashlib.sha256(files[n]).hexdigest() for n in sorted(files)},
    }
    files[MANIFEST] = (json.dumps(manifest, indent=1) + "\n").encode()
    return packed(files)


def _files(
    moment: Moment, style: str, checkpoint: str, *, counts: bool
) -> Iterator[tuple[str, bytes]]:
    yield from _raw_data(moment, style)
    yield from _reduction(moment, style)
    yield from _reconstruction(moment, style, counts=counts)
    yield from _process(moment, style)
    yield f"{TRAIL}/trail.jsonl", trail_data.trail_lines(moment)
    yield f"{TRAIL}/{trail_data.WORDING}", trail_data.wording_lines(moment)
    yield f"{TRAIL}/checkpoint.txt", checkpoint.encode()
    checker = Path(__file__).with_name("check_trail.py")
    yield f"{TRAIL}/{checker.name}", checker.read_bytes()
    yield f"{INTENTIONS}/set-up.docx", _word(intentions(moment), style)
    yield f"{INTENTIONS}/reflexive-journal.docx", _word(journal(moment), style)
    yield f"{INSTRUMENTS}/instruments.docx", _word(instruments(moment), style)
    yield f"{INSTRUMENTS}/self-review.docx", _word(self_review(moment), style)
    if moment.study().orientation != "reflexive":
        # their values are not a reflexive study's; there they are made when asked for
        yield f"{INSTRUMENTS}/coreq.docx", _word(coreq(moment), style)
        yield f"{INSTRUMENTS}/srqr.docx", _word(srqr(moment), style)


def _word(content: Content, style: str) -> bytes:
    return render(content, ".docx", style)


def _raw_data(moment: Moment, style: str) -> Iterator[tuple[str, bytes]]:
    for name, text in transcript_texts(moment):
        yield f"{RAW}/transcripts/{name}.txt", text.encode()
    yield f"{RAW}/registers.docx", _word(registers(moment), style)
    yield f"{RAW}/participants.docx", _word(participants(moment), style)


def _reduction(moment: Moment, style: str) -> Iterator[tuple[str, bytes]]:
    if moment.rows(Code, state="active"):
        book = own_codebook.codebook_bytes(moment, ".docx", style)
        yield f"{REDUCTION}/codebook.docx", book
    history = codebook_history(moment)
    yield f"{REDUCTION}/codebook-history.csv", render(history, ".csv", style)
    yield f"{REDUCTION}/codebook-history.html", codebook_history_page(moment)
    for name, content, suffix in (
        ("coded-transcripts", coded_transcript(moment), ".html"),
        ("extract-book", extract_book(moment), ".html"),
        ("quote-bank", quote_bank.quote_bank(moment), ".csv"),
        ("codes-by-cases", cases(moment, protected=True), ".csv"),
        ("notes", people_tables.memos(moment), ".docx"),
    ):
        yield f"{REDUCTION}/{name}{suffix}", render(content, suffix, style)
    yield f"{REDUCTION}/records.zip", records.records_zip(moment, protected=True)


def _reconstruction(
    moment: Moment, style: str, *, counts: bool
) -> Iterator[tuple[str, bytes]]:
    for name, content in (
        ("theme-table", theme_table.theme_table(moment, style, counts=counts)),
        ("data-to-theme", people_tables.data_to_theme(moment, style)),
        ("participants-and-themes", matrices.participant_matrix(moment, counts=counts)),
        ("themes-and-theory", matrices.alliance_matrix(moment)),
        ("lineage", lineage.lineage(moment)),
    ):
        yield f"{RECONSTRUCTION}/{name}.docx", _word(content, style)
    yield (
        f"{RECONSTRUCTION}/lineage.csv",
        render(lineage.lineage(moment), ".csv", style),
    )
    for name, drawing in (
        ("theme-map", figures_themes.theme_map(moment)),
        ("code-tree", figures_themes.code_tree(moment)),
    ):
        yield f"{RECONSTRUCTION}/{name}.svg", drawn(drawing, ".svg")
    for name, content in (
        (
            "group-comparison",
            group_comparison.group_comparison(moment, style, counts=counts),
        ),
        ("joint-display", group_comparison.joint_display(moment)),
    ):
        yield f"{RECONSTRUCTION}/{name}.docx", _word(content, style)


def _process(moment: Moment, style: str) -> Iterator[tuple[str, bytes]]:
    yield f"{PROCESS}/timeline.docx", _word(trail_story(moment), style)
    yield f"{PROCESS}/timeline.html", timeline_page(moment)
    for name, content in (
        ("phases", phases.phases(moment)),
        ("peer-debriefing", debriefing(moment)),
        ("participants-checking", member_checking(moment)),
        ("disclosure", disclosure(moment)),
        ("methods", methods(moment)),
    ):
        yield f"{PROCESS}/{name}.docx", _word(content, style)
    if with_gaps(moment):
        yield f"{PROCESS}/not-recorded.docx", _word(gaps(moment), style)
    yield f"{PROCESS}/hints.csv", render(hints_table(moment), ".csv", style)


def with_gaps(moment: Moment) -> bool:
    """Whether the pack tells what is not recorded: unless that was switched off."""
    chosen = moment.read(Setting, key="gap-report")
    return not chosen or chosen[0].value != "off"
