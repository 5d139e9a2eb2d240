"""Codebooks: the codes a framework or a study comes with, read from a file.

Six are shipped (docs/codebooks.md says what each is for); others are read from TOML,
QDC (REFI-QDA), CSV or XLSX. Reading changes nothing: which codes join a project is
recorded elsewhere.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.coding.codebook_files import (
    BETWEEN,
    Row,
    TomlPlaces,
    as_text,
    csv_rows,
    qdc_rows,
    read_bytes,
    slug,
    xlsx_rows,
)
from workbench.errors import (
    ImportRejectedError,
    RowsRefusedError,
    UnknownFormatError,
    UnknownObjectError,
)
from workbench.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a codebook can be meant for; empty where nobody said.
USES: Final = ("coding", "mapping", "source structure", "prior study")
SUFFIXES: Final = (".toml", ".qdc", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A heading that codes stand under and that is not applied itself."""

    #: The prefix of the codes' ids, such as goal
    id: str
    title: str
    description: str = ""
    #: The id of the heading or code this one stands under, if any
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """One code of a codebook, with what a second coder needs to apply it."""

    #: The framework's own id, such as goal.agreement
    id: str
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    #: An example, with the speaker's id in front
    example: str = ""
    #: Where the construct comes from
    source: str = ""
    #: Further works this code leans on
    cites: tuple[str, ...] = ()
    #: Who added it where it is not the framework's own; else empty
    added_by: str = ""
    #: What to record beside the code each time, such as polarity or target
    attributes: tuple[str, ...] = ()
    #: Parts of the alliance that this facilitator or barrier acts on
    acts_on: tuple[str, ...] = ()
    #: Codes of other shipped books that this one repeats, as BOOK/CODE
    overlaps: tuple[str, ...] = ()
    #: Codes of the same book that this one comes back in
    echoes: tuple[str, ...] = ()
    #: Relations to a framework to consider, as 'dimension: polarity, target'
    mapping: tuple[str, ...] = ()
    notes: str = ""
    #: The id of the heading or code this one stands under, if any
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A set of codes with what it is for and where it comes from."""

    name: str
    title: str
    framework: str = ""
    #: The works it rests on, cited in full
    source: str = ""
    licence: str = ""
    about: str = ""
    #: One of `USES`, or empty
    use: str = ""
    #: Headings as written in the file; see `all_dimensions`
    dimensions: tuple[Dimension, ...] = ()
    entries: tuple[CodebookEntry, ...] = field(default=())

    def members(self) -> list[Dimension | CodebookEntry]:
        """List the headings, then the codes: all that has an id."""
        return [*self.dimensions, *self.entries]

    def entry(self, code: str) -> CodebookEntry:
        """Find a code by its id.

        Raises:
            UnknownObjectError: the book has no such code.
        """
        for entry in self.entries:
            if entry.id == code:
                return entry
        raise UnknownObjectError("code", code, f"The codebook is '{self.name}'.")

    def all_dimensions(self) -> list[Dimension]:
        """Name every dimension in the book's order, each id once.

        A dimension is what stands before the first dot of a code's id. A code
        without a dot, under no heading, is a dimension of its own.
        """
        written = {dimension.id: dimension for dimension in self.dimensions}
        found: dict[str, Dimension] = {}
        for entry in self.entries:
            prefix = entry.id.partition(".")[0]
            own = Dimension(prefix, entry.name, entry.definition)
            found.setdefault(prefix, written.get(prefix, own))
        return list(found.values())


#: Fields in the order in which they are written to a file.
BOOK_TEXTS: Final = ("name", "title", "framework", "use", "licence", "source", "about")
DIMENSION_TEXTS: Final = ("id", "title", "parent", "description")
ENTRY_LISTS: Final = tuple(
    one.name for one in fields(CodebookEntry) if one.type == "tuple[str, ...]"
)
ENTRY_TEXTS: Final = tuple(
    one.name for one in fields(CodebookEntry) if one.type == "str"
)


def shipped_codebooks() -> list[str]:
    """Name the codebooks that come with the workbench, in alphabetical order."""
    return sorted(path.stem for path in shipped("codebooks").glob("*.toml"))


def read_codebook(name_or_path: str | Path) -> Codebook:
    """Read a shipped codebook by its name, or one from a file.

    Args:
        name_or_path: a name of `shipped_codebooks`, or a TOML, QDC, CSV or XLSX file.

    Raises:
        UnknownObjectError: neither a shipped codebook nor a codebook file.
        ImportRejectedError: the file cannot be read as what its suffix says.
        RowsRefusedError: codes in it contradict each other or lack a name; every one
            is listed and none was taken.
    """
    known = shipped_codebooks()
    if isinstance(name_or_path, str) and name_or_path in known:
        return read_codebook(shipped("codebooks", f"{name_or_path}.toml"))
    path = Path(name_or_path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        if path.is_file():
            raise UnknownFormatError(
                f"{path.name}: not a codebook file. Codebooks are read from "
                f"{', '.join(SUFFIXES)}."
            )
        raise UnknownObjectError(
            "codebook",
            name_or_path,
            f"Shipped are {', '.join(known)}; or give a file ({', '.join(SUFFIXES)}).",
        )
    if suffix == ".toml":
        return _from_toml(path)
    about: dict[str, str] = {}
    if suffix == ".qdc":
        rows = qdc_rows(path)
    elif suffix == ".csv":
        rows = csv_rows(path)
    else:
        rows, about = xlsx_rows(path)
    return _from_rows(path, rows, about)


def default_parent(code: str, known: set[str]) -> str:
    """Name the heading or code that an id's dots put it under; '' for none."""
    prefix = code.rpartition(".")[0]
    while prefix and prefix not in known:
        prefix = prefix.rpartition(".")[0]
    return prefix


