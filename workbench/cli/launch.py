"""Opening the app: on the loopback address only, telling nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from workbench.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

#: Streamlit's settings that keep interviews on this machine (docs/deployment.md).
SETTINGS: Final = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": "localhost,127.0.0.1",
    "server.maxUploadSize": "50",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "127.0.0.1",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
}


def launch(
    project: str, *, port: int, browser: bool, say: Callable[[str], None]
) -> int:
    """Run the app until it is stopped; its exit status."""
    settings = SETTINGS | {
        "server.port": str(port),
        "server.headless": "false" if browser else "true",
    }
    flags = [f"--{name}={value}" for name, value in settings.items()]
    say(f"Opening http://127.0.0.1:{port}  (stop with Ctrl+C)")
    command = [sys.executable, "-m", "streamlit", "run", str(shipped("app.py"))]
    environment = os.environ | {
        "WORKBENCH_PROJECT": os.path.abspath(project)  # noqa: PTH100 - may be an address
        if not project.startswith("postgresql://")
        else project,
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter and our own file
            [*command, *flags], env=environment, check=False
        ).returncode
    except KeyboardInterrupt:
        return 0
