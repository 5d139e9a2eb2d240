"""A draft in Word is checked, and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters.manuscript import check_manuscript
from workbench.exporters.reading import moment
from workbench.in_words import counted
from workbench.shipped import shipped
from workbench.store import scratch
from workbench.ui import widgets
from workbench.ui.plain import plain as shown
from workbench.ui.write_up import language

if TYPE_CHECKING:
    from workbench.store.project import Project


def _of_the_sample(project: Project) -> bytes | None:
    """The draft that comes with the sample study, once somebody asks for it."""
    if not project.study().is_sample:
        return None
    if st.toggle("Check the draft that comes with the sample", key="sample_draft"):
        return shipped("sample_transcripts", "draft", "draft_results.docx").read_bytes()
    return None


def draft(project: Project) -> None:
    """A draft in Word, checked and never changed."""
    given = st.file_uploader("Your draft (.docx)", type=["docx"], key="draft")
    content = given.getvalue() if given is not None else _of_the_sample(project)
    if content is None:
        st.caption(
            "Every quotation is looked up: wording, id, group, consent. Claims are "
            "held to the records. The draft is read here and nowhere kept."
        )
        return
    try:
        with scratch.folder(project.surroundings) as place:
            path = place / "draft.docx"
            path.write_bytes(content)
            with moment(project, None) as seen:
                found = check_manuscript(seen, path)
    except WorkbenchError as error:
        st.error(shown(str(error)))
        return
    wrong = found.faults
    say = st.success if not wrong else st.warning
    looked = counted(len(found.quotations), "quotation")
    say(f"{looked} looked up; {counted(wrong, 'thing')} to put right.")
    for each in found.quotations:
        if each.faults:
            with st.container(border=True):
                st.text(f"Paragraph {each.paragraph}: {each.verdict}")
                st.text(f"Draft: \u201c{each.text}\u201d ({each.citation})")
                if each.said:
                    st.text(f"{each.transcript}: \u201c{each.said}\u201d")
                st.text("; ".join(each.faults))
    for claim in found.claims:
        with st.container(border=True):
            st.text(f"Paragraph {claim.paragraph}: \u201c{claim.said}\u201d")
            st.text(claim.problem)
    rows = [
        {
            "Paragraph": each.paragraph,
            "Verdict": each.verdict,
            "Where": f"{each.transcript}, turn {each.turn}" if each.transcript else "",
            # before the quotation: the author has that, and a long line is cut
            "Note": "; ".join(each.notes),
            "Quotation": each.text,
        }
        for each in found.quotations
    ]
    widgets.table(rows, key="draft_quotations")
    for voice in found.voices:
        widgets.in_grey(voice)
    language.show(
        project,
        (("draft", f"Paragraph {at.paragraph}", at.hint) for at in found.hints),
    )
