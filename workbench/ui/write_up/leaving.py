"""Any export: what it is, how it will look, what it cannot hold; made, handed over."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.exporters import catalogue, hints, preview, writing_up
from workbench.exporters.export import export
from workbench.exporters.kinds_in_words import KINDS
from workbench.exporters.reading import moment
from workbench.exporters.trail_story import date
from workbench.in_words import capital, in_words
from workbench.model import Caption, OutsideCopy
from workbench.people.identity_key import open_key, passphrase_from_environment
from workbench.store import scratch
from workbench.ui import made, presses, widgets
from workbench.ui.plain import plain as shown
from workbench.ui.write_up.houses import HOUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.people.identity_key import IdentityKey
    from workbench.store.project import Project

_FORMATS: Final = {
    ".docx": "Word (.docx)",
    ".xlsx": "Excel (.xlsx)",
    ".csv": "Spreadsheet data (.csv)",
    ".md": "Markdown (.md)",
    ".html": "Web page (.html)",
    ".svg": "Picture that scales (.svg)",
    ".png": "Picture for print (.png, 300 dpi)",
    ".jsonl": "Data that can be checked (.jsonl)",
    ".zip": "One zip (.zip)",
}
_LINE_ENDS: Final = {
    "lf": "as QualCoder and most others count (LF)",
    "crlf": "as MAXQDA and NVivo count (CRLF)",
}
#: Kinds whose tables can show numbers of participants.
_COUNTED: Final = (
    *("theme-table", "participant-matrix", "group-comparison", "audit-pack"),
)
#: Kinds that lean on a choice of quotes or on who took part.
_HINTED: Final = (
    *("theme-table", "data-to-theme", "participants", "group-comparison"),
    "audit-pack",
)
_FOR_PROGRAMS: Final = (
    "This format is for programs, so there is nothing to look at here."
)
_UNSEEN: Final = {
    "audit-pack": "A zip of six folders. Whoever gets it unpacks it and begins with "
    "index.html; nothing in it needs this program.",
    "deposit": "A zip for an archive. Its README says what is in it and what was kept.",
}
#: Long ones are shown when asked for.
_LONG: Final = ("quote-bank", "extract-book", "coded-transcript", "trail")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An export as it was put together on the page."""

    kind: str
    suffix: str
    style: str
    counts: bool
    line_ends: str


def leave(project: Project, by: str) -> None:
    """Any export, looked at and made here, and handed over as a file."""
    left, right = st.columns([2, 5], gap="large")
    with left:
        wanted = _wanted(project, by)
        passphrase = _passphrase()
        if st.button("Make the file", key="make_export", type="primary"):
            _make(project, by, wanted, passphrase)
        saved = made.offer("export", project, "Save {}", of=wanted)
        if saved and "wording.jsonl" in saved:
            st.caption("Two files in one zip: the trail, and the released words.")
    with right:
        _look(project, wanted)


def _wanted(project: Project, by: str) -> _Wanted:
    kinds = list(KINDS)
    kind = (
        st.selectbox(
            "What (type to find it)",
            kinds,
            format_func=lambda k: f"{KINDS[k].title} \u00b7 {KINDS[k].part}",
            key="export_kind",
        )
        or kinds[0]
    )
    st.caption(KINDS[kind].about)
    exporter = catalogue.EXPORTS[kind]
    suffixes = [each for each in exporter.suffixes if each != catalogue.FOLDER]
    suffix = suffixes[0]
    if len(suffixes) > 1:
        suffix = (
            st.selectbox(
                "Format",
                suffixes,
                format_func=lambda s: _FORMATS.get(s, s),
                key=f"ending_of_{kind}",
            )
            or suffix
        )
    style, counts, line_ends = "thesis", False, "lf"
    if suffix == ".docx" or kind == "audit-pack":
        style = (
            st.selectbox(
                "House style",
                list(HOUSES),
                format_func=lambda h: HOUSES[h],
                key="export_style",
            )
            or style
        )
    with moment(project, None) as seen:
        on = seen.is_on("counts")
        captions = seen.read(Caption)
    if kind in _COUNTED:
        counts = st.toggle("Numbers of participants", on, key=f"counts_of_{kind}")
    if kind in writing_up.CAPTIONS and suffix in (".docx", ".md"):
        now = writing_up.caption_in_force(captions, kind)
        caption(project, by, kind, now, "export")
    if kind == "qdpx":
        line_ends = st.radio(
            "Lines end", list(_LINE_ENDS), format_func=lambda e: _LINE_ENDS[e]
        )
    return _Wanted(kind, suffix, style, counts, line_ends)


