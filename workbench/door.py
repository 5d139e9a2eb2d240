"""The Python door: a study read-only, its tables as pandas frames.

>>> study = workbench.open("my.workbench")      # doctest: +SKIP
>>> study.frame("coded_segments")               # doctest: +SKIP
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import UnknownObjectError
from workbench.store.project import Project
from workbench.store.shapes import SHAPES

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

#: What `frame` knows, by the plural people would use.
FRAMES: Final = {
    re.sub(r"(?<=s)s$", "ses", re.sub(r"ys$", "ies", f"{shape.table}s")): row
    for row, shape in SHAPES.items()
}


class Study:
    """A study opened for reading; nothing can be changed through it."""

    def __init__(self, path: str | Path) -> None:
        self._project = Project.open(path)

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a frame, words as text.

        Raises:
            UnknownObjectError: there is no such table.
        """
        import pandas as pd  # noqa: PLC0415 - slow to import

        if name not in FRAMES:
            raise UnknownObjectError("table", name, f"There are: {', '.join(FRAMES)}.")
        row: type[Any] = FRAMES[name]
        columns = SHAPES[row].columns
        return pd.DataFrame(
            [
                tuple(getattr(each, column) for column in columns)
                for each in self._project.read(row)
            ],
            columns=list(columns),
        )
