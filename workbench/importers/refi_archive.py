"""A QDPX file: a zip with one .qde in it and the sources beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.errors import ImportRejectedError
from workbench.importers.guard import open_archive, read_member

if TYPE_CHECKING:
    from workbench.importers.source import Source

_TEXTS: Final = (".txt", ".text", ".md")


def _is_read(name: str) -> bool:
    # media are never opened, so they may be as large as they are
    return name.lower().endswith((".qde", *_TEXTS))


class Package:
    """The parts of a QDPX file that can be read, wherever they lie in it."""

    def __init__(self, source: Source) -> None:
        self._archive = open_archive(source.data, _is_read)
        names = self._archive.namelist()
        self._projects = [name for name in names if name.lower().endswith(".qde")]
        self._by_name: dict[str, str] = {}
        for name in names:
            self._by_name.setdefault(_last(name), name)
        self.used: set[str] = set()

    def project(self) -> bytes:
        """The project's XML.

        Raises:
            ImportRejectedError: there is none, or one cannot tell which of several.
        """
        if not self._projects:
            raise ImportRejectedError(
                "no project inside: a QDPX file holds a .qde file. "
                "Export the project again as REFI-QDA in the program that made it."
            )
        top = [name for name in self._projects if _last(name) == "project.qde"]
        chosen = top if len(self._projects) > 1 else self._projects
        if len(chosen) != 1:
            raise ImportRejectedError(
                f"{len(self._projects)} projects inside. Export them one by one."
            )
        return read_member(self._archive, chosen[0])

    def text(self, path: str) -> bytes | None:
        """The bytes of a text, however its path is written; None where it is absent."""
        name = self._by_name.get(_last(path.replace("\\", "/")))
        if name is None or not _is_read(name):
            return None
        self.used.add(name)
        return read_member(self._archive, name)

    def unused_texts(self) -> int:
        """How many texts lie in the file that the project does not name."""
        texts = {n for n in self._by_name.values() if n.lower().endswith(_TEXTS)}
        return len(texts - self.used)


def _last(path: str) -> str:
    return path.rpartition("/")[2].rpartition(":")[2].strip().lower()
