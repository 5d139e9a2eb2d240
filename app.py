"""The app: one page per phase, in the order of the work, none gated.

Start it with `workbench open PROJECT`, which keeps it on this machine.
"""

from contextlib import suppress

import streamlit as st

from workbench.ui import failures, navigation, presses, roles, session

st.set_page_config(page_title="Workbench", layout="wide")
chosen = st.navigation(navigation.pages(), position="hidden")
with failures.told(), suppress(session.PageEnd), session.kept_open():
    navigation.check_study(chosen.title)
    navigation.show_where()
    with failures.told(), suppress(session.PageEnd):
        roles.keep_to_role(chosen)
        chosen.run()
    # after the page, whose words are what is waited for
    navigation.show_ways()
# not where a press broke it off: that one draws the page itself
presses.page_is_drawn()
