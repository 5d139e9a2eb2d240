"""All words of an exported file, whatever its format, read as its receiver would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path


def words_of(path: Path) -> str:
    if path.is_dir():
        return "\n".join(words_of(each) for each in sorted(path.iterdir()))
    if path.suffix == ".docx":
        document = Document(str(path))
        return "\n".join(t.text or "" for t in document.element.body.iter() if t.text)
    if path.suffix == ".xlsx":
        return "\n".join(
            str(cell)
            for sheet in load_workbook(path)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
    if path.suffix == ".zip":
        import zipfile

        with zipfile.ZipFile(path) as archive:
            return "\n".join(
                archive.read(name).decode("utf-8") for name in archive.namelist()
            )
    return path.read_text("utf-8")
