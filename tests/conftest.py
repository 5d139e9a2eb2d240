"""What all tests share: a machine of their own, projects on both back-ends, no network.

`project` is a fresh project, once in a SQLite file and once in a PostgreSQL schema, so
that one test speaks for both. Nothing here reaches the tester's own configuration.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from filelock import FileLock
from hypothesis import settings

from workbench.decisions.coding import CodeCreated, SegmentCoded
from workbench.decisions.decision import Words
from workbench.familiarise.anchoring import context
from workbench.familiarise.transcripts import Arrival, active, bring_in, text_of
from workbench.importers.parsed import ParsedTranscript, ParsedTurn
from workbench.model import Researcher
from workbench.sample.build import build_sample
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

# The same examples each time, so that a red run can be seen again; the search for new
# ones is a bench's (bench/fuzz.py), where nothing waits for it.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class NetworkAttemptError(RuntimeError):
    """A test, or what it tests, tried to leave this machine."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Every connection that is not to this machine is refused, in the whole suite."""
    patch = pytest.MonkeyPatch()

    def guard(name: str) -> None:
        real = getattr(socket.socket, name)

        def checked(self: socket.socket, address: object, *rest: object) -> object:
            refuse_stranger(self.family, address)
            return real(self, address, *rest)

        patch.setattr(socket.socket, name, checked)

    guard("connect")
    guard("connect_ex")
    yield
    patch.undo()


def refuse_stranger(family: int, address: object) -> None:
    """Raise unless the address is on this machine."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0] if isinstance(address, tuple) else address
    if host not in _LOOPBACK:
        msg = f"a test tried to reach {host}"
        raise NetworkAttemptError(msg)


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and what was seen live in the test's own folder, for child processes too."""
    monkeypatch.setenv("WORKBENCH_CONFIG", str(tmp_path / "config"))
    monkeypatch.delenv("WORKBENCH_RESEARCHER", raising=False)


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(config=tmp_path / "config", machine_name="test")


@dataclass(frozen=True)
class PostgresServer:
    """A server of the tests' own, on a unix socket in a temporary folder."""

    folder: Path
    user: str

    def address(self, name: str) -> str:
        """The address of a project of this name."""
        return (
            f"postgresql:///postgres?host={self.folder}&user={self.user}&project={name}"
        )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running PostgreSQL; tests that need one are skipped where there is none."""
    initdb, pg_ctl = _postgres_program("initdb"), _postgres_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("PostgreSQL is not installed (initdb and pg_ctl were not found)")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    as_root = os.geteuid() == 0
    if as_root and not _has_user("postgres"):
        pytest.skip("running as root, and there is no user 'postgres' to run a server")
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    # a short path: the name of a unix socket holds about 100 characters
    folder = Path(tempfile.mkdtemp(prefix="wb-pg-", dir="/tmp"))
    user = "postgres" if as_root else pwd.getpwuid(os.geteuid()).pw_name
    if as_root:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run(
            [*prefix, *map(str, command)], check=True, cwd=folder, capture_output=True
        )

    run(initdb, "-D", data, "-N", "-A", "trust", "-U", user, "-E", "UTF8")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    run(pg_ctl, "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield PostgresServer(folder, user)
    finally:
        run(pg_ctl, "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_program(name: str) -> Path | None:
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if packaged:
        return packaged[-1]
    found = shutil.which(name)
    return Path(found) if found else None


def _has_user(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


BACK_ENDS: Final = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(params=BACK_ENDS)
def new_address(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[], str | Path]:
    """Free addresses on one back-end; the test runs once for each."""
    if request.param == "sqlite":
        return lambda: tmp_path / f"study-{uuid.uuid4().hex[:8]}.workbench"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return lambda: server.address(f"t_{uuid.uuid4().hex[:12]}")


def create(address: str | Path, surroundings: Surroundings) -> Project:
    """A reflexive study without anything in it yet, led by one researcher."""
    return Project.create(
        address,
        title="Talking to a machine",
        orientation="reflexive",
        researcher="Alma",
        surroundings=surroundings,
    )


@pytest.fixture
def project(
    new_address: Callable[[], str | Path], surroundings: Surroundings
) -> Project:
    """A fresh project, on SQLite and on PostgreSQL in turn."""
    return create(new_address(), surroundings)


@pytest.fixture
def file_project(tmp_path: Path, surroundings: Surroundings) -> Project:
    """A fresh project in a file, for what only a file can suffer."""
    return create(tmp_path / "study.workbench", surroundings)


@pytest.fixture
def lead() -> Callable[[Project], str]:
    """The id of the study's lead."""
    return lead_of


