"""What came in: every transcript's report, kept, shown again, and to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from workbench.familiarise import audio
from workbench.familiarise.import_report import ImportReport, as_csv, as_json, reports
from workbench.model import Participant, Speaker, Transcript
from workbench.ui import material_words as words
from workbench.ui import session, widgets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.ui.seen import Seen

_WIDTHS: Final = (
    *(("Transcript", 80), ("Participant", 90), ("Group", 80), ("Held on", 90)),
    *(("File", 150), ("Kind", 120), ("Read", 105), ("Turns", 55), ("Left out", 65)),
    *(("Look at", 65), ("Version", 60)),
)


def show(seen: Seen) -> None:
    """The transcripts of the study; a chosen one's reports and recording."""
    kept: list[ImportReport] = seen.once("reports", lambda: reports(seen.project))
    st.header("In the study")
    rows = _rows(seen, kept)
    event: Any = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height=min(460, 38 + 35 * len(rows)),
        key="transcripts",
        column_config={
            name: st.column_config.Column(width=width) for name, width in _WIDTHS
        },
        on_select="rerun",
        selection_mode="single-row",
    )
    left, right, _ = st.columns([1, 1, 4])
    left.download_button(
        "All reports (CSV)", _now(seen, as_csv), "import-reports.csv", "text/csv"
    )
    right.download_button(
        *("All reports (JSON)", _now(seen, as_json), "import-reports.json"),
        "application/json",
    )
    chosen = event.selection.rows
    if not chosen:
        st.caption(
            "Choose a row to see how its file was read, and to link a recording."
        )
        return
    transcript = str(rows[chosen[0]]["Transcript"])
    _show_reports(seen, transcript, [r for r in kept if r.transcript == transcript])
    _ask_for_recording(seen, transcript)


def _rows(seen: Seen, kept: Sequence[ImportReport]) -> list[dict[str, object]]:
    groups = {person.id: person.group for person in seen.read(Participant)}
    people: dict[str, list[str]] = {}
    for who in seen.rows(Speaker):
        if who.participant and who.participant not in people.get(who.version, ()):
            people.setdefault(who.version, []).append(who.participant)
    newest = {each.transcript: each for each in kept}
    transcripts = seen.read(Transcript)
    all_active = all(transcript.state == "active" for transcript in transcripts)
    return [
        {
            "Transcript": transcript.id,
            "Participant": ", ".join(people.get(transcript.version, ())),
            "Group": ", ".join(
                dict.fromkeys(
                    group
                    for person in people.get(transcript.version, ())
                    if (group := groups.get(person))
                )
            ),
            "Held on": transcript.held_on or "",
            "File": newest[transcript.id].file,
            "Kind": words.kind_of(newest[transcript.id].format),
            "Read": words.VERDICTS.get(newest[transcript.id].verdict, ""),
            "Turns": newest[transcript.id].turns,
            "Left out": len(newest[transcript.id].omissions),
            "Look at": len(newest[transcript.id].warnings),
            "Version": newest[transcript.id].version,
        }
        | ({} if all_active else {"State": transcript.state})
        for transcript in transcripts
        if transcript.id in newest
    ]


def _now(
    seen: Seen,
    written: Callable[[Sequence[ImportReport]], str],
    transcript: str | None = None,
) -> Callable[[], bytes]:
    """What the button gives: the reports as they stand when it is pressed.

    They quote what was left out, and she may have withdrawn since the page was drawn.
    """

    def data() -> bytes:
        found = reports(seen.project)
        some = [r for r in found if transcript in (None, r.transcript)]
        return written(some).encode()

    return data


def _show_reports(seen: Seen, transcript: str, kept: Sequence[ImportReport]) -> None:
    newest = kept[-1]
    st.header(f"How {transcript} was read")
    if newest.is_erased:
        st.info("The words of this report were withdrawn with those of the interview.")
        return
    verdict = words.VERDICTS.get(newest.verdict, newest.verdict)
    when = f"{newest.first_time} to {newest.last_time}" if newest.first_time else "none"
    kind = words.kind_of(newest.format)
    unlabelled = f"{newest.unlabelled_turns} without a speaker"
    lines = [
        f"{newest.file} · {kind} · {verdict} · came in on {newest.read_at[:10]}",
        f"{newest.turns} turns, {unlabelled} · times {when}",
        f"SHA-256 {newest.sha256}",
    ]
    st.text("\n".join(lines))
    speakers, left_out, look_at = st.columns([1, 2, 2])
    with speakers:
        st.text("Speakers")
        widgets.table(
            [{"Label": who, "Turns": n, "Words": w} for who, n, w in newest.speakers],
            key="speakers_kept",
        )
    with left_out:
        st.text("Left out, word for word")
        widgets.table(
            [
                {"What": what, "Where": where, "Words": text}
                for what, where, text in newest.omissions
            ],
            key="omissions_kept",
        )
    with look_at:
        st.text("Look at")
        widgets.table(
            [{"Where": where, "What": said} for _, where, said in newest.warnings],
            key="warnings_kept",
        )
    if len(kept) > 1:
        st.text("Earlier versions")
        widgets.table(
            [
                {"Version": r.version, "File": r.file, "Read": r.read_at[:10]}
                for r in kept[:-1]
            ],
            key="versions_kept",
        )
    st.download_button(
        *("This report (CSV)", _now(seen, as_csv, transcript)),
        *(f"{transcript}-import.csv", "text/csv"),
    )


def _ask_for_recording(seen: Seen, transcript: str) -> None:
    """The recording is linked by its path; it stays where it lies."""
    found = audio.recording(seen.project, transcript)
    with st.form("recording", border=False):
        given = st.text_input(
            "Recording of this interview: its path on this machine",
            value=str(found.path) if found else "",
            help="The file is linked, never copied. Familiarise plays it.",
            key=f"recording_{transcript}",
        )
        link, unlink, _ = st.columns([1, 1, 4])
        is_linked = link.form_submit_button("Link it")
        is_unlinked = unlink.form_submit_button("Unlink it", disabled=found is None)
    if found and not found.is_there:
        st.warning("The linked recording does not lie there any more.")
    if is_linked:
        with widgets.attempt(f"The recording of {transcript} is linked."):
            audio.link(seen.project, session.me(), transcript, given)
    if is_unlinked:
        with widgets.attempt(f"No recording is linked to {transcript} now."):
            audio.unlink(seen.project, session.me(), transcript)
