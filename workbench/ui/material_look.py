"""One file before it comes in: its turns, what was left out, what to look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.importers.times import clock
from workbench.ui import material_words as words
from workbench.ui.material_files import ENCODINGS, encoding_key
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.parsed import ParsedTranscript, ParsedTurn
    from workbench.material import Judged
    from workbench.ui.material_files import Dropped

#: Turns shown before a file comes in; the whole is read under Familiarise.
_SHOWN: Final = 300
_ODD_LINES: Final = 8
#: A letter that another encoding would show as another, with its surroundings.
_ODD: Final = re.compile(r".{0,24}[^\x00-\x7f].{0,24}")


def look_into(dropped: Sequence[Dropped], judged: Sequence[Judged]) -> None:
    """A chosen file as it would come in."""
    by_name = {f"{n}. {each.name}": n - 1 for n, each in enumerate(dropped, start=1)}
    chosen = st.selectbox("Look into a file", list(by_name), key="look_into")
    if chosen is None:
        return
    each, found = dropped[by_name[chosen]], judged[by_name[chosen]].parsed
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _show_turns(found)
    with right:
        _show_findings(found)
        _ask_for_encoding(each)


def _show_turns(parsed: ParsedTranscript) -> None:
    told = [words.kind_of(parsed.format), words.VERDICTS[parsed.verdict]]
    if parsed.language:
        told.append(f"language {parsed.language}")
    if len(parsed.turns) > _SHOWN:
        told.append(f"the first {_SHOWN} of {len(parsed.turns)} turns")
    st.text(" · ".join(told))
    with st.container(height=400, border=True):
        st.text("\n\n".join(_as_read(turn) for turn in parsed.turns[:_SHOWN]))


def _as_read(turn: ParsedTurn) -> str:
    at = "" if turn.start_ms is None else clock(turn.start_ms)
    role = f"({turn.role})" if turn.role else ""
    head = [str(turn.index + 1), turn.speaker or "nobody named", role, at]
    return "  ".join(filter(None, head)) + f"\n{turn.text}"


def _show_findings(parsed: ParsedTranscript) -> None:
    if not parsed.warnings and not parsed.omissions:
        st.text("Nothing was left out, and there is nothing to look at.")
    for title, found in (
        ("Look at", [f"{w.where}: {w.message}" for w in parsed.warnings]),
        (
            "Left out, word for word",
            [f"{o.what}, {o.where}\n{o.text}" for o in parsed.omissions],
        ),
    ):
        if found:
            st.text(f"{title} ({len(found)})")
            with st.container(height=170 if len(found) > 1 else "content", border=True):
                st.text("\n\n".join(found[:_SHOWN]))


def _ask_for_encoding(each: Dropped) -> None:
    """The choice is shown where the bytes do not say; what was chosen is recorded."""
    codes = {warning.code for warning in each.parsed.warnings}
    if each.encoding is None and "encoding-guessed" not in codes:
        return
    st.selectbox(
        "Encoding of this file",
        ("", *ENCODINGS),
        format_func=lambda name: name or "a guess: cp1252 or UTF-16",
        key=encoding_key(each.sha256),
        help="Choose the one in which the letters below look right.",
    )
    if each.unfit:
        st.warning(plain(each.unfit))
    odd = (_ODD.search(turn.text) for turn in each.parsed.turns)
    shown = [match[0].strip() for match in odd if match]
    st.text("\n".join(f"… {line} …" for line in shown[:_ODD_LINES]))
