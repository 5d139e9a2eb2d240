"""A document as Markdown, and as one HTML page that needs nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from workbench.exporters.characters import escaped
from workbench.exporters.table import (
    REFERENCE,
    Content,
    Heading,
    Table,
    Text,
    lines,
    note_texts,
    numbers_by_key,
)
from workbench.exporters.table_notes import Letters, titled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.exporters.table import Block, Cell
    from workbench.exporters.word_styles import House

#: With this many main headings a page begins with links to them.
_MANY: Final = 6
_BULLET: Final = "List Bullet"
_LOOKS_LIKE_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|~#])")
STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
caption span, caption em { font-weight: 400; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
         border-bottom: 1px solid #bbb; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #333; }
td p { margin: 0 0 .3rem; white-space: pre-line; }
.Quote { font-style: italic; }
.Source, .Aside, .Around, .note { color: #444; font-size: .85rem; }
.Under { font-style: italic; }
.Theme, .Subtheme, .Group, .Heading, .day { font-weight: 600; }
nav ul { columns: 3 14rem; padding-left: 1.2rem; }
@media print { body { max-width: none; margin: 0; }
               thead { display: table-header-group; } }
"""


def markdown(content: Content) -> bytes:
    """The document as Markdown with pipe tables."""
    numbers = numbers_by_key(content.blocks)
    parts = [f"# {_safe(content.title)}"]
    for number, block in enumerate(content.blocks):
        if isinstance(block, Heading):
            parts.append(f"{'#' * (block.level + 1)} {_safe(block.text)}")
        elif isinstance(block, Text):
            day = f"**{_safe(block.day)}** " if block.day else ""
            link = f" [{_safe(block.file)}]({quote(block.file)})" if block.file else ""
            told = f"{day}{_safe(_referred(block.text, numbers))}{link}"
            if block.style == _BULLET:
                told = f"- {told}"
                if number and _is_bullet(content.blocks[number - 1]):
                    parts[-1] += f"\n{told}"
                    continue
            parts.append(told)
        else:
            before = sum(isinstance(b, Table) for b in content.blocks[:number])
            parts.append(_markdown_table(block, before + 1, numbers))
    return ("\n\n".join(parts) + "\n").encode()


def _is_bullet(block: Block) -> bool:
    return isinstance(block, Text) and block.style == _BULLET


def _referred(text: str, numbers: Mapping[str, int]) -> str:
    """The text with the number of each table that it points to."""
    return REFERENCE.sub(
        lambda m: f"Table {numbers[m[1]]}" if m[1] in numbers else m[0], text
    )


def _linked(text: str, numbers: Mapping[str, int]) -> str:
    """The text as HTML, what it points to as links."""
    return REFERENCE.sub(
        lambda m: (
            f'<a href="#table-{numbers[m[1]]}">Table {numbers[m[1]]}</a>'
            if m[1] in numbers
            else m[0]
        ),
        escaped(text),
    )


def _markdown_table(table: Table, number: int, numbers: Mapping[str, int]) -> str:
    width = len(table.columns)
    rows = [
        f"**Table {number}.** {_safe(table.caption)}",
        "",
        "| " + " | ".join(_safe(c.heading) for c in table.columns) + " |",
        "|" + " --- |" * width,
    ]
    for row in table.rows:
        cells = [_markdown_cell(cell) for cell in row]
        cells += [""] * (width - len(cells))
        rows.append("| " + " | ".join(cells) + " |")
    if table.notes:
        note = _referred(" ".join(note_texts(table)), numbers)
        rows += ["", f"*Note.* {_safe(note)}"]
    return "\n".join(rows)


def _markdown_cell(cell: Cell) -> str:
    return "<br>".join(
        _safe(f"{line.before}{line.text}{line.after}").replace("\n", "<br>")
        for line in lines(cell)
        if line.text
    )


def _safe(text: str) -> str:
    return _LOOKS_LIKE_MARKDOWN.sub(r"\\\1", text).replace("\r", " ")


def printed_page(content: Content, style: str) -> bytes:
    """The document as one HTML page in the fonts of a house style."""
    from workbench.exporters.word_styles import HOUSES  # noqa: PLC0415 - slow to import

    house = HOUSES[style]
    look = (
        f"body, table {{ font-family: '{house.font}', serif; margin-top: .5rem; }} "
        "h1 { font-size: 1.2rem; } .Quote { font-style: normal; }"
    )
    return html(content, look, house)


