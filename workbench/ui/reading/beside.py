"""What can be done beside the text: to the turn, its speakers, the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench.coding import memos
from workbench.familiarise import correcting, marks
from workbench.familiarise import speakers as putting_right
from workbench.familiarise.transcripts import record_pass
from workbench.model import (
    SPEAKER_ROLES,
    GuideQuestion,
    Participant,
    PassedOver,
    ReadingPass,
    Researcher,
    TranscriptCheck,
)
from workbench.ui import reader, session, widgets
from workbench.ui.desk import desk

if TYPE_CHECKING:
    from workbench.familiarise.voices import Voice
    from workbench.model import Transcript, Turn
    from workbench.ui.seen import Seen

_NEW: Final = "somebody else, named below"


def turn(
    seen: Seen, transcript: Transcript, turns: list[Turn], cast: dict[int, Voice]
) -> None:
    """The turn that is chosen: mend a word, pass it over, set it to its question."""
    at = reader.chosen(transcript.version)
    if at is None or at >= len(turns):
        st.info("Choose a turn in the text: click on it, or walk there with j and k.")
        return
    said = turns[at]
    voice = cast.get(-1 if said.speaker is None else said.speaker)
    label = voice.label if voice else "no speaker named"
    widgets.in_grey(f"Turn {at + 1} of {len(turns)} · {label}")
    project, me = seen.project, session.me()
    with st.form(f"mend_{transcript.version}_{at}", border=False):
        text = st.text_area(
            "What it says",
            value=said.text,
            height=150,
            key=f"words_{said.version}_{at}",
        )
        reason = st.text_input("Why it is corrected (may be empty)", key=f"heard_{at}")
        if st.form_submit_button("Correct the transcript"):
            with widgets.attempt():
                found = correcting.correct_turn(
                    project, me, transcript.id, at, text, reason
                )
            _carry(transcript, at)
            widgets.say(
                f"A new version is kept. {len(found.unchanged)} coded segments "
                f"unchanged, {len(found.shifted)} shifted, {len(found.text_changed)} "
                f"with changed text to look at, {len(found.lost)} lost."
            )
            st.rerun()
    if voice is not None and voice.is_asking:
        _question(seen, transcript, said)
    left, right = st.columns(2)
    if left.button("Nothing relevant here", key="pass_over", width="stretch"):
        with widgets.attempt("Marked: read, nothing relevant here."):
            marks.pass_over(project, me, transcript.id, said.start, said.end)
    if right.button("Stop here for now", key="stop_here", width="stretch"):
        desk().stop_at(project.uuid, transcript.id, said.start)
        st.toast("Reading goes on here next time.")
    _give_to(seen, transcript, said, cast)


def _carry(transcript: Transcript, at: int) -> None:
    """The new version opens at the turn that was corrected."""
    now = session.project().rows(type(transcript), id=transcript.id)[0]
    reader.go_to(now.version, at)


def _question(seen: Seen, transcript: Transcript, said: Turn) -> None:
    questions = {each.id: each.text for each in seen.read(GuideQuestion)}
    asked = seen.once("asked", lambda: marks.questions_asked(seen.project))
    here = [e for e in asked.get(transcript.id, ()) if e.start == said.start]
    st.markdown("**Question of the guide**")
    if here:
        widgets.in_grey(questions[here[0].question])
        if st.button("It asks something else", key="lift"):
            with widgets.attempt("The turn is free of its question."):
                marks.lift_question(seen.project, session.me(), here[0].place)
    with st.form(f"guide_{said.version}_{said.index}", border=False):
        chosen = st.selectbox(
            "This turn asks",
            list(questions),
            index=None,
            format_func=questions.__getitem__,
            key=f"guide_question_{said.index}",
        )
        new = st.text_input("Or a question not listed yet", key=f"new_{said.index}")
        if st.form_submit_button("Set the turn to it"):
            with widgets.attempt("What follows now answers this question."):
                me, project = session.me(), seen.project
                if new.strip():
                    chosen = marks.add_question(project, me, new)
                marks.place_question(
                    project, me, transcript.id, said.index, str(chosen or "")
                )


def _give_to(
    seen: Seen, transcript: Transcript, said: Turn, cast: dict[int, Voice]
) -> None:
    with st.expander("Somebody else said this"):
        others = [index for index in cast if index != said.speaker]
        choices = [*others, -1]
        to = st.selectbox(
            "Who",
            choices,
            format_func=lambda each: cast[each].label if each >= 0 else _NEW,
            key=f"said_by_{said.index}",
        )
        name = st.text_input("Name of the speaker", key=f"new_speaker_{said.index}")
        if st.button("Give the turn to her", key="give"):
            with widgets.attempt("The turn has another speaker."):
                putting_right.reassign(
                    seen.project,
                    session.me(),
                    transcript.id,
                    [said.index],
                    name if to == -1 else to,
                )


def speakers(
    seen: Seen, transcript: Transcript, turns: list[Turn], cast: dict[int, Voice]
) -> None:
    """Who speaks here: names, roles, people; two labels of one person merged."""
    counted: dict[int, int] = {}
    for each in turns:
        if each.speaker is not None:
            counted[each.speaker] = counted.get(each.speaker, 0) + 1
    standing = {index: who for index, who in cast.items() if counted.get(index)}
    people = sorted(
        person.id for person in seen.rows(Participant) if person.state != "all"
    )
    for index, who in standing.items():
        key = f"{transcript.version}_{index}"
        with st.form(f"speaker_{key}"):
            widgets.in_grey(f"{who.label} · {counted[index]} turns")
            name, role, person = st.columns(3)
            label = name.text_input("Name", value=who.label, key=f"label_{key}")
            roles = (None, *SPEAKER_ROLES)
            as_ = role.selectbox(
                "Role", roles, index=roles.index(who.role), key=f"role_{key}"
            )
            choices = [None, *sorted({*people, *filter(None, [who.participant])})]
            is_ = person.selectbox(
                "Participant",
                choices,
                index=choices.index(who.participant),
                key=f"person_{key}",
            )
            if st.form_submit_button("Put right"):
                with widgets.attempt("The speaker is put right."):
                    _put_right(seen, transcript, index, who, (label, as_, is_))
    if len(standing) > 1:
        _merge(seen, transcript, standing)


def _put_right(
    seen: Seen,
    transcript: Transcript,
    index: int,
    who: Voice,
    wanted: tuple[str, str | None, str | None],
) -> None:
    label, role, person = wanted
    me = session.me()
    if label.strip() != who.label:
        putting_right.rename(seen.project, me, transcript.id, index, label)
    if (role, person) != (who.role, who.participant):
        putting_right.identify(seen.project, me, transcript.id, index, role, person)


def _merge(seen: Seen, transcript: Transcript, standing: dict[int, Voice]) -> None:
    with st.form("merge_speakers"):
        st.markdown("**Two labels, one speaker**")
        one, other = st.columns(2)
        names = {index: who.label for index, who in standing.items()}
        source = one.selectbox(
            "All turns of", list(names), format_func=names.__getitem__, key="merge_from"
        )
        into = other.selectbox(
            "are said by",
            list(names),
            index=1,
            format_func=names.__getitem__,
            key="merge_to",
        )
        if st.form_submit_button("Merge them"):
            with widgets.attempt("The two are one speaker now."):
                putting_right.merge(
                    seen.project, session.me(), transcript.id, source, into
                )


def transcript(seen: Seen, chosen: Transcript, turns: list[Turn]) -> None:
    """The transcript as a whole: passes, checks, a warning, the recording."""
    project, me = seen.project, session.me()
    names = {who.id: who.name for who in seen.read(Researcher)}
    passes = seen.rows(ReadingPass, transcript=chosen.id)
    for each in sorted(passes, key=lambda each: each.at):
        widgets.in_grey(f"Pass {each.number} by {names[each.by]}, {each.at[:10]}")
    if st.button("I have read it from end to end", key="pass", width="stretch"):
        with widgets.attempt("The pass is on record."):
            record_pass(project, me, chosen.id)
    checks = seen.rows(TranscriptCheck, transcript=chosen.id)
    for check in checks:
        old = "" if check.version == chosen.version else " (an earlier version)"
        who = f"{names[check.by]}, {check.at[:10]}{old}"
        widgets.in_grey(f"Checked against {check.against} by {who}")
    with st.form("check", border=False):
        against = st.radio(
            "Compared with", marks.AGAINST, horizontal=True, key="against"
        )
        if st.form_submit_button("The present wording is checked"):
            with widgets.attempt("The check is on record."):
                marks.check(project, me, chosen.id, against)
    _nothing_here(seen, chosen, turns)
    with st.expander("A warning for whoever reads this"):
        text = st.text_input("What it holds", key=f"warning_{chosen.id}")
        if st.button("Show the warning above the text", key="warn"):
            with widgets.attempt("The warning is shown."):
                memos.write(
                    project, me, kind="content-warning", text=text, about=chosen.id
                )


def _nothing_here(seen: Seen, chosen: Transcript, turns: list[Turn]) -> None:
    project, me = seen.project, session.me()
    rows = seen.rows(PassedOver, transcript=chosen.id, state="active")
    at = {turn.start: turn.index for turn in turns}
    for mark, start, end in marks.carried(project, rows):
        where = (
            "the whole of it"
            if not start and turns[-1].end <= end
            else (f"turn {at[start] + 1}" if start in at else f"from character {start}")
        )
        left, right = st.columns([3, 1], vertical_alignment="center")
        with left:
            widgets.in_grey(f"Nothing relevant: {where}")
        if right.button("Take up", key=f"take_up_{mark.id}"):
            with widgets.attempt("It is to be looked at after all."):
                marks.take_up(project, me, mark.id)
    if not rows and st.button(
        "Read; nothing relevant in all of it", key="pass_over_all", width="stretch"
    ):
        with widgets.attempt("Marked: read, nothing relevant here."):
            marks.pass_over(project, me, chosen.id)
