"""Write up: extracts chosen, the table as it will print, exports, the draft checked."""

import streamlit as st

from workbench.model import OutsideCopy
from workbench.themes.board import standing_themes
from workbench.ui import session, theming, widgets, writing

widgets.head(
    "Write up",
    "Select extracts, weave them with argument, tell the method as it was done.",
    "whether the story convinces.",
)
project, by = session.project(), session.me()
pick, printed, leaving, checking, left = st.tabs(
    ["Extracts", "As it will print", "Export", "Check a draft", "What has left"]
)
with pick:
    if standing_themes(project):
        theme = theming.choose(project)
        if theme is not None:
            writing.extracts(project, by, theme)
    else:
        widgets.empty(
            "No themes yet. Start one on the Themes page, or take them from a table:",
            "workbench theme my-study.workbench --from FILE.csv",
        )
        if st.button("Go to Themes", key="go_to_themes"):
            session.go("themes")
with printed:
    if standing_themes(project):
        writing.as_printed(project, by)
        writing.own_language(project)
    else:
        st.info("The table shows your themes once there are any.")
with leaving:
    writing.leave(project, by)
with checking:
    writing.draft(project)
with left:
    copies = project.read(OutsideCopy)
    if copies:
        widgets.table(
            [
                {
                    "What": copy.kind,
                    "File": copy.file_name,
                    "Day": copy.at[:10],
                    "Up to decision": copy.up_to,
                }
                for copy in copies
            ],
            key="copies",
        )
    else:
        st.info("Nothing has left the study yet. Exports and backups are listed here.")
