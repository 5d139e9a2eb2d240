"""The app: one page per phase, in the order of the work, none gated.

Start it with `workbench open PROJECT`, which keeps it on this machine.
"""

import streamlit as st

from workbench.ui import session


def page(file: str, title: str, *, default: bool = False) -> "st.Page":
    """One page of the app."""
    return st.Page(session.page_file(file), title=title, default=default)


st.set_page_config(page_title="Workbench", layout="wide")
chosen = st.navigation(
    {
        "": [page("start", "Start", default=True)],
        "The work": [
            page("material", "Material"),
            page("people", "People"),
            page("familiarise", "Familiarise"),
            page("code", "Code"),
            page("themes", "Themes"),
            page("review", "Develop and review"),
            page("define", "Define"),
            page("theory", "Theory"),
            page("write_up", "Write up"),
        ],
        "Beside it": [
            page("debrief", "Debrief"),
            page("member_check", "Member check"),
            page("journal", "Journal"),
            page("trail", "Trail"),
            page("settings", "Settings"),
        ],
    },
    expanded=True,
)
session.show_where_we_are()
chosen.run()
