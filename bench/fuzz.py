"""Files nobody would send, for minutes: does anything but a verdict come out?

    python bench/fuzz.py [--seconds 600] [--seed 0] [--engine auto|hypothesis|atheris]

Two searches share one oracle. hypothesis builds files out of the pieces that formats
are made of; atheris, where it is installed, mutates real files under coverage. Neither
is a dependency of the workbench. What is asked of every file: it is whole, with listed
omissions, or rejected with a reason; its offsets point at its turns; no control and no
half of a character is stored; nothing but the project's own errors is raised. A broken
promise prints the file (base64) and ends with status 1.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import logging
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench._shared import emit  # noqa: E402 - runs as a script too
from workbench.errors import ImportRejectedError  # noqa: E402
from workbench.importers.child import container_of, reading_to_wire  # noqa: E402
from workbench.importers.children import reading_from_wire  # noqa: E402
from workbench.importers.identify import read_source  # noqa: E402
from workbench.importers.importer import Reading  # noqa: E402
from workbench.importers.parsed import ParsedTranscript  # noqa: E402
from workbench.importers.source import Source  # noqa: E402
from workbench.importers.turns import lay_out  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

_SEEDS: Final = Path(__file__).parent.parent / "tests" / "importers" / "fixtures"
_SAMPLES: Final = Path(__file__).parent.parent / "sample_transcripts"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_LARGEST: Final = 200_000
_SLOW_S: Final = 10.0


class BrokenPromiseError(AssertionError):
    """A file was not judged as every file must be."""


def judge(data: bytes, name: str = "talk.txt") -> ParsedTranscript:
    """The verdict on these bytes, its promises kept.

    Raises:
        BrokenPromiseError: one is not.
    """
    begun = time.perf_counter()
    source = Source(name, data)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        sent = reading_from_wire(reading_to_wire(read_source(source)))
        if not isinstance(sent, Reading):
            raise BrokenPromiseError(f"the reading does not cross: {sent.reason}")
        parsed = lay_out(name, sha256, sent)
    except ImportRejectedError as error:
        parsed = ParsedTranscript(
            name, sha256, container_of(source), "rejected", str(error)
        )
    except (MemoryError, RecursionError):
        # the child answers these two itself; see importers/child.py
        parsed = ParsedTranscript(
            name, sha256, container_of(source), "rejected", "too deep or too large"
        )
    _keep(parsed)
    took = time.perf_counter() - begun
    if took > _SLOW_S:
        raise BrokenPromiseError(f"took {took:.1f} s")
    return parsed


def _keep(parsed: ParsedTranscript) -> None:
    promises = {
        "a rejected file has no turns": parsed.is_rejected == (not parsed.turns),
        "what is not whole has a reason": (parsed.verdict == "whole")
        == (parsed.reason is None),
        "omissions are listed": bool(parsed.omissions)
        == (parsed.verdict == "with-omissions")
        or parsed.is_rejected,
        "the text is its turns": parsed.text
        == "\n".join(turn.text for turn in parsed.turns),
        "offsets point at turns": all(
            parsed.text[turn.start : turn.end] == turn.text for turn in parsed.turns
        ),
        "only storable characters": not _FORBIDDEN.search(parsed.text)
        and not any(_FORBIDDEN.search(who.label) for who in parsed.speakers),
        "omissions can be stored": not any(
            _FORBIDDEN.search(omission.text) for omission in parsed.omissions
        ),
        "spans go forward": all(
            turn.end_ms is None or (turn.start_ms or 0) <= turn.end_ms
            for turn in parsed.turns
        ),
    }
    broken = [promise for promise, is_kept in promises.items() if not is_kept]
    if broken:
        raise BrokenPromiseError("; ".join(broken))


# --- the two searches ----------------------------------------------------------------


def search_with_hypothesis(
    seconds: float, seed: int, ask: Callable[[bytes, str], None]
) -> None:
    """Files of the formats' own pieces, and real files spoilt, until the time is up."""
    from hypothesis import HealthCheck, Phase, given, settings  # noqa: PLC0415
    from hypothesis import seed as with_seed  # noqa: PLC0415
    from hypothesis import strategies as st  # noqa: PLC0415

    pieces = st.sampled_from(_pieces()) | st.binary(max_size=12)
    pieces |= st.text(max_size=20).map(_in_utf8)
    built = st.lists(pieces, max_size=60).map(b"".join)
    real = st.sampled_from(_real_files())
    spoilt = st.builds(_spoil, real, st.integers(0, 2**32), built)
    names = st.sampled_from(["talk.txt", "talk.docx", "x", "a.pdf", "\u202ecod.txt"])
    until = time.monotonic() + seconds

    @settings(
        max_examples=10**9,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @with_seed(seed)
    @given(data=built | spoilt | built.map(_zipped), name=names)
    def every_file_gets_a_verdict(data: bytes, name: str) -> None:
        if time.monotonic() > until:
            raise _TimeIsUp
        ask(data, name)

    try:
        every_file_gets_a_verdict()
    except _TimeIsUp:
        return


def search_with_atheris(
    seconds: float,
    seed: int,
    ask: Callable[[bytes, str], None],
    finish: Callable[[], None],
) -> None:
    """Real files mutated under coverage, until the time is up; it does not return."""
    atheris = import_module("atheris")
    until: float | None = None

    def one(data: bytes) -> None:
        nonlocal until
        # counted from the first file: instrumenting takes a while of its own
        until = until or time.monotonic() + seconds
        if time.monotonic() > until:
            # libFuzzer ends the process itself and would print no result
            finish()
            sys.stdout.flush()
            os._exit(0)
        ask(data, "talk.txt")

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(_real_files()):
            Path(corpus, str(number)).write_bytes(data)
        atheris.instrument_all()
        flags = [f"-seed={seed + 1}", "-rss_limit_mb=0", f"-max_len={_LARGEST}"]
        atheris.Setup([sys.argv[0], *flags, corpus], one)
        atheris.Fuzz()


class _TimeIsUp(BaseException):
    """The search has had its time; hypothesis must not take it for a finding."""


def _in_utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pieces() -> list[bytes]:
    """What formats are made of, and what breaks those who read them."""
    texts = (
        *("I: ", "P01: ", "Interviewer:", "P01\t", "She said: ", "10:30 meeting:"),
        *("\n", "\r\n", "\r", "\n\n", "\t", " ", "\u2028", "\u0085", "\ufeff", "\0"),
        *("word", "é", "e\u0301", "\U0001f600", "\u200d", "שלום", "你好", "\x1b", "'"),
        *("(f, 34)", "00:12", "[00:00:12]", " --> ", "99:99:99", "-1", "1e999", "1\n"),
        *("WEBVTT\n\n", "NOTE x\n", "<v Ana>", "</v>", "<c>", "<00:01.0>", "&amp;"),
        *("speaker,text\n", "start;end;text\n", '"', '""', ",", ";", "|", "=1+1"),
        *('{"segments": [', '{"text": "a"', ', "start": 1.5', "}", "]", "null", "[[[["),
        *("{\\rtf1 ", "\\par ", "\\u-9999?", "\\'e9", "\\bin5 ", "\\trowd ", "\\cell "),
        *("{\\*\\annotation ", "{\\*\\atrfstart 1}", "}", "{", "\\row ", "\\uc9 "),
        *("<html>", "<p>", "<b>", "</p>", "<table><tr><td>", "<script>", "<!--"),
        *("# ", "## I\n", "**P01**", "---\n", "1. ", "> ", "`", "%PDF-1.4\n", "\x0c"),
    )
    return [_in_utf8(text) for text in texts] + [
        *(b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe9", b"\x80"),
        *(b"PK\x03\x04", b"SQLite format 3\0", bytes.fromhex("d0cf11e0a1b11ae1")),
    ]


def _real_files() -> list[bytes]:
    folders = [folder for folder in (_SEEDS, _SAMPLES) if folder.is_dir()]
    paths = [path for folder in folders for path in sorted(folder.iterdir())]
    kept = [path for path in paths if path.is_file() and ".golden" not in path.name]
    return [data for path in kept if len(data := path.read_bytes()) < _LARGEST]


def _spoil(data: bytes, seed: int, piece: bytes) -> bytes:
    """A real file cut, doubled, overwritten; inside an archive, one of its parts."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.9:
        return _spoil_part(data, chance, piece)
    return _spoil_bytes(data, chance, piece)


def _spoil_bytes(data: bytes, chance: random.Random, piece: bytes) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(data))
        length = chance.choice((0, 1, 2, 8, 64, 1024))
        kind = chance.randrange(4)
        if kind == 0:
            data = data[:at] + piece + data[at + length :]
        elif kind == 1:
            data = data[:at]
        elif kind == 2:
            data = data[:at] + data[at : at + length] * 3 + data[at + length :]
        else:
            data = data[:at] + chance.randbytes(length) + data[at + length :]
    return data


def _spoil_part(data: bytes, chance: random.Random, piece: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(
                name, _spoil_bytes(part, chance, piece) if name == chosen else part
            )
    return buffer.getvalue()


def _zipped(data: bytes) -> bytes:
    """The bytes as the main part of a Word file."""
    body = data.decode("utf-8", "replace").replace("\0", "")
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        f'main"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return buffer.getvalue()


def main() -> None:
    """Search for the time given, and print what was seen."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", default="auto")
    asked = parser.parse_args()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    told: Counter[str] = Counter()
    slowest = 0.0

    def ask(data: bytes, name: str) -> None:
        nonlocal slowest
        begun = time.perf_counter()
        try:
            parsed = judge(data, name)
        except Exception as error:
            sys.stderr.write(
                f"{type(error).__name__}: {error}\n{name!r}\n"
                f"{base64.b64encode(data).decode()}\n"
            )
            raise
        slowest = max(slowest, time.perf_counter() - begun)
        told[parsed.verdict] += 1
        told["files"] += 1

    engine = asked.engine if asked.engine != "auto" else _engine()

    def finish() -> None:
        verdicts = {name: told[name] for name in sorted(told) if name != "files"}
        emit(
            {
                "engine": engine,
                "seconds": asked.seconds,
                "seed": asked.seed,
                "files": told["files"],
                "verdicts": verdicts,
                "slowest_s": round(slowest, 3),
                "broken_promises": 0,
            }
        )

    if engine == "atheris":
        search_with_atheris(asked.seconds, asked.seed, ask, finish)
    else:
        search_with_hypothesis(asked.seconds, asked.seed, ask)
        finish()


def _engine() -> str:
    return "atheris" if find_spec("atheris") else "hypothesis"


if __name__ == "__main__":
    main()