def html(content: Content, look: str = "", house: House | None = None) -> bytes:
    """The document as one HTML page: no script, nothing fetched.

    Args:
        content: what it says.
        look: rules of style beside its own.
        house: the house whose captions and notes its tables have; None for plain ones.
    """
    body = [f"<h1>{escaped(content.title)}</h1>"]
    numbers = numbers_by_key(content.blocks)
    contents = _contents(content)
    number = 0
    for at, block in enumerate(content.blocks):
        if isinstance(block, Heading):
            body += contents
            contents = []
            level = min(block.level + 1, 6)
            body.append(f'<h{level} id="part-{at}">{escaped(block.text)}</h{level}>')
        elif isinstance(block, Text):
            day = f'<span class="day">{escaped(block.day)}</span> '
            shown = day if block.day else ""
            link = _link(block.file) if block.file else ""
            told = f"{shown}{_linked(block.text, numbers)}{link}"
            if block.style == _BULLET:
                if body[-1] == "</ul>":
                    body.pop()
                else:
                    body.append("<ul>")
                body += [f'<li dir="auto">{told}</li>', "</ul>"]
                continue
            kind = "" if block.style == "Body Text" else f' class="{block.style}"'
            body.append(f'<p{kind} dir="auto">{told}</p>')
        else:
            number += 1
            body.append(_html_table(block, number, numbers, house))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    page = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escaped(content.title)}</title>\n<style>{STYLE}{look}</style>\n</head>\n"
        "<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )
    return page.encode()


def _contents(content: Content) -> list[str]:
    """Links to the main headings, where there are many."""
    heads = [
        f'<li><a href="#part-{at}">{escaped(block.text)}</a></li>'
        for at, block in enumerate(content.blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    if len(heads) < _MANY:
        return []
    return ["<nav>", "<ul>", *heads, "</ul>", "</nav>"]


def _link(file: str) -> str:
    return f' <a href="{quote(file)}">{escaped(file)}</a>'


def _html_table(
    table: Table, number: int, numbers: Mapping[str, int], house: House | None
) -> str:
    marks = Letters(table) if house and house.lettered else None
    total = sum(column.width for column in table.columns) or 1
    widths = "".join(
        f'<col style="width: {column.width / total:.1%}">' for column in table.columns
    )
    above = _html_caption(table.caption, number, house) + _letter(marks, "")
    head = "".join(
        f'<th scope="col">{escaped(c.heading)}{_letter(marks, c.heading)}</th>'
        for c in table.columns
    )
    rows = []
    for row in table.rows:
        span = f' colspan="{len(table.columns)}"' if len(row) == 1 else ""
        cells = "".join(f"<td{span}>{_html_cell(cell, marks)}</td>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    if marks:
        notes = "".join(
            f'<p class="note"><sup>{letter}</sup>{_linked(text, numbers)}</p>'
            for letter, text in marks.notes
        )
    else:
        note = " ".join(note_texts(table))
        told = f"<em>Note.</em> {_linked(note, numbers)}"
        notes = f'<p class="note">{told}</p>' if note else ""
    return (
        f'<table id="table-{number}">\n<caption>{above}</caption>\n'
        f"<colgroup>{widths}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + f"\n</tbody>\n</table>\n{notes}"
    )


def _html_caption(text: str, number: int, house: House | None) -> str:
    layout = house.caption if house else "dot"
    title = escaped(titled(text, layout))
    return {
        "dot": f"Table {number}. <span>{title}</span>",
        "spaced": f"Table {number}&ensp;<span>{title}</span>",
        "two-lines": f"Table {number}<br><em>{title}</em>",
    }[layout]


def _letter(marks: Letters | None, text: str) -> str:
    letter = marks.behind(text) if marks else ""
    return f"<sup>{letter}</sup>" if letter else ""


def _around(text: str) -> str:
    return f'<span class="Around">{escaped(text)}</span>' if text else ""


def _html_cell(cell: Cell, marks: Letters | None) -> str:
    return "".join(
        f'<p class="{line.style}" dir="auto">{_around(line.before)}{escaped(line.text)}'
        f"{_around(line.after)}{_letter(marks, line.text)}</p>"
        for line in lines(cell)
        if line.text
    )
