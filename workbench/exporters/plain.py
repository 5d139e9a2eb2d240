"""A document as Markdown, and as one HTML page that needs nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from workbench.exporters.characters import escaped
from workbench.exporters.table import Content, Heading, Table, Text, lines

if TYPE_CHECKING:
    from workbench.exporters.table import Cell

_LOOKS_LIKE_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|~#])")
STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
         border-bottom: 1px solid #bbb; overflow-wrap: anywhere; }
thead th { border-bottom: 2px solid #333; }
td p { margin: 0 0 .3rem; white-space: pre-line; }
.Quote { font-style: italic; }
.Source, .Aside, .note { color: #444; font-size: .85rem; }
.Theme, .Subtheme, .Group, .Heading, .day { font-weight: 600; }
@media print { body { max-width: none; margin: 0; }
               thead { display: table-header-group; } }
"""


def markdown(content: Content) -> bytes:
    """The document as Markdown with pipe tables."""
    parts = [f"# {_safe(content.title)}"]
    for number, block in enumerate(content.blocks):
        if isinstance(block, Heading):
            parts.append(f"{'#' * (block.level + 1)} {_safe(block.text)}")
        elif isinstance(block, Text):
            day = f"**{_safe(block.day)}** " if block.day else ""
            link = f" [{_safe(block.file)}]({quote(block.file)})" if block.file else ""
            parts.append(f"{day}{_safe(block.text)}{link}")
        else:
            before = sum(isinstance(b, Table) for b in content.blocks[:number])
            parts.append(_markdown_table(block, before + 1))
    return ("\n\n".join(parts) + "\n").encode()


def _markdown_table(table: Table, number: int) -> str:
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
        rows += ["", f"*Note.* {_safe(' '.join(table.notes))}"]
    return "\n".join(rows)


def _markdown_cell(cell: Cell) -> str:
    return "<br>".join(
        _safe(line.text).replace("\n", "<br>") for line in lines(cell) if line.text
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
    return html(content, look)


def html(content: Content, look: str = "") -> bytes:
    """The document as one HTML page: no script, nothing fetched."""
    body = [f"<h1>{escaped(content.title)}</h1>"]
    number = 0
    for block in content.blocks:
        if isinstance(block, Heading):
            level = min(block.level + 1, 6)
            body.append(f"<h{level}>{escaped(block.text)}</h{level}>")
        elif isinstance(block, Text):
            day = f'<span class="day">{escaped(block.day)}</span> '
            shown = day if block.day else ""
            kind = "" if block.style == "Body Text" else f' class="{block.style}"'
            link = _link(block.file) if block.file else ""
            body.append(f'<p{kind} dir="auto">{shown}{escaped(block.text)}{link}</p>')
        else:
            number += 1
            body.append(_html_table(block, number))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    page = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escaped(content.title)}</title>\n<style>{STYLE}{look}</style>\n</head>\n"
        "<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )
    return page.encode()


def _link(file: str) -> str:
    return f' <a href="{quote(file)}">{escaped(file)}</a>'


def _html_table(table: Table, number: int) -> str:
    total = sum(column.width for column in table.columns) or 1
    widths = "".join(
        f'<col style="width: {column.width / total:.1%}">' for column in table.columns
    )
    head = "".join(f'<th scope="col">{escaped(c.heading)}</th>' for c in table.columns)
    rows = []
    for row in table.rows:
        span = f' colspan="{len(table.columns)}"' if len(row) == 1 else ""
        cells = "".join(f"<td{span}>{_html_cell(cell)}</td>" for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    note = " ".join(table.notes)
    notes = f'<p class="note">Note. {escaped(note)}</p>' if note else ""
    return (
        f"<table>\n<caption>Table {number}. {escaped(table.caption)}</caption>\n"
        f"<colgroup>{widths}</colgroup>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + f"\n</tbody>\n</table>\n{notes}"
    )


def _html_cell(cell: Cell) -> str:
    return "".join(
        f'<p class="{line.style}" dir="auto">{escaped(line.text)}</p>'
        for line in lines(cell)
        if line.text
    )
