"""What goes wrong is said in one clear line; no traceback and no words reach anyone."""

from __future__ import annotations

import secrets
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.errors import FragmentHandledException

from workbench.errors import StorageError, WorkbenchError
from workbench.store.surroundings import config_folder, utc_now, write_private
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Lines of the log that are kept.
_KEPT: Final = 400


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong inside is told on the page, and the rest of it is drawn."""
    try:
        yield
    except FragmentHandledException:
        # a part of the page that runs by itself has told it already
        raise
    except Exception as error:  # noqa: BLE001 - the last place where it can be told
        show(error)


def show(error: Exception) -> bool:
    """A refusal is told as it stands; anything else by an id under which it is kept.

    Returns:
        True: it has been told, nobody else needs to.
    """
    with st.container(key=f"failure_{secrets.token_hex(3)}"):
        if isinstance(error, WorkbenchError):
            st.error(plain(str(error)))
            return True
        known_as = secrets.token_hex(3)
        kept = _keep(known_as, error)
        where = f" What the program was doing is kept in {kept}." if kept else ""
        st.error(
            f"Something went wrong here (error {known_as}). Nothing was half-written; "
            f"go on with the page, or load it again.{plain(where)}"
        )
    return True


def _keep(known_as: str, error: Exception) -> Path | None:
    """The log holds places in the program, never a message: it may hold words."""
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines = [f"{utc_now()} error {known_as} {type(error).__name__}", *frames]
    path = config_folder() / "errors.log"
    try:
        before = path.read_text("utf-8").splitlines() if path.exists() else []
        kept = [*before, *lines][-_KEPT:]
        write_private(path, ("\n".join(kept) + "\n").encode())
    except (OSError, StorageError):
        return None
    return path
