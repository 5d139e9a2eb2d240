"""Every kind of export, the formats it has, and what makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.exporters import (
    figures_days,
    figures_lineage,
    figures_matrices,
    figures_themes,
    group_comparison,
    lineage,
    matrices,
    own_codebook,
    people_tables,
    quote_bank,
    records,
    supervision,
    theme_table,
    trail_data,
)
from workbench.exporters.audit_pack import audit_pack
from workbench.exporters.cases import cases
from workbench.exporters.coded_transcript import coded_transcript
from workbench.exporters.compared_readings import compared_readings
from workbench.exporters.coreq import coreq
from workbench.exporters.deposit import deposit
from workbench.exporters.drawing import SUFFIXES, drawn
from workbench.exporters.extract_book import extract_book
from workbench.exporters.gaps import gaps
from workbench.exporters.journal import journal
from workbench.exporters.methods import methods
from workbench.exporters.participants import participants
from workbench.exporters.phases import phases
from workbench.exporters.registers import registers
from workbench.exporters.rendering import render
from workbench.exporters.self_review import self_review
from workbench.exporters.srqr import srqr
from workbench.exporters.statements import disclosure
from workbench.exporters.trail_story import trail_story

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbench.exporters.drawing import Drawing
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Content

#: The ending of an OUT that is to be a folder.
FOLDER: Final = ""


@dataclass(frozen=True, slots=True)
class Request:
    """How an export is wanted."""

    suffix: str
    style: str
    counts: bool
    #: Ends of lines in the texts of a project file: lf or crlf.
    line_ends: str = "lf"
    #: The signed note about the trail up to the moment, where the kind wants one.
    checkpoint: str = ""
    #: Is told what is being made, where that takes a while.
    say: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of export."""

    suffixes: tuple[str, ...]
    #: The contents of the files, in the order of `paths`.
    make: Callable[[Moment, Request], Sequence[bytes]]
    #: Names of files that stand beside OUT, by OUT's suffix.
    beside: tuple[tuple[str, str], ...] = ()
    #: Whether a signed checkpoint goes with it.
    is_signed: bool = False
    #: What it says, for kinds that are a document; and the picture that it draws.
    content: Callable[[Moment, Request], Content] | None = None
    drawing: Callable[[Moment, Request], Drawing] | None = None

    def paths(self, out: Path) -> list[Path]:
        """Every file that an export to `out` writes."""
        found = [out]
        for suffix, name in self.beside:
            if out.suffix.lower() == suffix:
                found.append(out.with_name(name))
        return found


def _rendered(
    content: Callable[[Moment, Request], Content], *suffixes: str
) -> Exporter:
    def make(moment: Moment, request: Request) -> Sequence[bytes]:
        return [render(content(moment, request), request.suffix, request.style)]

    return Exporter(suffixes, make, content=content)


def _pictured(
    draw: Callable[[Moment, Request], Drawing],
    content: Callable[[Moment, Request], Content] | None = None,
    *suffixes: str,
) -> Exporter:
    """A picture, and the table that says the same where there is one."""

    def make(moment: Moment, request: Request) -> Sequence[bytes]:
        if content is not None and request.suffix in suffixes:
            return [render(content(moment, request), request.suffix, request.style)]
        return [drawn(draw(moment, request), request.suffix)]

    every = tuple(dict.fromkeys((*suffixes, *SUFFIXES)))
    return Exporter(every, make, content=content, drawing=draw)


def _trail(moment: Moment, request: Request) -> Sequence[bytes]:
    if request.suffix == ".jsonl":
        return [trail_data.trail_lines(moment), trail_data.wording_lines(moment)]
    return [render(trail_story(moment), request.suffix, request.style)]


def _codebook(moment: Moment, request: Request) -> Sequence[bytes]:
    return [own_codebook.codebook_bytes(moment, request.suffix, request.style)]


def _audit_pack(moment: Moment, request: Request) -> Sequence[bytes]:
    made = audit_pack(
        *(moment, request.style, request.checkpoint),
        counts=request.counts,
        say=request.say,
    )
    return [made]


_TABLES: Final = (".docx", ".xlsx", ".csv", ".md")
_PROSE: Final = (".docx", ".html", ".md")


