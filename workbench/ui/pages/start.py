"""Start: the study at a glance, and what to do next."""

import streamlit as st

from workbench.store import premises
from workbench.store.encryption import is_encrypted
from workbench.study import questions
from workbench.ui import front_door, navigation, session, widgets
from workbench.ui.overview import open_threads, six_phases, who_speaks
from workbench.ui.plain import plain

if not session.is_open():
    front_door.show()
    session.end_page()
session.me()
seen = session.seen()
project = seen.project
study = seen.study()
heading, other = st.columns([5, 2])
heading.title(plain(study.title))
with other:
    if st.button("Start my own study, or open another", key="leave", width="stretch"):
        session.close_study()
        st.rerun()
    path = project.database.path
    if study.is_sample and path is not None:
        reset = st.button("Reset the sample", key="reset_sample", width="stretch")
        if reset:
            front_door.build_anew(path)
widgets.show_said()
asked = seen.once("questions", lambda: questions(project))
if asked:
    st.text("\n".join(f"{n}.  {q.text}" for n, q in enumerate(asked, 1)))
else:
    st.caption("No research question is recorded yet: the settings have a place.")
widgets.in_grey(who_speaks(seen))

phases = six_phases(seen)
for column, phase in zip(st.columns(len(phases)), phases, strict=True):
    with column.container(border=True):
        st.metric(phase.title, f"{phase.count:,}", help=None)
        st.page_link(session.page_file(phase.page), label=phase.of_what)

st.header("Open threads")
threads = seen.once("threads", lambda: open_threads(project))
if not threads:
    st.info("Nothing is waiting.")
for thread in threads:
    left, right = st.columns([5, 1.5], vertical_alignment="center")
    left.markdown(f"**{plain(thread.title)}**  \n:gray[:small[{plain(thread.detail)}]]")
    if right.button(
        f"Go to {navigation.TITLES[thread.page]}",
        key=f"go_{thread.page}_{thread.title}",
        width="stretch",
    ):
        st.session_state.update(thread.part)
        where = {"transcript": thread.transcript} if thread.transcript else {}
        session.go(thread.page, **where)
file = project.database.path
if told := premises.warning(file):
    st.warning(plain(told))
if file is not None and not is_encrypted(file):
    st.caption(
        "This file is not encrypted. Your system's own disk encryption (LUKS, "
        "FileVault, BitLocker) protects it while the machine is off; Settings > Safe "
        "keeping encrypts the file as well."
    )
