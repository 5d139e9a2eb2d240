"""What stands on the Write up page: extracts, the table as printed, exports, drafts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters import catalogue, hints, plain, theme_table, writing_up
from workbench.exporters.analysis import Analysis
from workbench.exporters.export import export
from workbench.exporters.language_hints import language_hints
from workbench.exporters.manuscript import check_manuscript
from workbench.exporters.quote_edits import fault
from workbench.exporters.reading import moment
from workbench.model import Caption, Theme, ThemeOrder
from workbench.people.identity_key import open_key, passphrase_from_environment
from workbench.store import scratch
from workbench.themes import themes
from workbench.ui import widgets
from workbench.ui.plain import plain as shown
from workbench.ui.plain import short

if TYPE_CHECKING:
    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project

_HOUSES: Final = {
    "thesis": "Thesis",
    "jmir": "JMIR",
    "bmj-open": "BMJ Open",
    "apa": "APA 7",
}
_DISMISSED: Final = "language_hints_dismissed"


def extracts(project: Project, by: str, theme: Theme) -> None:
    """The segments of a theme, from which extracts are chosen; and those chosen."""
    with moment(project, None) as seen:
        analysis = Analysis.of(seen)
        standing = analysis.themes[theme.id]
        chosen = analysis.quoted(standing)
        ids = {segment.id for _, segment in chosen}
        rows = []
        for segment in analysis.segments_of(standing):
            voice = analysis.quotes.voice(segment)
            rows.append(
                {
                    "Chosen": "chosen" if segment.id in ids else "",
                    "Extract": analysis.quotes.text(segment),
                    "Who": analysis.quotes.called(voice),
                    "Code": analysis.codes[segment.code].name,
                    "Words": len(segment.quote.split()),
                    "id": segment.id,
                }
            )
        printed = [
            (
                extract.id,
                segment.quote,
                analysis.quotes.mark(segment),
                analysis.printed(extract, segment),
                theme_table.cited(analysis, extract, segment),
            )
            for extract, segment in chosen
        ]
    if not rows:
        st.info("No coded segment belongs to this theme yet.")
        return
    _choose(project, by, theme, rows)
    st.header("Chosen for this theme", divider=False)
    if not printed:
        st.caption(
            "Nothing yet. Choose segments above; an extract gets an id for ever."
        )
    for name, said, mark, text, cited in printed:
        _extract(project, by, name, said, mark, text, cited)


def _choose(
    project: Project, by: str, theme: Theme, rows: list[dict[str, Any]]
) -> None:
    st.caption(f"{len(rows)} coded segments. Tick rows at the left, then choose them.")
    picked = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=min(260, 37 * (len(rows) + 1)),
        column_order=("Chosen", "Extract", "Who", "Code", "Words"),
        selection_mode="multi-row",
        on_select="rerun",
        key=f"segments_of_{theme.id}",
    )
    places: list[int] = picked["selection"]["rows"]
    wanted = [rows[place] for place in places if not rows[place]["Chosen"]]
    label = f"Choose {len(wanted)}" if wanted else "Choose"
    if st.button(label, disabled=not wanted, key="choose_extracts", type="primary"):
        with widgets.attempt("Chosen."):
            for row in wanted:
                themes.choose_extract(project, by, theme.id, row["id"])


def _extract(
    project: Project,
    by: str,
    name: str,
    said: str,
    mark: str | None,
    text: str,
    cited: tuple[str, str],
) -> None:
    with st.container(border=True):
        left, right = st.columns([6, 1])
        left.text(f"{cited[0]}\n({cited[1]})")
        if right.button("Drop", key=f"drop_{name}", width="stretch"):
            with widgets.attempt(f"{name} dropped; its id is not given again."):
                themes.drop_extract(project, by, name)
        if mark:
            return
        with right.popover("Cite", width="stretch"):
            st.code(f"{cited[0]} ({cited[1]})", language=None, wrap_lines=True)
        with st.expander("Shorten or clarify for print"):
            st.caption("As it was spoken:")
            st.text(said)
            new = st.text_area(
                "As it is printed: [...] for words left out, [word] for your own",
                text,
                key=f"printed_{name}",
            )
            wrong = fault(said, new) if new.strip() not in ("", said) else None
            if wrong:
                st.warning(shown(wrong))
            if st.button("Keep this wording", key=f"word_{name}", disabled=bool(wrong)):
                with widgets.attempt("Kept; what was said stays in the quote bank."):
                    writing_up.word_extract(project, by, name, new)


def as_printed(project: Project, by: str) -> None:
    """The theme table as it will print, its caption, and the order of the themes."""
    left, middle, right = st.columns(
        [2, 2, 3], gap="medium", vertical_alignment="bottom"
    )
    style = left.selectbox(
        "House style", list(_HOUSES), format_func=lambda h: _HOUSES[h], key="style"
    )
    with moment(project, None) as seen:
        on = seen.is_on("counts")
        ordered = Analysis.of(seen).order
        caption = writing_up.caption_in_force(seen.read(Caption), "theme-table")
        told = writing_up.order_in_force(seen.read(ThemeOrder))
    counts = middle.toggle("Numbers of participants", on, key="with_counts")
    with right.popover("Order of the themes", width="stretch"):
        _order(project, by, [t for t in ordered if not t.parent], told)
    worded = st.text_input("Caption", caption, key=f"caption_{hash(caption)}")
    if worded != caption:
        with widgets.attempt("Caption kept."):
            writing_up.word_caption(project, by, "theme-table", worded)
    try:
        with moment(project, None) as seen:
            content = theme_table.theme_table(seen, style or "thesis", counts=counts)
    except WorkbenchError as error:
        st.error(shown(str(error)))
        return
    page = plain.printed_page(content, style or "thesis").decode()
    # words stand in it escaped, and its own policy lets no script run
    st.iframe(page, height=620)
    with moment(project, None) as seen:
        found = hints.hints(seen)
    if found:
        st.caption("To look at before it leaves; none of it stops an export:")
        rows = [{"What": h.kind, "Where": h.where, "Look": h.what} for h in found]
        widgets.table(rows, key="hints")


def _order(project: Project, by: str, tops: list[Theme], told: tuple[str, ...]) -> None:
    ids = [theme.id for theme in tops]
    for place, theme in enumerate(tops):
        name, up, down = st.columns([5, 1, 1], vertical_alignment="center")
        name.text(theme.name)
        for column, step, sign in ((up, -1, "↑"), (down, 1, "↓")):
            other = place + step
            label = f"{sign}"
            said = "Earlier" if step < 0 else "Later"
            if column.button(
                label,
                key=f"{said.lower()}_{theme.id}",
                disabled=not 0 <= other < len(ids),
                help=f"{said}: {short(shown(theme.name))}",
            ):
                ids[place], ids[other] = ids[other], ids[place]
                with widgets.attempt("In this order."):
                    writing_up.put_in_order(project, by, ids)
    if not told:
        st.caption("As they were begun, until you move one.")


def leave(project: Project, by: str) -> None:
    """Any export, made here and handed over as a file."""
    kind_at, format_at, style_at = st.columns([3, 2, 2], gap="medium")
    kinds = list(catalogue.EXPORTS)
    kind = kind_at.selectbox(
        "What", kinds, kinds.index("theme-table"), key="export_kind"
    )
    exporter = catalogue.EXPORTS[kind or "theme-table"]
    endings = [suffix for suffix in exporter.suffixes if suffix != catalogue.FOLDER]
    ending = format_at.selectbox("Format", endings, key=f"ending_of_{kind}")
    style = style_at.selectbox(
        "House style",
        list(_HOUSES),
        format_func=lambda h: _HOUSES[h],
        key="export_style",
    )
    key_path = os.environ.get("WORKBENCH_IDENTITY_KEY")
    passphrase = passphrase_from_environment()
    if key_path and not passphrase:
        passphrase = st.text_input(
            "Passphrase of the identity key, so that no name leaves",
            type="password",
            key="key_passphrase",
        )
    if st.button("Make it", key="make_export", type="primary"):
        st.session_state["made"] = _made(
            project, by, kind or "", ending or "", style or "thesis", passphrase
        )
    made = st.session_state.get("made")
    if made:
        name, data = made
        st.download_button(f"Save {shown(name)}", data, name, key="save_export")
        if "wording.jsonl" in name:
            st.caption("Two files in one zip: the trail, and the released words.")


def _made(
    project: Project,
    by: str,
    kind: str,
    ending: str,
    style: str,
    passphrase: str | None,
) -> tuple[str, bytes] | None:
    """The file as it was written and recorded; None where it was refused."""
    with st.status(f"Writing {kind} …", expanded=True) as status:
        line = st.empty()
        try:
            key = _key(passphrase)
            with scratch.folder(project.surroundings) as place:
                out = place / f"{kind}{ending}"
                say = line.text
                files = export(project, by, kind, out, style=style, key=key, say=say)
                made = _one_file(files)
        except WorkbenchError as error:
            status.update(label="Nothing was written.", state="error")
            st.error(shown(str(error)))
            return None
        status.update(label=f"{made[0]} is ready.", state="complete", expanded=False)
    return made


def _one_file(files: list[Path]) -> tuple[str, bytes]:
    if len(files) == 1:
        return files[0].name, files[0].read_bytes()
    from workbench.exporters.determinism import packed  # noqa: PLC0415 - for two files

    inside = {file.name: file.read_bytes() for file in files}
    return f"{files[0].stem} and {files[1].name}.zip", packed(inside)


def _key(passphrase: str | None) -> IdentityKey | None:
    path = os.environ.get("WORKBENCH_IDENTITY_KEY")
    return open_key(Path(path), passphrase or "") if path else None


def draft(project: Project) -> None:
    """A draft in Word, checked and never changed."""
    given = st.file_uploader("Your draft (.docx)", type=["docx"], key="draft")
    if given is None:
        st.caption(
            "Every quotation is looked up: wording, id, group, consent. Claims are "
            "held to the records. The draft is read here and nowhere kept."
        )
        return
    try:
        with scratch.folder(project.surroundings) as place:
            path = place / "draft.docx"
            path.write_bytes(given.getvalue())
            with moment(project, None) as seen:
                found = check_manuscript(seen, path)
    except WorkbenchError as error:
        st.error(shown(str(error)))
        return
    wrong = found.faults
    say = st.success if not wrong else st.warning
    say(f"{len(found.quotations)} quotations looked up; {wrong} things to put right.")
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
            "Quotation": each.text,
            "Where": f"{each.transcript}, turn {each.turn}" if each.transcript else "",
            "Note": "; ".join(each.notes),
        }
        for each in found.quotations
    ]
    widgets.table(rows, key="draft_quotations")
    for voice in found.voices:
        widgets.in_grey(voice)
    for at in found.hints:
        hint = at.hint
        widgets.in_grey(
            f"Paragraph {at.paragraph}: “{hint.said}”: {hint.why}. "
            f"Perhaps: {hint.instead}."
        )


def own_language(project: Project) -> None:
    """Hints on the words of the themes themselves; each can be dismissed."""
    dismissed: set[tuple[str, str]] = st.session_state.setdefault(_DISMISSED, set())
    orientation = project.study().orientation
    open_ = [
        (theme, hint)
        for theme in project.read(Theme)
        if theme.state != "discarded"
        for text in (theme.name, theme.central_concept, theme.definition, theme.scope)
        for hint in language_hints(text or "", orientation)
        if (theme.id, hint.said) not in dismissed
    ]
    for theme, hint in open_:
        told, away = st.columns([6, 1], vertical_alignment="center")
        told.caption(
            shown(f"{theme.name}: “{hint.said}”: {hint.why}. Perhaps: {hint.instead}.")
        )
        if away.button("Dismiss", key=f"dismiss_{theme.id}_{hint.said}"):
            dismissed.add((theme.id, hint.said))
            st.rerun()