def _qdpx(moment: Moment, request: Request) -> list[bytes]:
    from workbench.exporters import qdpx  # noqa: PLC0415 - its parser loads slowly

    return [qdpx.qdpx(moment, request.line_ends)]


def _qdc(moment: Moment, _: Request) -> list[bytes]:
    from workbench.exporters import qdc  # noqa: PLC0415 - its parser loads slowly

    return [qdc.qdc(moment)]


EXPORTS: Final[dict[str, Exporter]] = {
    "trail": Exporter(
        (".jsonl", ".docx", ".html", ".md"),
        _trail,
        ((".jsonl", trail_data.WORDING),),
        content=lambda m, _: trail_story(m),
    ),
    "theme-table": _rendered(
        lambda m, r: theme_table.theme_table(m, r.style, counts=r.counts),
        *_TABLES,
    ),
    "quote-bank": _rendered(lambda m, _: quote_bank.quote_bank(m), *_TABLES),
    "participant-matrix": _pictured(
        lambda m, r: figures_matrices.participant_dots(m, counts=r.counts),
        lambda m, r: matrices.participant_matrix(m, counts=r.counts),
        *_TABLES,
    ),
    "alliance-matrix": _pictured(
        lambda m, _: figures_matrices.alliance_cells(m),
        lambda m, _: matrices.alliance_matrix(m),
        *_TABLES,
    ),
    "group-comparison": _pictured(
        lambda m, _: figures_matrices.group_bars(m),
        lambda m, r: group_comparison.group_comparison(m, r.style, counts=r.counts),
        *_TABLES,
    ),
    "joint-display": _rendered(
        lambda m, _: group_comparison.joint_display(m), *_TABLES
    ),
    "theme-map": _pictured(lambda m, _: figures_themes.theme_map(m)),
    "code-tree": _pictured(lambda m, _: figures_themes.code_tree(m)),
    "data-to-theme": _rendered(
        lambda m, r: people_tables.data_to_theme(m, r.style), *_TABLES
    ),
    "supervision": _rendered(lambda m, _: supervision.supervision(m), *_PROSE),
    "codebook": Exporter(own_codebook.SUFFIXES, _codebook),
    "participants": _rendered(lambda m, _: participants(m), *_TABLES),
    "lineage": _pictured(
        lambda m, _: figures_lineage.lineage_flow(m),
        lambda m, _: lineage.lineage(m),
        *_TABLES,
    ),
    "coded-transcript": _rendered(lambda m, _: coded_transcript(m), ".docx", ".html"),
    "memos": _rendered(lambda m, _: people_tables.memos(m), *_PROSE, ".csv"),
    "cases": _rendered(lambda m, _: cases(m), ".csv", ".xlsx"),
    "extract-book": _rendered(
        lambda m, _: extract_book(m), ".docx", ".html", ".xlsx", ".csv"
    ),
    "journal": _rendered(lambda m, _: journal(m), *_PROSE, ".csv"),
    "readings": _rendered(lambda m, _: compared_readings(m), *_TABLES),
    "registers": _rendered(lambda m, _: registers(m), *_PROSE, ".xlsx", ".csv"),
    "phases": _rendered(lambda m, _: phases(m), *_TABLES),
    "working-days": _pictured(lambda m, _: figures_days.working_days(m)),
    "methods": _rendered(lambda m, _: methods(m), *_PROSE),
    "coreq": _rendered(lambda m, _: coreq(m), *_TABLES),
    "srqr": _rendered(lambda m, _: srqr(m), *_TABLES),
    "self-review": _rendered(lambda m, _: self_review(m), *_TABLES),
    "disclosure": _rendered(lambda m, _: disclosure(m), *_PROSE),
    "gaps": _rendered(lambda m, _: gaps(m), *_PROSE, ".csv"),
    "qdpx": Exporter((".qdpx",), _qdpx),
    "qdc": Exporter((".qdc",), _qdc),
    "deposit": Exporter((".zip",), lambda m, _: [deposit(m)]),
    "audit-pack": Exporter((".zip", FOLDER), _audit_pack, is_signed=True),
    "csv": Exporter((".zip",), lambda m, _: [records.records_zip(m)]),
    "json": Exporter((".json",), lambda m, _: [records.records_json(m)]),
}
