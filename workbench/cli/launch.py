"""Opening the app: on the loopback address only, telling nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

#: Streamlit's settings that keep interviews on this machine (docs/deployment.md).
SETTINGS: Final = (
    ("server.address", "127.0.0.1"),
    ("server.allowedHosts", "localhost"),
    ("server.allowedHosts", "127.0.0.1"),
    ("server.maxUploadSize", "50"),
    ("server.fileWatcherType", "none"),
    ("runner.magicEnabled", "false"),
    # sweeping all memory after every act holds up its answer; Python sweeps by itself
    ("runner.postScriptGC", "false"),
    ("browser.gatherUsageStats", "false"),
    ("browser.serverAddress", "127.0.0.1"),
    ("client.showErrorDetails", "none"),
    ("client.toolbarMode", "minimal"),
)


def launch(
    project: str | None, *, port: int, browser: bool, say: Callable[[str], None]
) -> None:
    """The app runs in this process's place until it is stopped."""
    given, environment = command(project, port=port, browser=browser)
    say(f"Opening http://127.0.0.1:{port}  (stop with Ctrl+C)")
    if os.name == "posix":
        os.execve(sys.executable, given, environment)  # noqa: S606 - our own program
    with suppress(KeyboardInterrupt):
        subprocess.run(given, env=environment, check=False)  # noqa: S603


def command(
    project: str | None, *, port: int, browser: bool
) -> tuple[list[str], dict[str, str]]:
    """How the app is started, for a project or for none: its words, and around it."""
    settings = (
        *SETTINGS,
        ("server.port", str(port)),
        ("server.headless", "false" if browser else "true"),
        *_theme(),
    )
    flags = [f"--{name}={value}" for name, value in settings]
    at = project or ""
    if at and not at.startswith("postgresql://"):
        at = str(Path(at).resolve())
    environment = os.environ | {
        "WORKBENCH_PROJECT": at,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    # the app with its guard; `app.py` is what it serves
    app = str(Path(__file__).parents[1] / "ui" / "served.py")
    given = [sys.executable, "-m", "streamlit", "run", app, *flags]
    return given, dict(environment)


def _theme() -> list[tuple[str, str]]:
    """The app's looks, which hold from any folder as well."""
    text = shipped(".streamlit", "config.toml").read_text("utf-8")
    looks: dict[str, str] = tomllib.loads(text)["theme"]
    return [(f"theme.{name}", value) for name, value in looks.items()]
