"""What the code list and the questions to the material read of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.coding.placed import Placed, in_talk, place, place_in_notes
from workbench.model import Code, CodedSegment, Researcher
from workbench.ui import reader, session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.ui.seen import Seen

#: So many segments are read at once.
AT_ONCE = 40


def placed(seen: Seen) -> list[Placed]:
    """Every coded segment with where it stands, read once until something changes."""
    return seen.once("placed", lambda: place(seen.project, seen))


def in_notes(seen: Seen) -> list[Placed]:
    """Every coded segment of a field note; none of them is anybody's talk."""
    return seen.once("placed in notes", lambda: place_in_notes(seen))


def codes(seen: Seen) -> dict[str, Code]:
    """The codes that can be applied, by id."""
    return {code.id: code for code in seen.read(Code, state="active")}


def names(seen: Seen) -> dict[str, str]:
    """What every code is called, by id, retired and merged ones too."""
    return {code.id: code.name for code in seen.read(Code)}


def as_tree(known: dict[str, Code]) -> list[tuple[Code, int]]:
    """The codes with how deep each stands, children below their parents."""
    under: dict[str | None, list[Code]] = {}
    for code in known.values():
        parent = code.parent if code.parent in known else None
        under.setdefault(parent, []).append(code)
    found: list[tuple[Code, int]] = []

    def walk(parent: str | None, depth: int) -> None:
        for code in sorted(under.get(parent, ()), key=lambda c: c.name.casefold()):
            found.append((code, depth))
            walk(code.id, depth + 1)

    walk(None, 0)
    return found


def read_segments(
    seen: Seen, key: str, some: Sequence[Placed], *, with_code: bool = False
) -> None:
    """Segments in their talk, to walk through; the chosen one opens where it stands."""
    pages = max(1, -(-len(some) // AT_ONCE))
    page = 1
    if pages > 1:
        page = st.number_input(
            f"Page of {pages}", min_value=1, max_value=pages, key=f"{key}_page"
        )
    shown = list(some[(page - 1) * AT_ONCE : page * AT_ONCE])
    people = {who.id: who.name for who in seen.read(Researcher)}
    called = names(seen)
    marks = {s.id: s.anchor for s in seen.rows(CodedSegment, state="active")}
    notes = []
    for each in shown:
        parts = [called[each.code]] if with_code else []
        parts += [each.polarity or "", each.target or "", people.get(each.by, "")]
        parts += [each.origin if each.origin != "manual" else ""]
        parts += ["corrected since" if marks.get(each.id) == "text-changed" else ""]
        notes.append(" · ".join(part for part in parts if part))
    chosen = reader.stretches(key, in_talk(seen.project, shown), notes)
    if st.button(
        "Open the chosen one where it stands",
        key=f"{key}_open",
        disabled=chosen is None,
    ):
        at = shown[chosen or 0]
        if at.note:
            st.session_state["coding"] = at.transcript
            where = {"start": str(at.start), "end": str(at.end), "segment": at.id}
            session.go("code", transcript=at.transcript, **where)
        reader.go_to(at.version, at.turn)
        st.session_state["go_to_transcript"] = at.transcript
        session.go("familiarise")
