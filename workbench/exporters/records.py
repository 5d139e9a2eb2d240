"""Every record of the study as data: JSON, or CSV tables with a data dictionary.

Left out, in every format: original files and import reports, labels of speakers and
file names (they may hold names), the name of a machine, memos that nobody released
with the answers to them, field notes, what participants answered in member checking,
and the words of people whose consent does not cover them. The project's backup is
what holds everything.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from inspect import getdoc
from typing import TYPE_CHECKING, Any, Final

from workbench.exporters.determinism import fixed_zip
from workbench.exporters.protecting import Protection
from workbench.exporters.quoting import Quotes
from workbench.exporters.sheets_csv import csv_bytes
from workbench.exporters.table import Sheet
from workbench.model import (
    AttributeValue,
    CodedSegment,
    Extract,
    FieldNote,
    LinkedAudio,
    LookBack,
    MemberPacket,
    MemberRemark,
    MemberReply,
    Memo,
    OutsideCopy,
    ParticipantLink,
    Photograph,
    Pseudonymising,
    SafetyFlag,
    Speaker,
    Study,
    TakenStudy,
    Turn,
    Version,
)
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.exporters.reading import Moment

_LEFT_OUT: Final[dict[type, frozenset[str]]] = {
    Study: frozenset({"machine", "machine_name"}),
    Version: frozenset({"file_name", "original", "report"}),
    Speaker: frozenset({"label"}),
    OutsideCopy: frozenset({"file_name"}),
    TakenStudy: frozenset({"file_name", "report"}),
    ParticipantLink: frozenset({"relation"}),
    Photograph: frozenset({"file_name", "image", "sha256"}),
    LinkedAudio: frozenset({"path"}),
    Pseudonymising: frozenset({"log"}),
    SafetyFlag: frozenset({"reason"}),
    MemberPacket: frozenset({"reason"}),
    MemberReply: frozenset({"text", "sha256"}),
    MemberRemark: frozenset({"text"}),
    FieldNote: frozenset({"observation", "interpretation"}),
}


def record_sheets(moment: Moment, *, protected: bool = False) -> list[Sheet]:
    """One sheet per table of the study, in the order of the work.

    Protected, attributes that could single a participant out are withheld.
    """
    sheets = [_sheet(moment, row) for row in SHAPES]
    if not protected:
        return sheets
    name = SHAPES[AttributeValue].table
    return [_protected(moment, s) if s.name == name else s for s in sheets]


def _protected(moment: Moment, sheet: Sheet) -> Sheet:
    people = [p for p in moment.participants_now().values() if p.state != "all"]
    kept = Protection(moment, people)
    rows = [
        (each.participant, each.attribute, kept.shown(each.participant, each.attribute))
        for each in moment.rows(AttributeValue)
    ]
    return replace(sheet, columns=("participant", "attribute", "value"), rows=rows)


def _sheet(moment: Moment, row: type) -> Sheet:
    shape = SHAPES[row]
    left_out = _LEFT_OUT.get(row, frozenset())
    columns = [name for name in shape.columns if name not in left_out]
    return Sheet(
        shape.table,
        columns,
        [
            tuple(_plain(getattr(each, c)) for c in columns)
            for each in _rows(moment, row)
        ],
    )


def _rows(moment: Moment, row: type) -> Sequence[Any]:
    reader = _READERS.get(row)
    return reader(moment) if reader else moment.read(row)


def _versions(moment: Moment) -> list[Version]:
    found = moment.rows(Version)
    said = moment.words([w for v in found for w in (v.sha256, v.reason) if w])
    return [
        replace(v, sha256=said[v.sha256], reason=said.get(v.reason or ""))
        for v in found
    ]


def _released_memos(moment: Moment) -> Sequence[Memo]:
    return moment.read(Memo, visibility="release")


def _looks_back(moment: Moment) -> list[LookBack]:
    released = {memo.id for memo in _released_memos(moment)}
    return [each for each in moment.read(LookBack) if each.memo in released]


def _segments(moment: Moment) -> list[CodedSegment]:
    segments = moment.read(CodedSegment)
    return _quotable(segments, Quotes(moment, segments))


def _printable(moment: Moment) -> list[Extract]:
    """The extracts; what one is printed as, only where its words may be quoted."""
    segments = moment.read(CodedSegment)
    quotes = Quotes(moment, segments)
    barred = {each.id for each in segments if quotes.mark(each)}
    return [
        replace(each, printed=None) if each.segment in barred else each
        for each in moment.read(Extract)
    ]


def _quotable(segments: Sequence[CodedSegment], quotes: Quotes) -> list[CodedSegment]:
    found = []
    for segment in segments:
        mark = quotes.mark(segment)
        before, after = ("", "") if mark else quotes.around(segment)
        found.append(
            replace(segment, quote=mark or segment.quote, before=before, after=after)
        )
    return found


def _readable_turns(moment: Moment) -> list[Turn]:
    quotes = Quotes.of_versions(moment, {v.id for v in moment.rows(Version)})
    found = []
    for turn in moment.read(Turn):
        mark = quotes.mark_of_turn(turn)
        found.append(turn if mark is None else replace(turn, text=mark))
    return found


def _plain(value: object) -> str | int | None:
    if isinstance(value, tuple):
        return " | ".join(str(part) for part in value)
    if value is None or isinstance(value, str | int):
        return value
    return str(value)


#: Tables of which not every row, or not every word, may leave.
_READERS: Final[dict[type, Callable[[Moment], Sequence[Any]]]] = {
    Version: _versions,
    Memo: _released_memos,
    LookBack: _looks_back,
    Extract: _printable,
    CodedSegment: _segments,
    Turn: _readable_turns,
}


def _dictionary() -> Sheet:
    """What each table and column is."""
    rows: list[tuple[str, str, str, str]] = []
    for row in SHAPES:
        shape = SHAPES[row]
        left_out = _LEFT_OUT.get(row, frozenset())
        about = (getdoc(row) or "").splitlines()[0]
        for name in shape.columns:
            if name in left_out:
                continue
            kind = "number" if name in shape.integers else "text"
            if name in shape.wording:
                kind = "text that a person spoke or typed"
            may = " or empty" if name in shape.optional else ""
            rows.append((shape.table, about, name, f"{kind}{may}"))
    return Sheet("data-dictionary", ("table", "what it holds", "column", "kind"), rows)


def records_zip(moment: Moment, *, protected: bool = False) -> bytes:
    """CSV files, one per table, and the data dictionary, in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for sheet in (_dictionary(), *record_sheets(moment, protected=protected)):
            archive.writestr(f"{sheet.name}.csv", csv_bytes(sheet))
    return fixed_zip(out.getvalue())


def records_json(moment: Moment) -> bytes:
    """One JSON object: the study's tables by name, rows as objects."""
    tables = {
        sheet.name: [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        for sheet in record_sheets(moment)
    }
    found = {"project": moment.uuid, "decisions": moment.at, "tables": tables}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
