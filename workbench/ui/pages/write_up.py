"""Write up: extracts chosen, the table as it will print, exports, the draft checked."""

import streamlit as st

from workbench.themes.board import standing_themes
from workbench.ui import session, theming, widgets
from workbench.ui.write_up import drafting, extracts, language, leaving, printing

widgets.head(
    "Write up",
    "Select extracts, weave them with argument, tell the method as it was done.",
    "whether the story convinces.",
)
project, by = session.project(), session.me()
# only the part that is looked at is made: each reads the whole analysis
pick, printed, export, checking, left = st.tabs(
    ["Extracts", "As it will print", "Export", "Check a draft", "What has left"],
    key="part_of_write_up",
    on_change="rerun",
)
with pick:
    if pick.open and standing_themes(project):
        theme = theming.choose(project)
        if theme is not None:
            extracts.extracts(project, by, theme)
    elif pick.open:
        widgets.empty(
            "No themes yet. Start one on the Themes page, or take them from a table:",
            "workbench theme my-study.workbench --from FILE.csv",
        )
        if st.button("Go to Themes", key="go_to_themes"):
            session.go("themes")
with printed:
    if printed.open and standing_themes(project):
        printing.as_printed(project, by)
        language.own_language(project)
    elif printed.open:
        st.info("The table shows your themes once there are any.")
with export:
    if export.open:
        leaving.leave(project, by)
with checking:
    if checking.open:
        drafting.draft(project)
with left:
    if left.open:
        leaving.what_has_left(project)
