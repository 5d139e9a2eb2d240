"""Theory: how the themes relate to a framework, argued."""

import streamlit as st

from workbench.alliance import is_supported
from workbench.model import AllianceLink, Framework, Theme
from workbench.ui import session, widgets

widgets.head(
    "Theory",
    "Relate your themes to theory late, and say where they do not fit.",
    "whether the theory is doing the work rather than the interviews.",
)
project = session.project()
links = project.read(AllianceLink, state="argued")
if not links:
    widgets.empty(
        "Nothing is related to a framework yet. Load one for mapping first:",
        "workbench codebook load my-study.workbench bordin_working_alliance "
        "--for-mapping",
    )
    st.stop()
themes = {theme.id: theme.name for theme in project.read(Theme)}
frameworks = {each.id: each.title for each in project.read(Framework)}
widgets.table(
    [
        {
            "Theme": themes[link.theme],
            "Framework": frameworks.get(link.framework, "outside"),
            "Dimension": link.dimension,
            "Relation": link.relation,
            "Between": link.target,
            "Polarity": link.polarity,
            "Group": link.group,
            "Evidence": len(link.evidence),
            "Against": len(link.counter_evidence),
            "": "" if is_supported(link) else "unsupported",
            "Because": link.rationale,
        }
        for link in links
    ],
    key="links",
)
