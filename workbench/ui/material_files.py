"""Files that were dropped on the page: read once, then asked about as a table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.importers import Content, inspect_contents
from workbench.importers.foreign_kinds import could_be_foreign
from workbench.importers.proposals import propose_day, propose_participant
from workbench.ui import material_words as words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from workbench.importers.parsed import ParsedTranscript

_READ, _ROUND, _ANSWERS = "material_read", "material_round", "material_files_said"
#: Encodings that files of the last thirty years come in, the likeliest first.
ENCODINGS: Final = (
    *("cp1252", "utf-8", "cp1250", "iso-8859-2", "cp1251", "koi8-r", "cp1253"),
    *("cp1254", "cp1255", "cp1256", "cp1257", "mac_roman", "utf-16-le", "shift_jis"),
    *("euc-jp", "gb18030", "big5", "euc-kr"),
)


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as it came from the browser, and how it was read."""

    name: str
    data: bytes
    sha256: str
    encoding: str | None
    parsed: ParsedTranscript
    #: Why the encoding that was chosen does not do; the file is read by a guess then.
    unfit: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of one file before it comes in."""

    is_wanted: bool
    transcript: str | None
    participant: str | None
    group: str | None
    held_on: str | None


def ask_for_files() -> tuple[list[Dropped], list[tuple[str, bytes]]]:
    """Transcripts that were dropped, read; and whole studies of other programs."""
    given = st.file_uploader(
        "Drop transcripts here: Word, text, captions, tables, PDF, recogniser's JSON",
        accept_multiple_files=True,
        key=f"files_{st.session_state.get(_ROUND, 0)}",
        help="Many at once. Nothing is stored until you have looked and said so.",
    )
    files = [(Path(each.name).name, each.getvalue()) for each in given]
    studies = [each for each in files if could_be_foreign(each[0])]
    return _read([each for each in files if each not in studies]), studies


def start_anew() -> None:
    """The place to drop files is empty again."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    for name in (_READ, _ANSWERS):
        st.session_state.pop(name, None)


def _read(files: Sequence[tuple[str, bytes]]) -> list[Dropped]:
    """Each file judged; what was read before in this window is not read again."""
    known: dict[tuple[str, str, str | None], ParsedTranscript]
    known = st.session_state.setdefault(_READ, {})
    asked = []
    for name, data in files:
        sha256 = hashlib.sha256(data).hexdigest()
        encoding = st.session_state.get(encoding_key(sha256)) or None
        asked.append((name, sha256, encoding, data))
    new = [each for each in asked if each[:3] not in known]
    if new:
        bar = st.progress(0.0, f"Reading {len(new)} files")
        contents = [Content(name, data, code) for name, _, code, data in new]
        read = inspect_contents(contents)
        for count, (parsed, each) in enumerate(zip(read, new, strict=True), start=1):
            known[each[:3]] = parsed
            bar.progress(count / len(new), f"Read {count} of {len(new)} files")
        bar.empty()
    return [_as_chosen(known, *each) for each in asked]


def _as_chosen(
    known: dict[tuple[str, str, str | None], ParsedTranscript],
    name: str,
    sha256: str,
    encoding: str | None,
    data: bytes,
) -> Dropped:
    """The file as it was read; a choice that does not fit its bytes is said."""
    parsed = known[name, sha256, encoding]
    guessed = known.get((name, sha256, None))
    if encoding is not None and parsed.is_rejected and guessed is not None:
        return Dropped(name, data, sha256, None, guessed, parsed.reason)
    return Dropped(name, data, sha256, encoding, parsed)


def encoding_key(sha256: str) -> str:
    """Where the choice of an encoding for these bytes is kept."""
    return f"encoding_{sha256[:16]}"


def ask_about_files(dropped: Sequence[Dropped], known: Collection[str]) -> list[Answer]:
    """One row for each file that can be read: whose it is, and under which id."""
    said: dict[str, Answer] = st.session_state.setdefault(_ANSWERS, {})
    digest = _digest([each.sha256 + each.name for each in dropped])
    base = f"{_ANSWERS}_{digest}"
    if base not in st.session_state:
        st.session_state[base] = [_row(each, known, said) for each in dropped]
    edited: list[dict[str, Any]] = st.data_editor(
        st.session_state[base],
        key=f"table_{base}",
        hide_index=True,
        width="stretch",
        num_rows="fixed",
        column_config=_columns(),
        disabled=["File", "Kind", "Read", "Turns", "Look at"],
    )
    answers = [_answer(row) for row in edited]
    for each, answer in zip(dropped, answers, strict=True):
        said[each.sha256 + each.name] = answer
    return answers


def _row(
    each: Dropped, known: Collection[str], said: dict[str, Answer]
) -> dict[str, Any]:
    parsed = each.parsed
    before = said.get(each.sha256 + each.name) or _proposed(parsed, known)
    return {
        "Take": before.is_wanted,
        "File": each.name,
        "Participant": before.participant or "",
        "Group": before.group or "",
        "Held on": before.held_on or "",
        "Id": before.transcript or "",
        "Kind": words.kind_of(parsed.format),
        "Read": words.VERDICTS[parsed.verdict],
        "Turns": len(parsed.turns),
        "Look at": len(parsed.warnings),
    }


def _proposed(parsed: ParsedTranscript, known: Collection[str]) -> Answer:
    day = propose_day(parsed)
    participant = propose_participant(parsed, known)
    return Answer(
        is_wanted=True,
        transcript=None,
        participant=participant,
        group=None,
        held_on=day.isoformat() if day else None,
    )


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "Take": column.CheckboxColumn(width=65, help="Bring this file in."),
        "File": column.TextColumn(width=190),
        "Participant": column.TextColumn(
            width=105, help="A short id with a digit, such as C07; never a name."
        ),
        "Group": column.TextColumn(width=90, help="Such as clients."),
        "Held on": column.TextColumn(
            width=100, help="Year-month-day.", validate=r"^(\d{4}-\d\d-\d\d)?$"
        ),
        "Id": column.TextColumn(
            width=75, help="Of the transcript. Empty: the participant's and a number."
        ),
        "Kind": column.TextColumn(width=120, help="Told by what is in the file."),
        "Read": column.TextColumn(width=110),
        "Turns": column.NumberColumn(width=55),
        "Look at": column.NumberColumn(width=60, help="So many warnings: see below."),
    }


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        is_wanted=bool(row["Take"]),
        transcript=(row["Id"] or "").strip() or None,
        participant=(row["Participant"] or "").strip() or None,
        group=(row["Group"] or "").strip() or None,
        held_on=(row["Held on"] or "").strip() or None,
    )


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
