"""A real app in a real browser: one Chromium for all tests, servers on request."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.ui import session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

_SIZE = {"width": 1366, "height": 768}


class Server:
    """The app on one project, as `workbench open` starts it."""

    def __init__(self, project: Path) -> None:
        self.project = project
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        code = "from workbench.cli import main; main()"
        words = ["open", str(self.project), "--no-browser", "--port", str(self.port)]
        config = str(self.project.parent / "config")
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            env=os.environ | {"WORKBENCH_CONFIG": config},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(120):
            try:
                asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                asking.request("GET", "/_stcore/health")
                if asking.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.25)
        pytest.fail("the app did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture(autouse=True)
def no_window_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window of an earlier test says which study a new one opens."""
    monkeypatch.setattr(session, "_IN_WINDOWS", {})


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], Server]]:
    """Opens a project in the app; the app ends with the module's tests."""
    started: list[Server] = []

    def opened(project: Path) -> Server:
        started.append(Server(project))
        return started[-1]

    yield opened
    for server in started:
        server.kill()


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """A browser window at an address; an error or a stranger asked fails the test."""
    wrong: list[str] = []
    opened: list[Page] = []

    def look(address: str) -> Page:
        page = chromium.new_page(viewport=_SIZE)  # type: ignore[arg-type]
        opened.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith(("http://127.0.0.1", "data:", "blob:"))
                else wrong.append(request.url)
            ),
        )
        page.goto(address)
        return page

    yield look
    for page in opened:
        page.close()
    assert wrong == []


@pytest.fixture
def press_twice() -> Callable[..., None]:
    """Two clicks on one place, so many milliseconds apart, whatever happens between."""

    def press(button: Locator, apart: int) -> None:
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        button.page.mouse.click(*at)
        button.page.wait_for_timeout(apart)
        button.page.mouse.click(*at)

    return press
