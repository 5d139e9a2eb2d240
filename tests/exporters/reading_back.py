"""All words of an exported file, whatever its format, read as its receiver would."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docx import Document
from openpyxl import load_workbook

if TYPE_CHECKING:
    from pathlib import Path


def words_of(path: Path) -> str:
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file())
        return "\n".join(words_of(each) for each in files)
    return _words(path.name, path.read_bytes())


def _words(name: str, data: bytes) -> str:
    suffix = PurePosixPath(name).suffix
    if suffix == ".docx":
        document = Document(io.BytesIO(data))
        return "\n".join(t.text or "" for t in document.element.body.iter() if t.text)
    if suffix == ".xlsx":
        return "\n".join(
            str(cell)
            for sheet in load_workbook(io.BytesIO(data))
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
    if suffix in (".zip", ".qdpx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(_words(n, archive.read(n)) for n in archive.namelist())
    if suffix == ".png":
        return ""
    return data.decode("utf-8")
