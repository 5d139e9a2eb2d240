"""The page before an encrypted study: it asks for the passphrase, and forgets it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from workbench.errors import ProjectError
from workbench.store import encryption
from workbench.ui.plain import plain


def ask(address: str) -> None:
    """The passphrase is asked for; the page goes on when it fits."""
    st.title("This study is encrypted")
    st.text(Path(address).name)
    with st.form("unlock"):
        secret = st.text_input(
            "Passphrase or recovery key", type="password", autocomplete="off"
        )
        sent = st.form_submit_button("Unlock", type="primary")
    if sent and secret:
        try:
            encryption.unlock(Path(address), secret)
        except ProjectError as error:
            st.error(plain(str(error)))
        else:
            st.rerun()
    elif sent:
        st.error("Nothing was typed. Type the passphrase or the recovery key.")
    st.caption("It stays unlocked until the app is stopped.")
