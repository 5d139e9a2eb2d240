"""Two people at one theme: a form knows on which wording it is based.

Nothing is overwritten unseen. When a theme was worded anew since a form was shown, the
first Keep is refused with what stands now; what was typed stays in the form, and a
second Keep is a decision on the newer wording.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.model import Theme

if TYPE_CHECKING:
    from workbench.store.project import Project

_WORDED: Final = {
    "name": "name",
    "central_concept": "central organising concept",
    "is_not": "what it is not",
    "definition": "definition",
    "scope": "what it takes in",
}


def form_of(project: Project, theme: str, form: str, first_field: str) -> str:
    """What the fields of a form on a theme are keyed by; another after each Keep.

    Args:
        project: the project.
        theme: its id.
        form: which form.
        first_field: how the key of its first field begins: a form whose fields are
            not there yet is based on what stands now.
    """
    name = f"{theme}_{st.session_state.get(_count(theme, form), 0)}"
    if f"{first_field}_{name}" not in st.session_state:
        st.session_state[_key(theme, form)] = _wordings(project, theme)
    return name


def is_current(project: Project, theme: str, form: str) -> bool:
    """Whether the theme still says what the form was based on; if not, it is told."""
    based = st.session_state.get(_key(theme, form), {})
    now = _wordings(project, theme)
    moved = [name for name in now if now[name] != based.get(name)]
    st.session_state[_key(theme, form)] = now
    if not moved:
        return True
    read = project.read(Theme, id=theme)[0]
    st.warning(
        "Somebody worded this theme anew since you opened it. What you typed is still "
        "here; Keep again puts it in the place of what stands now:"
    )
    for name in moved:
        st.text(f"{_WORDED[name]}: {getattr(read, name) or 'nothing'}")
    return False


def kept(theme: str, form: str) -> None:
    """What was typed is in the study: the form begins anew from there."""
    st.session_state.pop(_key(theme, form), None)
    count = _count(theme, form)
    st.session_state[count] = st.session_state.get(count, 0) + 1


def _wordings(project: Project, theme: str) -> dict[str, str | None]:
    row = project.one(Theme, id=theme)
    return {name: getattr(row, name) for name in _WORDED}


def _key(theme: str, form: str) -> str:
    return f"based_on_{form}_{theme}"


def _count(theme: str, form: str) -> str:
    return f"edition_{form}_{theme}"
