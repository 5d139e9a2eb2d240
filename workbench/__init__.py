"""A local-first workbench for thematic analysis of interview transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.door import Study

__version__ = "0.1.0"


def open(path: str | Path) -> Study:  # noqa: A001 - the Python door: workbench.open(path)
    """The study at a path, read-only, with its tables as pandas frames.

    Raises:
        ProjectNotFoundError, NotAProjectError, NewerProjectError.
    """
    from workbench.door import Study  # noqa: PLC0415 - pandas only when asked for

    return Study(path)
