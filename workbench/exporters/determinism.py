"""Files that are whole or not there, and the same whenever the content is the same."""

from __future__ import annotations

import io
import os
import re
import uuid
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

from workbench.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The date every exported Office file bears inside; the day itself means nothing.
FIXED_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - Office files take no zone
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
# openpyxl stamps the hour of saving whatever it is told
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FIXED_STAMP: Final = b"2000-01-01T00:00:00Z"


def write_whole(out: Path, data: bytes) -> None:
    """Put a file in its place in one step, so that no half of it is ever seen.

    Raises:
        StorageError: the folder is missing, full or not writable; what was at `out`
            before is untouched.
    """
    # in the same folder: os.replace cannot cross file systems
    beside = out.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(out, error.strerror or type(error).__name__) from error


def fixed_zip(data: bytes) -> bytes:
    """Rewrite a zip (docx, xlsx, qdpx) without any trace of when it was made.

    Entries keep their order and content; times, file modes and the making system
    become constants, and so do the dates in an Office file's core properties.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + _FIXED_STAMP + rb"\g<3>", content)
            fixed = zipfile.ZipInfo(entry.filename, _ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 3  # else the machine's own: 0 on Windows
            fixed.external_attr = 0o644 << 16
            new.writestr(fixed, content)
    return out.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            archive.writestr(name, files[name])
    return fixed_zip(out.getvalue())


def fix_zip(path: Path) -> None:
    """Rewrite a zip file in place as `fixed_zip` does."""
    write_whole(path, fixed_zip(path.read_bytes()))
