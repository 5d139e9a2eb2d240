"""Pictures in a page, and their way out: SVG, PNG and CSV of the same picture."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters.export import export
from workbench.exporters.reading import moment
from workbench.model import Researcher
from workbench.store import scratch
from workbench.study import EXPORT, can
from workbench.ui import made, presses
from workbench.ui.packets import KEY_AT, names_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbench.exporters.drawing import Drawing
    from workbench.exporters.reading import Moment
    from workbench.store.project import Project

_CALLED = {".docx": "Word", ".xlsx": "Excel"}
#: How many times larger than on paper pictures stand on a screen.
_LARGER = 1.7
_MIME = {".svg": "image/svg+xml", ".png": "image/png", ".csv": "text/csv"}


def show(
    project: Project,
    by: str,
    kind: str,
    draw: Callable[[Moment], Drawing],
) -> None:
    """The picture stands in the page; a copy that leaves is on record as any export.

    Args:
        project: the project.
        by: who looks.
        kind: the kind of export that writes it.
        draw: makes the picture.
    """
    with moment(project, None) as seen:
        picture = draw(seen)
    shown = picture.specification(_LARGER)
    st.vega_lite_chart(shown, width="content", theme=None, key=f"picture_{kind}")
    ways_out(project, by, kind, tuple(_MIME))


def ways_out(project: Project, by: str, kind: str, suffixes: Sequence[str]) -> None:
    """A button for each format; what leaves is on record as any export."""
    if not can(project.one(Researcher, id=by), EXPORT, project):
        return
    for column, suffix in zip(st.columns([1, 1, 1, 7]), suffixes, strict=False):
        column.download_button(
            _CALLED.get(suffix, suffix.removeprefix(".").upper()),
            maker(project, f"{kind}{suffix}", _writer(project, by, kind)),
            file_name=f"{kind}{suffix}",
            mime=_MIME.get(suffix),
            key=f"save_{kind}_{suffix}",
        )
    if not os.environ.get(KEY_AT):
        st.caption(made.UNCHECKED)


def _writer(project: Project, by: str, kind: str) -> Callable[[Path], object]:
    return lambda out: export(project, by, kind, out, key=names_key())


def maker(
    project: Project, name: str, write: Callable[[Path], object]
) -> Callable[[], bytes]:
    """Writes the file when the button is pressed; why it is refused is told after.

    Args:
        project: the study.
        name: of the file.
        write: puts it at a path, on record and looked through for names.
    """
    window = presses.window()

    def make() -> bytes:
        with scratch.folder(project.surroundings) as folder:
            out = folder / name
            try:
                write(out)
            except WorkbenchError as error:
                # the button runs beside every drawing: the next one tells it
                window.refuse(str(error))
                raise
            return out.read_bytes()

    return make