def caption(project: Project, by: str, kind: str, now: str, place: str) -> None:
    """The caption of a table: what is typed is kept, nothing brings back its own."""
    worded = st.text_input("Caption", now, key=f"caption_{place}_{kind}_{hash(now)}")
    if worded != now:
        with widgets.attempt("Caption kept."):
            writing_up.word_caption(project, by, kind, worded)


def _look(project: Project, wanted: _Wanted) -> None:
    """How it will look, what it leans on, and what it cannot hold."""
    if wanted.kind == "qdpx":
        _losses(project)
        return
    if not preview.can_be_shown(wanted.kind, wanted.suffix):
        st.info(_UNSEEN.get(wanted.kind, _FOR_PROGRAMS))
    elif wanted.kind not in _LONG or st.toggle("Show it here", key="show_long"):
        try:
            with moment(project, None) as seen:
                found = preview.preview(
                    *(seen, wanted.kind, wanted.suffix, wanted.style),
                    counts=wanted.counts,
                )
        except WorkbenchError as error:
            st.error(shown(str(error)))
            return
        if found and found.is_picture:
            st.image(found.html)
        elif found:
            # words stand in it escaped, and its own policy lets no script run
            st.iframe(found.html, height=520)
    if wanted.kind in _HINTED:
        show_hints(project, "export")


def show_hints(project: Project, place: str) -> None:
    """What the author may want to look at; none of it stops an export."""
    with moment(project, None) as seen:
        found = hints.hints(seen)
    if found:
        with st.expander(f"To look at before it leaves ({len(found)})"):
            rows = [{"What": h.kind, "Where": h.where, "Look": h.what} for h in found]
            widgets.table(rows, key=f"hints_{place}")


def _losses(project: Project) -> None:
    from workbench.exporters.qdpx_losses import losses  # noqa: PLC0415 - loads slowly

    st.markdown("**What the file cannot hold, or holds otherwise**")
    st.markdown("\n".join(f"- {shown(line)}" for line in losses(project, None)))


def _passphrase() -> str | None:
    """The passphrase of the identity key, where one is set."""
    known = passphrase_from_environment()
    if not os.environ.get("WORKBENCH_IDENTITY_KEY") or known:
        return known
    return st.text_input(
        "Passphrase of the identity key, so that no name leaves",
        type="password",
        key="key_passphrase",
    )


def _make(project: Project, by: str, wanted: _Wanted, passphrase: str | None) -> None:
    """The file is written, recorded, and kept to be saved; or it is said why not."""
    title, refused = KINDS[wanted.kind].title, None
    with st.status(f"Writing: {title} …", expanded=True) as status:
        line = st.empty()
        try:
            name = _written(project, by, wanted, _key(passphrase), line.text)
        except WorkbenchError as error:
            refused = str(error)
            status.update(label="Nothing was written.", state="error", expanded=False)
        else:
            status.update(label=f"{name} is ready.", state="complete", expanded=False)
    if refused:
        # below what folds away: why is what has to be read
        st.error(shown(refused))


def _written(
    project: Project,
    by: str,
    wanted: _Wanted,
    key: IdentityKey | None,
    say: Callable[[str], object],
) -> str:
    """The file is on record and kept to be saved; its name."""
    with (
        presses.once(f"export {wanted}"),
        scratch.folder(project.surroundings) as place,
    ):
        seq = project.head().seq
        files = export(
            *(project, by, wanted.kind),
            place / f"{wanted.kind}{wanted.suffix}",
            style=wanted.style,
            counts=wanted.counts if wanted.kind in _COUNTED else None,
            key=key,
            line_ends=wanted.line_ends,
            say=say,
        )
        name, data = _one_file(files)
        made.keep(
            *("export", project, seq, name, data),
            checked=key is not None,
            of=wanted,
        )
    return name


def _one_file(files: list[Path]) -> tuple[str, bytes]:
    if len(files) == 1:
        return files[0].name, files[0].read_bytes()
    from workbench.exporters.determinism import packed  # noqa: PLC0415 - for two files

    inside = {file.name: file.read_bytes() for file in files}
    return f"{files[0].stem} and {files[1].name}.zip", packed(inside)


def _key(passphrase: str | None) -> IdentityKey | None:
    path = os.environ.get("WORKBENCH_IDENTITY_KEY")
    return open_key(Path(path), passphrase or "") if path else None


def what_has_left(project: Project) -> None:
    """Every copy that left the study, the newest first."""
    copies = sorted(project.read(OutsideCopy), key=lambda c: c.at, reverse=True)
    if not copies:
        st.info("Nothing has left the study yet. Exports and backups are listed here.")
        return
    rows = [
        {
            "What": KINDS[copy.kind].title
            if copy.kind in KINDS
            else capital(in_words(copy.kind)),
            "File": copy.file_name,
            "Day": date(copy.at),
            "Up to decision": copy.up_to,
        }
        for copy in copies
    ]
    widgets.table(rows, key="copies")
