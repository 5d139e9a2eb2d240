"""`workbench doctor --deploy`: is the app served so that nobody else can reach it?

The app is started as `workbench open` starts it, on a free port, and asked as a
stranger would ask; what is only read off a setting says so.
"""

from __future__ import annotations

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli.launch import command
from workbench.store import premises
from workbench.store.doctor import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.store.project import Project

_SECONDS: Final = 60.0
_HEADERS: Final = {
    "content-security-policy": "default-src 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
#: Setting -> what it must be, as Streamlit itself understood what it was given.
_SETTINGS: Final = {
    "gatherUsageStats": "false",
    "showErrorDetails": '"none"',
    "enableXsrfProtection": "true",
    "enableCORS": "true",
    "enableStaticServing": "false",
}


def examine(project: Project) -> list[Check]:
    """What a server needs beyond a researcher's own machine (docs/deployment.md)."""
    checks = [_server(project), _program()]
    with _served(project) as port:
        if port is None:
            return [*checks, Check("app", ok=False, found="it does not start here")]
        checks += [_address(port), _hosts(port), _headers(port)]
    return [*checks, _settings()]


def _server(project: Project) -> Check:
    """A team's project is on a server, under a role that owns nothing."""
    if project.database.is_file:
        said = "one file; a team needs PostgreSQL"
        return Check("server", ok=False, found=said)
    owned = premises.owns_its_tables(project)
    found = "PostgreSQL"
    if owned:
        found += ", under the role that owns its tables: it could lift their guards"
    return Check("server", not owned, found)


def _program() -> Check:
    """Nobody but its owner can change the program."""
    if sys.platform == "win32":
        return Check("program", ok=True, found="as Windows has it")
    root = Path(__file__).parents[1]
    open_ = [each.name for each in root.rglob("*.py") if each.stat().st_mode & 0o022]
    found = "written to by its owner only" if not open_ else f"{len(open_)} files"
    if open_:
        found += " can be written to by others"
    return Check("program", not open_, found)


@contextmanager
def _served(project: Project) -> Iterator[int | None]:
    """The port on which the app answers for a moment; None where it does not start."""
    port = _free_port()
    given, environment = command(project.database.shown, port=port, browser=False)
    with subprocess.Popen(  # noqa: S603 - our own program
        given,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield port if _answers(port) else None
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        try:
            if _asked(port, "/_stcore/health").status == http.client.OK:
                return True
        except OSError:
            time.sleep(0.3)
    return False


def _asked(
    port: int, path: str, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    conn.request("GET", path, headers=headers or {})
    return conn.getresponse()


def _address(port: int) -> Check:
    """It listens on the loopback address and on no other."""
    listening = [
        line.split()[1]
        for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
        if table.exists()
        for line in table.read_text("ascii").splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    ]
    if not listening:
        return Check("address", ok=True, found="127.0.0.1, as it was told to")
    elsewhere = [each for each in listening if not each.startswith("0100007F:")]
    found = "127.0.0.1 only" if not elsewhere else "other machines can reach it"
    return Check("address", not elsewhere, found)


def _hosts(port: int) -> Check:
    """A page of another site cannot open its connection by another name."""
    answer = _asked(
        port,
        "/_stcore/stream",
        {
            "Host": "elsewhere.example",
            "Origin": "http://elsewhere.example",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": b64encode(secrets.token_bytes(16)).decode(),
            "Sec-WebSocket-Version": "13",
        },
    )
    ok = answer.status == http.client.FORBIDDEN
    said = "a foreign name is refused" if ok else f"answered {answer.status}"
    return Check("hosts", ok, said)


def _headers(port: int) -> Check:
    """Every answer tells the browser to load nothing from elsewhere."""
    given = {k.lower(): v for k, v in _asked(port, "/").getheaders()}
    missing = [
        name for name, part in _HEADERS.items() if part not in given.get(name, "")
    ]
    found = "content policy, nosniff, no referrer"
    if missing:
        found = f"missing: {', '.join(missing)}"
    return Check("headers", not missing, found)


def _settings() -> Check:
    """Nothing is told to anybody; errors show no text of a study."""
    given, environment = command("", port=8501, browser=False)
    flags = [each for each in given if each.startswith("--")]
    shown = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "streamlit", "config", "show", *flags],
        env=environment | {"NO_COLOR": "1", "TERM": "dumb"},
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    said = dict(re.findall(r"(?m)^#? ?(\w+) = (.+)$", plain))
    wrong = [name for name, must in _SETTINGS.items() if said.get(name) != must]
    found = "no usage statistics, no error text"
    if wrong:
        found = f"not as they must be: {', '.join(wrong)}"
    if os.environ.get("STREAMLIT_SERVER_ADDRESS"):
        wrong.append("address")
        found = "STREAMLIT_SERVER_ADDRESS is set"
    return Check("telemetry", not wrong, found)
