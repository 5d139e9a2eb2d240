"""Define: what each theme says, how far it reaches, and what it is called."""

import streamlit as st

from workbench.model import Researcher
from workbench.study import questions
from workbench.themes import defining, themes
from workbench.themes.board import standing_themes
from workbench.ui import basing, pictures, session, theming, widgets

widgets.head(
    "Define",
    "Refine, define and name: the story of each theme, and what it is not.",
    "whether a name tells the reader why she should care.",
)
project, by = session.project(), session.me()
if not standing_themes(project):
    widgets.empty(
        "No themes yet. Start one on the Themes page, or take them from a table:",
        "workbench theme my-study.workbench --from FILE.csv",
    )
    if st.button("Go to Themes", key="go_to_themes"):
        session.go("themes")
    session.end_page()
theme = theming.choose(project)
if theme is None:
    session.end_page()
left, right = st.columns([3, 2], gap="large")
form = basing.form_of(project, theme.id, "define", "define_name")
with left, st.form(f"define_{form}", border=False):
    name = st.text_input("Name", theme.name, key=f"define_name_{form}")
    hint = defining.hint_on_name(theme.name)
    if hint:
        widgets.in_grey(hint)
    definition = st.text_area(
        "The theme in two sentences: what is of interest about it, and why",
        theme.definition or "",
        key=f"definition_{form}",
    )
    scope = st.text_area(
        "It takes in", theme.scope or "", height=68, key=f"scope_{form}"
    )
    is_not = st.text_area(
        "It is not", theme.is_not or "", height=68, key=f"is_not_{form}"
    )
    asked = {each.id: each.text for each in questions(project)}
    answered = st.multiselect(
        "It answers",
        list(asked),
        [each for each in theme.questions if each in asked],
        format_func=lambda id_: asked[id_],
        key=f"answers_{form}",
    )
    why = st.text_input("Why (may stay empty)", key=f"define_why_{form}")
    if st.form_submit_button("Keep") and basing.is_current(project, theme.id, "define"):
        with widgets.attempt("Kept."):
            if name.strip() != theme.name:
                themes.rename(project, by, theme.id, name, why or None)
            if is_not.strip() != (theme.is_not or ""):
                themes.conceive(project, by, theme.id, is_not=is_not, reason=why)
            said = (theme.definition or "", theme.scope or "")
            if (definition.strip(), scope.strip()) != said:
                defining.define(
                    project,
                    by,
                    theme.id,
                    definition=definition,
                    scope=scope,
                    reason=why or None,
                )
            defining.answer_questions(project, by, theme.id, answered)
            basing.kept(theme.id, "define")
with right:
    st.markdown("**Central organising concept**")
    st.text(theme.central_concept or "Not recorded. Develop and review asks for it.")
    st.markdown("**How its wording came about**")
    people = {who.id: who.name for who in project.read(Researcher)}
    for wrote in reversed(defining.history(project, theme.id)):
        widgets.in_grey(f"{wrote.at[:10]} · {wrote.what} · {people.get(wrote.by, '')}")
        st.text(wrote.text + (f"\nWhy: {wrote.reason}" if wrote.reason else ""))
left_open = defining.unanswered(project)
if left_open:
    st.caption("Questions of the study that no theme answers yet:")
    st.text("\n".join(each.text for each in left_open))
st.caption("The theme table, with the extracts chosen on Develop and review:")
pictures.ways_out(project, by, "theme-table", (".docx", ".xlsx"))
