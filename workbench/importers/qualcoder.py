"""A project of QualCoder, from the data.qda inside its folder."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.importers.decoding import clean
from workbench.importers.foreign import (
    ForeignCase,
    ForeignCode,
    ForeignFinding,
    ForeignNote,
    ForeignProject,
    ForeignSegment,
    ForeignSource,
    ForeignUser,
)
from workbench.importers.foreign_text import LaidOut
from workbench.importers.refi_offsets import CODE_POINTS, Ruler, judge
from workbench.importers.refi_xml import utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.importers.foreign_database import ForeignDatabase
    from workbench.importers.refi_offsets import Counting

FORMAT: Final = "qualcoder"
TABLES: Final = ("project", "source", "code_name", "code_text")
_MARK: Final = "\ufeff"

Row = dict[str, str | int | None]
Findings = Counter[tuple[str, str]]


def read(database: ForeignDatabase) -> ForeignProject:
    """The project: texts, codes, coded stretches, cases, attributes and memos."""
    findings: Findings = Counter()
    codes = list(_codes(database, findings))
    by_source: dict[object, list[Row]] = {}
    coded = ("ctid", "cid", "fid", "pos0", "pos1", "owner", "date", "memo")
    for row in database.rows("code_text", coded):
        by_source.setdefault(row["fid"], []).append(row)
    values = _attributes(database)
    columns = ("id", "name", "fulltext", "mediapath", "memo", "owner", "date")
    texts = [row for row in database.rows("source", columns) if row["fulltext"]]
    media = len(database.rows("source", ("id",))) - len(texts)
    if media:
        findings["sources without a text", ""] += media
    counting = _counting(texts, by_source, findings)
    known = {code.id for code in codes}
    notes: list[ForeignNote] = list(_notes(database))
    sources = []
    for row in texts:
        taking = _Taking(row, counting, known, findings, notes)
        sources.append(
            taking.source(by_source.pop(row["id"], []), values["file", row["id"]])
        )
        notes.extend(taking.annotations(database))
    lost = sum(map(len, by_source.values()))
    if lost:
        findings["codings in texts that are not there", ""] += lost
    for table, what in (
        ("code_image", "codings on pictures"),
        ("code_av", "codings on recordings"),
        ("graph", "drawn maps"),
    ):
        count = len(database.rows(table, ("memo", "owner", "name")))
        if count:
            findings[what, ""] += count
    return ForeignProject(
        format=FORMAT,
        origin="QualCoder",
        name="",
        users=tuple(ForeignUser(name, name) for name in _owners(database)),
        codes=tuple(codes),
        sets=(),
        sources=tuple(sources),
        cases=tuple(_cases(database, values, {s.id for s in sources}, findings)),
        notes=tuple(notes),
        findings=tuple(ForeignFinding(*key, n) for key, n in findings.items()),
    )


def _text(value: str | int | None) -> str:
    return clean(str(value or ""))[0].strip()


def _owners(database: ForeignDatabase) -> list[str]:
    owners = {
        _text(row["owner"])
        for table in ("code_text", "annotation", "journal", "source", "cases")
        for row in database.rows(table, ("owner",))
    }
    return sorted(owners - {""})


def _codes(database: ForeignDatabase, findings: Findings) -> Iterator[ForeignCode]:
    """Categories as headings, codes under them or under other codes."""
    categories = database.rows("code_cat", ("catid", "name", "memo", "supercatid"))
    known = {row["catid"] for row in categories}
    for row in categories:
        above = row["supercatid"]
        yield ForeignCode(
            id=f"cat-{row['catid']}",
            name=_text(row["name"]),
            description=_text(row["memo"]),
            parent=f"cat-{above}" if above in known else None,
            is_codable=False,
        )
    codes = database.rows("code_name", ("cid", "name", "memo", "catid", "supercid"))
    for row in codes:
        parent = f"cat-{row['catid']}" if row["catid"] in known else None
        if row["catid"] is not None and parent is None:
            findings["codes in a category that is not there", _text(row["name"])] += 1
        yield ForeignCode(
            id=f"code-{row['cid']}",
            name=_text(row["name"]),
            description=_text(row["memo"]),
            parent=f"code-{row['supercid']}" if row["supercid"] else parent,
            is_codable=True,
        )


def _attributes(database: ForeignDatabase) -> _Values:
    values = _Values()
    columns = ("name", "attr_type", "value", "id")
    for row in database.rows("attribute", columns):
        kind = "case" if row["attr_type"] == "case" else "file"
        told = _text(row["value"])
        if told:
            values[kind, row["id"]][_text(row["name"])] = told
    return values


class _Values(dict[tuple[str, object], dict[str, str]]):
    """Values by the kind and number of what has them."""

    def __missing__(self, key: tuple[str, object]) -> dict[str, str]:
        return self.setdefault(key, {})


def _counting(
    texts: Iterable[Row], coded: dict[object, list[Row]], findings: Findings
) -> Counting:
    """QualCoder counts code points; a text that it read with a mark, one more."""
    spans = [
        (
            str(row["fulltext"]).removeprefix(_MARK),
            str(row["fulltext"]).startswith(_MARK),
            [s for each in coded.get(row["id"], []) if (s := _span(each))],
        )
        for row in texts
    ]
    judged = judge(spans, CODE_POINTS)
    if judged.told():
        findings[judged.told(), ""] = 0  # nothing to count: how all were read
    return judged.counting


def _span(row: Row) -> tuple[int, int] | None:
    start, end = row["pos0"], row["pos1"]
    if isinstance(start, int) and isinstance(end, int):
        return start, end
    return None


@dataclass
class _Taking:
    """One text on its way."""

    row: Row
    counting: Counting
    known: set[str]
    findings: Findings
    notes: list[ForeignNote]

    def __post_init__(self) -> None:
        written = str(self.row["fulltext"])
        text = written.removeprefix(_MARK)
        self.id = f"file-{self.row['id']}"
        self.name = _text(self.row["name"]) or self.id
        self._ruler = Ruler(text, self.counting, has_mark=written != text)
        unified = clean(text)[0]
        if len(unified) != len(text):
            # QualCoder keeps LF only; a text with CRLF came from elsewhere
            self.findings["texts whose line ends were unified", self.name] += 1
        self.laid_out = LaidOut(unified)
        self._original = written

    def place(self, row: Row) -> tuple[int, int] | None:
        """Where a stretch stands among the turns; counted where it does not."""
        span = _span(row)
        ends = [self._ruler.code_point(each) for each in span] if span else [None, None]
        start, end = ends
        if start is None or end is None or start >= end:
            placed = None
        else:
            placed = self.laid_out.place(start, end)
        if placed is None:
            self.findings[
                "codings outside their text, or without words", self.name
            ] += 1
        return placed

    def source(self, coded: Iterable[Row], values: dict[str, str]) -> ForeignSource:
        """The text with its codings."""
        segments: list[ForeignSegment] = []
        for row in coded:
            placed, code = self.place(row), f"code-{row['cid']}"
            if placed is None:
                continue
            if code not in self.known:
                self.findings["codings with a code that is not there", self.name] += 1
                continue
            owner, at = _text(row["owner"]) or None, utc(str(row["date"] or ""))
            id_ = f"coding-{row['ctid']}-{row['cid']}-{row['fid']}-{len(segments)}"
            segments.append(ForeignSegment(id_, *placed, code, owner, at))
            if memo := _text(row["memo"]):
                self.notes.append(ForeignNote("", memo, id_, owner, at))
        if memo := _text(self.row["memo"]):
            owner = _text(self.row["owner"]) or None
            at = utc(str(self.row["date"] or ""))
            self.notes.append(ForeignNote("", memo, self.id, owner, at))
        return ForeignSource(
            id=self.id,
            name=self.name,
            turns=self.laid_out.turns,
            segments=tuple(segments),
            original=base64.b64encode(self._original.encode()).decode(),
            values=values,
        )

    def annotations(self, database: ForeignDatabase) -> Iterator[ForeignNote]:
        """Memos on stretches that have no code, kept with the text."""
        columns = ("fid", "pos0", "pos1", "memo", "owner", "date")
        for row in database.rows("annotation", columns):
            memo = _text(row["memo"])
            if row["fid"] == self.row["id"] and memo:
                owner = _text(row["owner"]) or None
                at = utc(str(row["date"] or ""))
                yield ForeignNote("", memo, self.id, owner, at)


def _cases(
    database: ForeignDatabase, values: _Values, known: set[str], findings: Findings
) -> Iterator[ForeignCase]:
    texts: dict[object, list[str]] = {}
    for row in database.rows("case_text", ("caseid", "fid")):
        source = f"file-{row['fid']}"
        if source in known:
            texts.setdefault(row["caseid"], []).append(source)
        else:
            findings["sources of a case that are not there", ""] += 1
    for row in database.rows("cases", ("caseid", "name")):
        yield ForeignCase(
            id=f"case-{row['caseid']}",
            name=_text(row["name"]),
            values=values["case", row["caseid"]],
            sources=tuple(dict.fromkeys(texts.get(row["caseid"], []))),
        )


def _notes(database: ForeignDatabase) -> Iterator[ForeignNote]:
    """The project's memo, journal entries, and memos on cases."""
    for row in database.rows("project", ("memo", "about")):
        if memo := _text(row["memo"]):
            yield ForeignNote("", memo, None, None, None)
    for row in database.rows("journal", ("name", "jentry", "date", "owner")):
        if told := _text(row["jentry"]):
            owner, at = _text(row["owner"]) or None, utc(str(row["date"] or ""))
            yield ForeignNote(_text(row["name"]), told, None, owner, at)
    for row in database.rows("cases", ("caseid", "memo", "owner", "date")):
        if memo := _text(row["memo"]):
            owner, at = _text(row["owner"]) or None, utc(str(row["date"] or ""))
            yield ForeignNote("", memo, f"case-{row['caseid']}", owner, at)
