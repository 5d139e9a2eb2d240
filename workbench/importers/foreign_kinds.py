"""Which program made a file that holds a whole study; read in the fenced child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import UnknownFormatError

if TYPE_CHECKING:
    from workbench.importers.foreign import ForeignProject
    from workbench.importers.source import Source


def read_foreign(source: Source) -> ForeignProject:
    """The study in a file of another program.

    Raises:
        ImportRejectedError: it is none that is known, or cannot be read.
    """
    if source.is_archive:
        from workbench.importers import refi  # noqa: PLC0415 - needs the XML library

        return refi.read(source)
    if source.is_database:
        return _read_database(source)
    raise UnknownFormatError(
        "no study of another program. Known are REFI-QDA (.qdpx), Taguette's .sqlite3 "
        "and QualCoder's project folder (.qda)."
    )


def _read_database(source: Source) -> ForeignProject:
    from workbench.importers import qualcoder, taguette  # noqa: PLC0415
    from workbench.importers.foreign_database import foreign_database  # noqa: PLC0415

    with foreign_database(source.data) as database:
        if database.has(*taguette.TABLES):
            return taguette.read(database)
        if database.has(*qualcoder.TABLES):
            return qualcoder.read(database)
    raise UnknownFormatError(
        "a database, but neither of Taguette nor of QualCoder. Export the study as "
        "REFI-QDA (.qdpx); a project of the workbench itself is opened or merged."
    )


def could_be_foreign(name: str) -> bool:
    """Whether a file's name says that it holds a whole study."""
    endings = (".qdpx", ".qda", ".sqlite3", ".sqlite", ".db")
    return name.lower().rstrip("/").endswith(endings)
