"""Opening the app: on the loopback address only, telling nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from workbench.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

#: Streamlit's settings that keep interviews on this machine (docs/deployment.md).
SETTINGS: Final = (
    ("server.address", "127.0.0.1"),
    ("server.allowedHosts", "localhost"),
    ("server.allowedHosts", "127.0.0.1"),
    ("server.maxUploadSize", "50"),
    ("server.fileWatcherType", "none"),
    ("browser.gatherUsageStats", "false"),
    ("browser.serverAddress", "127.0.0.1"),
    ("client.showErrorDetails", "none"),
    ("client.toolbarMode", "minimal"),
)


def launch(
    project: str, *, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    """The app runs in this process's place until it is stopped."""
    settings = (
        *SETTINGS,
        ("server.port", str(port)),
        ("server.headless", "false" if browser else "true"),
    )
    flags = [f"--{name}={value}" for name, value in settings]
    is_file = not project.startswith("postgresql://")
    environment = os.environ | {
        "WORKBENCH_PROJECT": str(Path(project).resolve()) if is_file else project,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    app = str(shipped("app.py"))
    command = [sys.executable, "-m", "streamlit", "run", app, *flags]
    say(f"Opening http://127.0.0.1:{port}  (stop with Ctrl+C)")
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # noqa: S606 - our own program
    with suppress(KeyboardInterrupt):
        subprocess.run(command, env=environment, check=False)  # noqa: S603