def _from_rows(path: Path, rows: list[Row], about: dict[str, str]) -> Codebook:
    dimensions: list[Dimension] = []
    entries: list[CodebookEntry] = []
    places: list[str] = []
    refused: list[str] = []
    named = [
        row.cells["id"] if row.cells.get("id", "").strip() else _id_of_name(row)
        for row in rows
    ]
    known = set(named)
    for row, code in zip(rows, named, strict=True):
        cells = row.cells
        if not code:
            refused.append(f"{row.where}: no name. Give the code a name or remove it.")
            continue
        kind = cells.get("kind", "").strip().lower() or "code"
        name = cells.get("name", "") or code
        parent = cells.get("parent", default_parent(code, known))
        if kind == "heading":
            definition = cells.get("definition", "")
            places.insert(len(dimensions), row.where)
            dimensions.append(Dimension(code, name, definition, parent))
        elif kind == "code":
            places.append(row.where)
            texts = {key: cells.get(key, "") for key in ENTRY_TEXTS}
            texts |= {"id": code, "name": name, "parent": parent}
            lists = {key: _parted(cells.get(key, "")) for key in ENTRY_LISTS}
            entries.append(CodebookEntry(**texts, **lists))  # type: ignore[arg-type]
        else:
            refused.append(f"{row.where}: kind '{kind}' is neither code nor heading.")
    stated = {key: about.get(key, "") for key in BOOK_TEXTS}
    stated["name"] = stated["name"] or path.stem
    stated["title"] = stated["title"] or path.stem
    book = Codebook(**stated, dimensions=tuple(dimensions), entries=tuple(entries))
    return _checked(path, book, refused, places)


def _id_of_name(row: Row) -> str:
    name = row.cells.get("name", "").strip()
    return slug(name) if name else ""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()


