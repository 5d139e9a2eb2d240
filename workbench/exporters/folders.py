"""An export that is a folder: whole or not there, never over what is not its own."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from workbench.errors import OutputExistsError, RefusedError, StorageError
from workbench.store import scratch
from workbench.store.surroundings import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.store.surroundings import Surroundings

#: What tells a folder that an export made from any other.
_MARK: Final = "manifest.json"


def refuse_existing(out: Path, *, force: bool) -> None:
    """A folder can be made at `out`.

    Raises:
        StorageError: there is no folder to make it in.
        OutputExistsError: something stands there.
        RefusedError: it is to be replaced and is no earlier export.
    """
    if not out.parent.is_dir():
        raise StorageError(out, "there is no such folder")
    if not out.exists():
        return
    if not force:
        raise OutputExistsError(out)
    if not out.is_dir() or not (out / _MARK).is_file():
        msg = f"{out}: not a folder that an export made, so it is not replaced."
        raise RefusedError(msg)


@contextmanager
def staged(
    out: Path, packed: bytes, surroundings: Surroundings
) -> Iterator[list[Path]]:
    """The folder lies ready beside its place; afterwards in it.

    Raises:
        StorageError: the disk refused; what was at `out` is untouched.
    """
    with scratch.folder(surroundings, beside=out) as folder:
        beside, old = folder / "new", folder / "old"
        beside.mkdir()
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(beside)
        yield [beside]
        try:
            if out.exists():
                out.replace(old)
            beside.replace(out)
            out.chmod(0o755)
            sync_folder(out.parent)
        except OSError:
            if old.exists() and not out.exists():
                old.replace(out)
            raise
