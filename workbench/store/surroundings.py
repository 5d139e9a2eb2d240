"""What a project takes from the machine it runs on: clock, chance, name, keys.

Passed in, so that the sample study can be replayed with its own clock and ids to the
same bytes everywhere, and tests can stand still.
"""

from __future__ import annotations

import errno
import os
import platform
import secrets
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable


def utc_now() -> str:
    """The present moment, UTC, to the millisecond, ISO 8601 with Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def config_folder() -> Path:
    """The researcher's own folder for keys and what was seen; never in a project."""
    given = os.environ.get("WORKBENCH_CONFIG")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", str(Path.home()))) / "workbench"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "workbench"
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "workbench"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Clock, chance and machine."""

    now: Callable[[], str] = utc_now
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    config: Path = field(default_factory=config_folder)
    #: None lets any machine write, as for the sample and on a server.
    machine_name: str | None = field(default_factory=platform.node)

    def new_id(self, prefix: str) -> str:
        """A fresh id such as s-3f9a0c12be."""
        return f"{prefix}-{self.random_bytes(5).hex()}"

    def new_uuid(self) -> str:
        """A fresh UUID of version 4."""
        return str(uuid.UUID(bytes=self.random_bytes(16), version=4))

    def machine_id(self) -> str | None:
        """This machine's own token, made on first use and kept in the config folder."""
        if self.machine_name is None:
            return None
        path = self.config / "machine"
        if not path.exists():
            write_private(path, secrets.token_hex(8).encode())
        return path.read_text("ascii").strip()


def write_private(path: Path, content: bytes) -> None:
    """The file holds the content, and only its owner may read it.

    It holds the old content or the new one, also when the power is cut meanwhile.

    Raises:
        StorageError: there is no room or no permission; the old content stands.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise StorageError(path, error.strerror or "no reason given") from None


def sync_folder(folder: Path) -> None:
    """What came into the folder, left it or took a name survives a power cut.

    Where a file system cannot be asked for that, what was done is done all the same.
    """
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
