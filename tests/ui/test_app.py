"""The app in a real browser: every page shows, and nobody else is spoken to."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from workbench.ui import first_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = (
    *("", "material", "people", "familiarise", "code", "codes", "themes", "review"),
    *("define", "theory", "write_up", "debrief", "member_check", "journal", "trail"),
    "settings",
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port where a small study is open."""
    folder = tmp_path_factory.mktemp("served")
    environment = os.environ | {"WORKBENCH_CONFIG": str(folder / "config")}
    path = folder / "study.workbench"
    (folder / "talk.txt").write_text(
        "I: How did it begin?\nC01: With a <b>phone</b> my sister gave me.\n"
        "I: And then?\nC01: Then I wrote to it, most nights, for a year.\n",
        "utf-8",
    )

    def command(*words: object) -> None:
        code = "from workbench.cli import main; main()"
        subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            env=environment,
            check=True,
            capture_output=True,
        )

    command(
        *("new", path, "--title", "Nights", "--orientation", "reflexive"),
        *("--researcher", "Ann", "--question", "Who listens?"),
    )
    command("import", path, folder / "talk.txt", "--participant", "C01")
    port = _free_port()
    code = "from workbench.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", code, "open", path, "--no-browser", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _wait_for(port)
    yield port
    server.terminate()
    server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(120):
        try:
            conn = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            conn.request("GET", "/_stcore/health")
            if conn.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the app did not start within a minute")


@pytest.fixture(scope="module")
def foreign() -> list[str]:
    """Requests of the browser that were not for the app."""
    return []


@pytest.fixture(scope="module")
def page(served: int, foreign: list[str], chromium: Browser) -> Iterator[Page]:
    own = f"http://127.0.0.1:{served}"
    shown = chromium.new_page(viewport={"width": 1366, "height": 768})
    shown.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((own, "data:", "blob:"))
            else foreign.append(request.url)
        ),
    )
    yield shown
    shown.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_without_an_error(page: Page, served: int, name: str) -> None:
    page.goto(f"http://127.0.0.1:{served}/{name}")

    page.wait_for_selector("h1, h2", timeout=20_000)

    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[class*=st-key-failure]").count() == 0
    assert page.locator("h1, h2").first.inner_text() != ""


def test_an_open_thread_leads_to_its_page(page: Page, served: int) -> None:
    page.goto(f"http://127.0.0.1:{served}/")

    page.get_by_role("button", name="Go to Code", exact=True).first.click(
        timeout=20_000
    )

    page.wait_for_selector("h1:has-text('Code')", timeout=20_000)


def test_a_transcripts_words_are_shown_as_words(page: Page, served: int) -> None:
    page.goto(f"http://127.0.0.1:{served}/familiarise")
    page.get_by_text("Read one", exact=True).click(timeout=20_000)

    page.wait_for_selector("text=most nights, for a year", timeout=20_000)

    assert page.get_by_text("<b>phone</b>").count() == 1


def test_the_browser_speaks_to_nobody_else(page: Page, foreign: list[str]) -> None:
    assert page.url.startswith("http://127.0.0.1")
    assert foreign == []


def test_the_app_listens_on_the_loopback_address_only(served: int) -> None:
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text("ascii").splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{served:04X}")
    ]

    assert listening == [f"0100007F:{served:04X}"]


def test_a_foreign_host_cannot_open_the_apps_socket(served: int) -> None:
    conn = http.client.HTTPConnection("127.0.0.1", served, timeout=5)
    conn.request(
        "GET",
        "/_stcore/stream",
        headers={
            "Host": "evil.example",
            "Origin": "http://evil.example",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Version": "13",
        },
    )

    assert conn.getresponse().status == 403


def test_every_answer_carries_a_policy_that_lets_nothing_in_from_elsewhere(
    served: int,
) -> None:
    conn = http.client.HTTPConnection("127.0.0.1", served, timeout=5)
    conn.request("GET", "/")
    policy = conn.getresponse().headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_a_page_finds_its_server_at_once_and_fetches_its_parts_once(
    page: Page, served: int
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/", 3)[3]))
    page.goto(f"http://127.0.0.1:{served}/code")
    page.wait_for_selector(".wb-words", timeout=20_000)

    scripts = [each for each in asked if each.endswith(".js")]
    assert [each for each in asked if each.startswith("code/_stcore")] == []
    assert "_stcore/bidi-components/workbench.coder/pane.js" in scripts
    assert sorted(scripts) == sorted(set(scripts))


def test_an_answer_that_is_not_the_first_page_is_left_as_it_is() -> None:
    packet = b"<html><head><title>A packet</title></head></html>"

    assert first_page.completed(packet) == packet


def test_an_image_in_a_page_is_not_fetched_from_elsewhere(
    page: Page, served: int
) -> None:
    page.goto(f"http://127.0.0.1:{served}/")
    page.wait_for_selector("h1", timeout=20_000)

    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation",
                                      event => done(event.violatedDirective));
            const image = document.createElement("img");
            image.src = "http://127.0.0.1:9/one.png";
            document.body.append(image);
            setTimeout(() => done("fetched"), 3000);
        })"""
    )

    assert refused == "img-src"