def lead_of(project: Project) -> str:
    """The id of the study's first lead."""
    return project.rows(Researcher, role="lead")[0].id


@pytest.fixture
def parsed() -> Callable[..., ParsedTranscript]:
    """A builder of parsed transcripts from lines such as "P01: I told it first."."""
    return parse_lines


def parse_lines(*lines: str, file: str = "interview.txt") -> ParsedTranscript:
    """What an importer makes of lines of the form SPEAKER: TEXT."""
    turns: list[ParsedTurn] = []
    at = 0
    for index, line in enumerate(lines):
        label, colon, said = line.partition(": ")
        speaker, text = (label, said) if colon else (None, line)
        turns.append(
            ParsedTurn(
                index=index,
                speaker=speaker,
                role="interviewer" if speaker == "I" else "participant",
                start_ms=None,
                end_ms=None,
                start=at,
                end=at + len(text),
                text=text,
            )
        )
        at += len(text) + 1
    text = "\n".join(turn.text for turn in turns)
    return ParsedTranscript(
        file=file,
        sha256=hashlib.sha256(f"{file}\n{text}".encode()).hexdigest(),
        format="labelled-text",
        verdict="whole",
        language="en",
        text=text,
        turns=tuple(turns),
    )


_SAID: Final = (
    "I told it about the exam before I told anyone else",
    "it remembered nothing the next day and I minded more than I thought",
    "we agreed on small steps and I did the first two",
    "my therapist asked what I had typed at night \N{CRESCENT MOON}",
    "it felt like homework that somebody would read",
    "I stopped when the answers began to repeat",
)


@pytest.fixture
def study_with_transcripts() -> Callable[..., list[str]]:
    """A builder: transcripts of plain invented talk in a project; their ids.

    Called as study_with_transcripts(project, count=2, turns=6).
    """
    return add_transcripts


def add_transcripts(project: Project, count: int = 2, turns: int = 6) -> list[str]:
    """Transcripts of plain invented talk are in the project; their ids."""
    arrivals = []
    for number in range(1, count + 1):
        lines: Sequence[str] = [
            f"P{number:02}: {number}.{at}: {_SAID[(number + at) % len(_SAID)]}."
            if at % 2
            else f"I: And then, question {number}.{at}?"
            for at in range(turns)
        ]
        made = parse_lines(*lines, file=f"interview-{number}.txt")
        original = "\n".join(lines).encode()
        arrivals.append(Arrival(made, original, f"int-{number}"))
    return bring_in(project, lead_of(project), arrivals)


@pytest.fixture
def code_some() -> Callable[..., list[str]]:
    """A builder: codings of one transcript under one new code; their ids.

    Called as code_some(project, transcript, count=3).
    """
    return add_codings


def add_codings(project: Project, transcript: str, count: int = 3) -> list[str]:
    """Coded segments of twelve characters each under a new code; their ids."""
    by = lead_of(project)
    version = active(project, transcript).version
    text = text_of(project, version)
    code = project.new_id("c")
    project.record(CodeCreated(code, Words(f"code {code}")), by=by)
    step = max(1, (len(text) - 12) // count)
    made = []
    for index in range(count):
        start = index * step
        quote, before, after = context(text, start, start + 12)
        segment = project.new_id("s")
        project.record(
            SegmentCoded(
                segment=segment,
                transcript=transcript,
                version=version,
                start=start,
                end=start + 12,
                quote=Words(quote),
                before=Words(before),
                after=Words(after),
                code=code,
            ),
            by=by,
        )
        made.append(segment)
    return made


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study as it is built; copy it before writing to it.

    Where several processes share the tests the first that asks builds it for all.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    ready = shared / "built" / "sample.workbench"
    with FileLock(shared / "built.lock"):
        if not ready.exists():
            making = shared / "making" / ready.name
            making.parent.mkdir()
            build_sample(making)
            making.parent.rename(ready.parent)
    return ready


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven from here; one for all tests of a process."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(
            executable_path=program,
            args=[
                *("--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
            ],
        )
        yield browser
        browser.close()
