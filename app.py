"""The app: one page per phase, in the order of the work, none gated.

Start it with `workbench open PROJECT`, which keeps it on this machine.
"""

import streamlit as st
from streamlit.errors import FragmentHandledException

from workbench.ui import failures, navigation, roles, session

st.set_page_config(page_title="Workbench", layout="wide")
chosen = st.navigation(navigation.pages(), position="hidden")
try:
    with session.kept_open():
        navigation.check_study(chosen.title)
        navigation.show_side()
        roles.keep_to_role(chosen)
        chosen.run()
except FragmentHandledException:
    # a part of the page that runs by itself has told it already
    raise
except Exception as error:  # noqa: BLE001 - the last place where it can be told
    failures.show(error)
