"""Who speaks, asked once for all files: each label's role, person and name."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.importers.manifest import Request
from workbench.importers.proposals import propose_interviewer
from workbench.material import cast
from workbench.model import SPEAKER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.parsed import ParsedTranscript
    from workbench.ui.material_files import Answer, Dropped

_UNSAID: Final = "not said"
_SAID: Final = "material_speakers_said"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a person says of one label, in every file that has it."""

    role: str | None
    participant: str | None
    called: str


@dataclass(slots=True)
class _Told:
    """What the files say of one label."""

    files: int = 0
    turns: int = 0
    words: int = 0
    roles: Counter[str] = field(default_factory=Counter)


def ask_about_speakers(
    files: Sequence[ParsedTranscript],
    answers: Sequence[Answer],
    researchers: Sequence[str],
) -> dict[str, Mapped]:
    """One row for each label over all files; labels given one name become one."""
    told = _count(files, answers, researchers)
    if not told:
        return {}
    said: dict[str, Mapped] = st.session_state.setdefault(_SAID, {})
    whose = [answer.participant or "" for answer in answers]
    digest = hashlib.sha256("\n".join([*told, "", *whose]).encode()).hexdigest()[:12]
    base = f"{_SAID}_{digest}"
    if base not in st.session_state:
        st.session_state[base] = [
            _row(label, each, said.get(label)) for label, each in told.items()
        ]
    st.caption(
        "Every label, once for all files. Labels that are given one name become one."
    )
    edited: list[dict[str, Any]] = st.data_editor(
        st.session_state[base],
        key=f"table_{base}",
        hide_index=True,
        width="stretch",
        num_rows="fixed",
        column_config=_columns(),
        disabled=["Label", "Files", "Turns", "Words"],
    )
    proposed = {row["Label"]: _role(row) for row in st.session_state[base]}
    mapped = {row["Label"]: _mapped(row) for row in edited}
    # only what a person changed outlives a change of the files
    said |= {
        label: each
        for label, each in mapped.items()
        if each != Mapped(proposed[label], None, label)
    }
    return mapped


def start_anew() -> None:
    """Nothing that was said of labels is kept."""
    st.session_state.pop(_SAID, None)


def request_for(each: Dropped, answer: Answer, mapped: dict[str, Mapped]) -> Request:
    """What is asked of one file: its own answers, and those about its speakers."""
    labels = [who.label for who in each.parsed.speakers]
    here = {label: mapped[label] for label in labels if label in mapped}
    return Request(
        path=Path(each.name),
        transcript=answer.transcript,
        participant=answer.participant,
        group=answer.group,
        held_on=answer.held_on,
        roles={
            each.called: (each.role, each.participant)
            for each in here.values()
            if each.role is not None
        },
        labels={label: each.called for label, each in here.items()},
        encoding=each.encoding,
        data=each.data,
    )


def _count(
    files: Sequence[ParsedTranscript],
    answers: Sequence[Answer],
    researchers: Sequence[str],
) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for parsed, answer in zip(files, answers, strict=True):
        roles = cast(Request(Path(parsed.file), participant=answer.participant), parsed)
        asks = propose_interviewer(parsed, researchers)
        for who in parsed.speakers:
            each = told.setdefault(who.label, _Told())
            each.files += 1
            each.turns += who.turns
            each.words += who.words
            role = "interviewer" if who.label == asks else roles[who.label][0]
            if role:
                each.roles[role] += 1
    return told


def _row(label: str, told: _Told, before: Mapped | None) -> dict[str, Any]:
    role = told.roles.most_common(1)[0][0] if told.roles else None
    mapped = before or Mapped(role, None, label)
    return {
        "Label": label,
        "Files": told.files,
        "Turns": told.turns,
        "Words": told.words,
        "Role": mapped.role or _UNSAID,
        "Person": mapped.participant or "",
        "Called": mapped.called,
    }


def _columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "Label": column.TextColumn(width="medium", help="As the files have it."),
        "Files": column.NumberColumn(width=60),
        "Turns": column.NumberColumn(width=60),
        "Words": column.NumberColumn(width=70),
        "Role": column.SelectboxColumn(
            options=[_UNSAID, *SPEAKER_ROLES],
            required=True,
            width=120,
            help="A proposal, where there is one.",
        ),
        "Person": column.TextColumn(
            width=110,
            help="Whose words these are, such as C07. Empty: the file's participant.",
        ),
        "Called": column.TextColumn(
            width="medium",
            help="The label from now on. Give two labels one name to merge them.",
        ),
    }


def _mapped(row: dict[str, Any]) -> Mapped:
    return Mapped(
        role=_role(row),
        participant=(row["Person"] or "").strip() or None,
        called=(row["Called"] or "").strip() or row["Label"],
    )


def _role(row: dict[str, Any]) -> str | None:
    return None if row["Role"] in (None, _UNSAID) else str(row["Role"])
