"""From dropped files to transcripts of the study, with everything shown before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.coding.comments import TREATMENTS, take_comments
from workbench.errors import WorkbenchError
from workbench.familiarise.transcripts import correct
from workbench.in_words import counted
from workbench.material import judge, known_talk, take_in
from workbench.model import Participant, Researcher, Transcript
from workbench.store import scratch
from workbench.taking_over.report import taken_in_words
from workbench.taking_over.study import take_over
from workbench.ui import (
    material_files,
    material_look,
    material_speakers,
    session,
    widgets,
)
from workbench.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.importers.manifest import Request
    from workbench.material import Judged
    from workbench.store.project import Project
    from workbench.ui.material_files import Dropped

_VERSION, _OWN, _LEAVE = "a new version of it", "a transcript of its own", "leave it"
_TREATMENTS: Final = {
    "leave": "leave in the report",
    "codes": "make codes on their passages",
    "memos": "make memos",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """What becomes of a file that looks like a transcript, and why."""

    taken_as: str
    reason: str | None


def ask(project: Project) -> None:
    """Files are dropped, looked at, corrected, and then brought in."""
    dropped, studies = material_files.ask_for_files()
    if not dropped and not studies and not project.rows(Transcript):
        _teach()
    for name, data in studies:
        _ask_about_study(project, name, data)
    readable = [each for each in dropped if not each.parsed.is_rejected]
    unread = [each for each in dropped if each.parsed.is_rejected]
    if not readable:
        _show_refused([(each.name, each.parsed.reason or "") for each in unread])
        return
    st.header("Whose words are these?")
    st.caption(
        "Correct what is wrong; nothing is stored yet. A double click opens a cell."
    )
    known = {person.id for person in project.rows(Participant)}
    answers = material_files.ask_about_files(readable, known)
    mapped = material_speakers.ask_about_speakers(
        [each.parsed for each in readable],
        answers,
        [who.name for who in project.read(Researcher)],
    )
    wanted = [n for n, answer in enumerate(answers) if answer.is_wanted]
    requests = [
        material_speakers.request_for(readable[n], answers[n], mapped) for n in wanted
    ]
    chosen = [readable[n] for n in wanted]
    judged = judge(
        project,
        requests,
        [each.parsed for each in chosen],
        session.seen().once("known talk", lambda: known_talk(project)),
    )
    refused = [(each.name, each.parsed.reason or "") for each in unread]
    refused += [(e.parsed.file, e.refusal) for e in judged if e.refusal]
    _show_refused(refused)
    decided = _ask_about_copies(judged)
    if chosen:
        material_look.look_into(chosen, judged)
    _ask_to_bring_in(project, requests, chosen, judged, decided)


def _teach() -> None:
    """Nothing is here yet: what can come in, and how."""
    st.info(
        "No transcripts yet. Drop your files above, as they came from Zoom, Teams, "
        "Otter, Rev, NVivo, Trint, Word, a recogniser or your own keyboard. You see "
        "every file's turns and speakers, and what would be left out, before anything "
        "is stored. The same from the command line:"
    )
    st.code(
        "workbench import my-study.workbench interview.docx --participant C01",
        language="sh",
    )


def _show_refused(refused: Sequence[tuple[str, str]]) -> None:
    """What cannot come in, and what to do about it."""
    if not refused:
        return
    st.header("Cannot come in")
    widgets.table([{"File": file, "Why": why} for file, why in refused], key="refused")


def _ask_about_copies(judged: Sequence[Judged]) -> dict[int, Copy]:
    """What becomes of each file that looks like a transcript there is already."""
    near = [(n, each) for n, each in enumerate(judged) if each.near]
    if not near:
        return {}
    st.header("Looks like a corrected copy")
    rows = [
        {
            "File": each.parsed.file,
            "Looks like": each.near[0] if each.near else "",
            "Turns they share": f"{each.near[1] if each.near else 0} %",
            "Take it as": _VERSION,
            "Why": "a corrected file came in",
        }
        for _, each in near
    ]
    edited: list[dict[str, Any]] = st.data_editor(
        rows,
        key=f"copies_{'_'.join(each.parsed.sha256[:8] for _, each in near)}",
        hide_index=True,
        width="stretch",
        disabled=["File", "Looks like", "Turns they share"],
        column_config={
            "Take it as": st.column_config.SelectboxColumn(
                options=[_VERSION, _OWN, _LEAVE],
                required=True,
                help="As a new version, every coded segment is anchored anew.",
            ),
            "Why": st.column_config.TextColumn(help="Recorded with a new version."),
        },
    )
    return {
        n: Copy(row["Take it as"], (row["Why"] or "").strip() or None)
        for (n, _), row in zip(near, edited, strict=True)
    }


def _ask_to_bring_in(
    project: Project,
    requests: Sequence[Request],
    chosen: Sequence[Dropped],
    judged: Sequence[Judged],
    decided: dict[int, Copy],
) -> None:
    count = sum(each.is_taken for each in judged)
    own = sum(copy.taken_as == _OWN for copy in decided.values())
    versions = sum(copy.taken_as == _VERSION for copy in decided.values())
    comments = sum(len(each.parsed.comments) for each in judged)
    treatment = "leave"
    if comments:
        treatment = st.radio(
            f"{counted(comments, 'comment or highlight', 'comments and highlights')} "
            "in these files, to",
            TREATMENTS,
            index=TREATMENTS.index("leave"),
            format_func=_TREATMENTS.__getitem__,
            horizontal=True,
            key="comments",
        )
    told = [counted(count + own, "transcript")] if count + own else []
    told += [counted(versions, "new version")] if versions else []
    if not told:
        st.info("None of these files can come in as things stand.")
        return
    if st.button(f"Bring in {' and '.join(told)}", type="primary", key="bring_in"):
        # the spinner around the act: what is done is known before it is taken away
        with st.spinner("Bringing them in", show_time=True), widgets.attempt():
            said = _bring_in(project, requests, chosen, judged, decided, treatment)
            widgets.say(said)
        material_files.start_anew()
        material_speakers.start_anew()
        st.rerun()


def _bring_in(
    project: Project,
    requests: Sequence[Request],
    chosen: Sequence[Dropped],
    judged: Sequence[Judged],
    decided: dict[int, Copy],
    treatment: str,
) -> str:
    """What was shown is in the study; what there is to say of it."""
    me = session.me()
    own = {n for n, copy in decided.items() if copy.taken_as == _OWN}
    again = [
        replace(request, is_new=True) if n in own else request
        for n, request in enumerate(requests)
    ]
    # judged anew: another window may have brought something in meanwhile
    parsed = [each.parsed for each in chosen]
    done = take_in(project, me, judge(project, again, parsed))
    count = len(done.imported)
    said = [f"In the study now: {counted(count, 'transcript')}."] if count else []
    said += [f"Not taken: {each.file}, {each.reason}." for each in done.refused]
    for taken in done.imported:
        if taken.comments and treatment != "leave":
            became = take_comments(
                project, me, taken.transcript, taken.comments, treatment
            )
            said.append(f"{taken.transcript}: {became.told}.")
    for n, copy in decided.items():
        near = judged[n].near
        if copy.taken_as == _VERSION and near:
            moved = correct(
                project,
                me,
                near[0],
                judged[n].parsed,
                chosen[n].data,
                copy.reason,
            )
            said.append(
                f"{near[0]} has a new version; coded segments: "
                f"{len(moved.unchanged)} unchanged, {len(moved.shifted)} shifted, "
                f"{len(moved.text_changed)} with other words, {len(moved.lost)} lost."
            )
    return " ".join(said)


def _ask_about_study(project: Project, name: str, data: bytes) -> None:
    """A whole study of another program is no transcript; it comes in as a study."""
    with st.container(border=True):
        st.markdown(f"**{plain(name)}**")
        st.write(
            "This is a whole study of another program, with its codes, notes and "
            "coders. It comes in as one act; what was decided there before is not "
            "recorded here."
        )
        if st.button("Take this study over", key=f"study_{name}"):
            with scratch.folder(project.surroundings) as folder:
                path = folder / Path(name).name
                path.write_bytes(data)
                try:
                    taken = take_over(project, session.me(), path)
                except WorkbenchError as error:
                    st.error(plain(str(error)))
                    return
            told = taken_in_words(taken.taken)
            material_files.start_anew()
            found = "; ".join(taken.findings[:5])
            look = f" To look at: {found}." if found else ""
            widgets.say(f"{told or 'Nothing new'}.{look}")
            st.rerun()
