"""How a file was read, kept with each version of its transcript, to show and to export.

Every wording of a transcript came with a report: what the file was, what was left out
of it word for word, and what to look at.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.importers.times import clock
from workbench.model import ERASED, Speaker, Turn, Version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from workbench.store.project import Project

_COLUMNS: Final = (
    *("transcript", "version", "file", "sha256", "format", "verdict", "read_at"),
    *("kind", "what", "where", "text"),
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One version of a transcript, and how its file was read."""

    transcript: str
    version: int
    file: str
    sha256: str
    format: str
    verdict: str
    read_at: str
    title: str | None
    language: str | None
    turns: int
    unlabelled_turns: int
    first_time: str | None
    last_time: str | None
    #: label, turns, words
    speakers: tuple[tuple[str, int, int], ...]
    #: what, where, text
    omissions: tuple[tuple[str, str, str], ...]
    #: code, where, message
    warnings: tuple[tuple[str, str, str], ...]

    @property
    def is_erased(self) -> bool:
        """The words of the report were withdrawn with those of the interview."""
        return self.file == ERASED


def reports(project: Project, transcript: str | None = None) -> list[ImportReport]:
    """The reports of one transcript, or of all, the oldest version first."""
    where = {} if transcript is None else {"transcript": transcript}
    versions = project.rows(Version, **where)
    # not every word: a version also holds the whole file it came from
    told = project.words(
        *(each for v in versions for each in (v.file_name, v.sha256, v.report))
    )
    here = (
        {} if transcript is None or len(versions) != 1 else {"version": versions[0].id}
    )
    turns: dict[str, list[Turn]] = {}
    for turn in project.rows(Turn, **here):
        turns.setdefault(turn.version, []).append(turn)
    named = {
        (who.version, who.index)
        for who in project.rows(Speaker, **here)
        if who.label is not None
    }
    return [
        _report(version, told, turns.get(version.id, ()), named)
        for version in sorted(versions, key=lambda v: (v.transcript, v.number))
    ]


def _report(
    version: Version,
    words: Mapping[str, str | None],
    turns: Sequence[Turn],
    named: Collection[tuple[str, int | None]],
) -> ImportReport:
    told = _loaded(words.get(version.report) or "")
    times = [
        at for turn in turns for at in (turn.start_ms, turn.end_ms) if at is not None
    ]
    return ImportReport(
        transcript=version.transcript,
        version=version.number,
        file=words.get(version.file_name) or ERASED,
        sha256=words.get(version.sha256) or ERASED,
        format=version.format,
        verdict=version.verdict,
        read_at=version.made_at,
        title=told.get("title"),
        language=told.get("language"),
        turns=len(turns),
        unlabelled_turns=sum(
            (turn.version, turn.speaker) not in named for turn in turns
        ),
        first_time=clock(min(times)) if times else None,
        last_time=clock(max(times)) if times else None,
        speakers=_parts(told, "speakers", "label", "turns", "words"),
        omissions=_parts(told, "omissions", "what", "where", "text"),
        warnings=_parts(told, "warnings", "code", "where", "message"),
    )


def _loaded(report: str) -> dict[str, Any]:
    """The report as it was kept; nothing where it was erased or never made."""
    try:
        told = json.loads(report)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _parts(told: dict[str, Any], part: str, *names: str) -> tuple[Any, ...]:
    return tuple(
        tuple(entry.get(name) for name in names) for entry in told.get(part, ())
    )


def as_json(found: Sequence[ImportReport]) -> str:
    """The reports for a program."""
    return json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1)


def as_csv(found: Sequence[ImportReport]) -> str:
    """The reports for a spreadsheet: one line for each thing said of a file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for report in found:
        of = (
            report.transcript,
            report.version,
            _guarded(report.file),
            *(report.sha256, report.format, report.verdict, report.read_at),
        )
        lines = [
            ("read", "turns", "", str(report.turns)),
            ("read", "turns without a speaker", "", str(report.unlabelled_turns)),
            ("read", "time", report.first_time or "", report.last_time or ""),
            *(("speaker", who, f"{n} turns", f"{w}") for who, n, w in report.speakers),
            *(("left out", *omission) for omission in report.omissions),
            *(("look at", *warning) for warning in report.warnings),
        ]
        for line in lines:
            writer.writerow((*of, *(_guarded(cell) for cell in line)))
    return buffer.getvalue()


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