def _from_toml(path: Path) -> Codebook:
    text = as_text(path, read_bytes(path))
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ImportRejectedError(
            f"{path.name}: not readable as TOML ({error}). Mend the place it names."
        ) from error
    refused: list[str] = []
    lines = TomlPlaces(path.name, text)
    headings = _tables(found, "dimensions", lines)
    tables = _tables(found, "code", lines)
    dimensions = [
        Dimension(**_texts(each, DIMENSION_TEXTS, refused)) for each in headings
    ]
    entries: list[CodebookEntry] = []
    known = {str(each.said.get("id", "")) for each in tables}
    known |= {dimension.id for dimension in dimensions}
    for each in tables:
        lists = {
            key: _strings(each.said.pop(key), f"{each.key(key)}, {key}", refused)
            for key in ENTRY_LISTS
            if key in each.said
        }
        stands_under = "parent" in each.said
        texts = _texts(each, ENTRY_TEXTS, refused)
        if not stands_under:
            texts["parent"] = default_parent(texts["id"], known)
        entries.append(CodebookEntry(**texts, **lists))  # type: ignore[arg-type]
    head = _Table(found, path.name, lambda key: lines.where("", 0, 0, key))
    stated = _texts(head, BOOK_TEXTS, refused)
    stated["name"] = stated["name"] or path.stem
    stated["title"] = stated["title"] or stated["name"]
    book = Codebook(**stated, dimensions=tuple(dimensions), entries=tuple(entries))
    return _checked(path, book, refused, [each.where for each in headings + tables])


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a TOML file, and where it and its keys stand."""

    said: dict[str, object]
    where: str
    key: Callable[[str], str]


def _tables(found: dict[str, object], what: str, lines: TomlPlaces) -> list[_Table]:
    said = found.pop(what, [])
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise ImportRejectedError(
            f"{lines.where('', 0, 0, what)}: '{what}' should be a list of tables. "
            f"Write each under a line of its own: [[{what}]]."
        )
    count = len(said)
    return [
        _Table(
            table,
            lines.where(what, count, number),
            partial(lines.where, what, count, number),
        )
        for number, table in enumerate(said, start=1)
    ]


def _texts(table: _Table, keys: tuple[str, ...], refused: list[str]) -> dict[str, str]:
    """Take the strings of a table; what else stands in it is refused by name."""
    taken = dict.fromkeys(keys, "")
    for key, value in table.said.items():
        if key not in keys:
            refused.append(
                f"{table.key(key)}: unknown key '{key}'. "
                f"Known here are {', '.join(keys)}."
            )
        elif isinstance(value, str):
            taken[key] = value
        else:
            refused.append(
                f"{table.key(key)}: '{key}' should be text in quotation marks."
            )
    return taken


def _strings(value: object, where: str, refused: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    refused.append(f"{where}: should be a list of texts in square brackets.")
    return ()


def _checked(
    path: Path, book: Codebook, refused: list[str], places: list[str]
) -> Codebook:
    """Give the book back if its codes fit together.

    Args:
        path: the file.
        book: what was read.
        refused: what was wrong already; more is added.
        places: where each of the book's members stands, headings first.

    Raises:
        ImportRejectedError: there is no code in it.
        RowsRefusedError: ids are missing or doubled, names are missing, or a code
            stands under something that is not there or under itself.
    """
    name = path.name
    if book.use not in ("", *USES):
        refused.append(f"{name}: use '{book.use}' is none of {', '.join(USES)}.")
    parents: dict[str, str] = {}
    first: dict[str, str] = {}
    for one, where in zip(book.members(), places, strict=True):
        if isinstance(one, Dimension):
            what, title = "dimension", one.title
        else:
            what, title = "code", one.name
        if not one.id or not title.strip():
            shown = one.id or title or "without a name"
            refused.append(f"{where}: {what} '{shown}' needs an id and a name.")
        if one.id and one.id in parents:
            told = f"'{one.id}' stands twice, first at {first[one.id]}"
            refused.append(f"{where}: the id {told}. Rename one.")
        parents[one.id] = one.parent
        first.setdefault(one.id, where)
    refused += [f"{first[code]}: {said}" for code, said in _misplaced(parents)]
    if refused:
        raise RowsRefusedError(refused)
    if not book.entries:
        raise ImportRejectedError(
            f"{name}: no code in it. Check that it is a codebook."
        )
    return book


def _misplaced(parents: dict[str, str]) -> list[tuple[str, str]]:
    found = []
    for code, parent in parents.items():
        if parent and parent not in parents:
            said = f"'{code}' stands under '{parent}', which is not in the file."
            found.append((code, said))
        elif _circles(code, parents):
            found.append((code, f"'{code}' stands under itself."))
    return found


def _circles(code: str, parents: dict[str, str]) -> bool:
    seen: set[str] = set()
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return False
