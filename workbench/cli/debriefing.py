"""Commands around peer debriefing: packets out, answers in, what came of them."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, given_bytes, speaking
from workbench.cli.leaving import Force, identity_key, say_unchecked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.cli.console import Speaker
    from workbench.store.project import Project
    from workbench.trust.answers_file import Answers
    from workbench.trust.challenges import ChallengeView
    from workbench.trust.packet import Packet
    from workbench.trust.sessions import SessionView

Seal = Annotated[
    bool,
    typer.Option("--seal", help="with a passphrase (or WORKBENCH_PACKET_PASSPHRASE)"),
]


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    group = typer.Typer(
        no_args_is_help=True, help="Packets for peer debriefers, and what comes back."
    )
    group.command("packet")(packet)
    group.command("import")(take_in)
    group.command("list")(list_sessions)
    group.command("answer")(answer)
    group.command("close")(close)
    group.command("record")(record)
    app.add_typer(group, name="debrief")


def packet(
    project: ProjectAt,
    out_path: Annotated[Path, typer.Argument(metavar="OUT")],
    debriefer: Annotated[str, typer.Option(metavar="NAME", help="who is asked")],
    question: Annotated[list[str], typer.Option(metavar="Q", help="one to three")],
    shows: Annotated[
        str,
        typer.Option(
            help="whole, random, group, rare-codes, participant or low-agreement"
        ),
    ] = "whole",
    group: Annotated[str | None, typer.Option(metavar="NAME")] = None,
    participant: Annotated[str | None, typer.Option(metavar="ID")] = None,
    size: Annotated[int | None, typer.Option(help="how many places at most")] = None,
    seed: Annotated[int, typer.Option(help="for what is drawn by chance")] = 0,
    blind: Annotated[
        str, typer.Option(help="open; code-list (blind, with codes); free (without)")
    ] = "open",
    memo: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="a note to be shown")
    ] = None,
    seal: Seal = False,
    force: Force = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Open a debriefing and write its packet: OUT.zip, .html or .docx."""
    with speaking(as_json=json_) as out:
        from workbench.exporters.acts_in_words import acts_in_words
        from workbench.exporters.debriefing_word import packet_document
        from workbench.study import find_researcher
        from workbench.trust.handing_out import hand_out_packet, refuse_existing
        from workbench.trust.sessions import open_session
        from workbench.trust.shown import Wish

        opened = open_project(project)
        by = acting(opened, as_)
        refuse_existing(out_path, force=force)
        wish = Wish(shows, group, participant, size, seed, blind)
        who = find_researcher(opened, debriefer).id
        passphrase = _passphrase(confirm=True) if seal else None
        session = open_session(opened, by, who, question, wish, memos=memo or ())
        key = identity_key()
        made = hand_out_packet(
            *(opened, by, session, out_path),
            passphrase=passphrase,
            key=key,
            force=force,
            word=packet_document,
            tell=acts_in_words,
        )
        settle(opened, by)
        say_unchecked(out, key)
        _report(out, made, out_path)


def _report(out: Speaker, made: Packet, path: Path) -> None:
    """What a packet holds, and where it lies."""
    held = made.content
    counts = {
        "transcripts": len(held["transcripts"]),
        "segments": len(held.get("segments", ())),
        "stretches": len(held["stretches"]),
    }
    out.table(("what is shown", "count"), list(counts.items()))
    out.say(f"Written: {path}. Debriefing {held['session']}.")
    out.say("What comes back: workbench debrief import STUDY FILE")
    named = {"session": held["session"], "packet": held["packet"]}
    out.result({**named, "file": str(path), "sha256": made.digest, **counts})


def _passphrase(*, confirm: bool = False) -> str:
    """The packet's passphrase: from the environment, or asked for."""
    from workbench.trust.sealing import passphrase_from_environment

    return passphrase_from_environment() or str(
        typer.prompt(
            "Passphrase of the packet",
            hide_input=True,
            err=True,
            confirmation_prompt=confirm,
        )
    )


def take_in(
    project: ProjectAt,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Take a debriefer's answers in: the file her page saved, or her Word comments."""
    with speaking(as_json=json_) as out:
        from workbench.study import PACK, require
        from workbench.trust.taking_in import take_in as take

        opened = open_project(project)
        by = acting(opened, as_)
        require(opened, by, PACK)
        given = _answers(opened, file)
        form = "word" if file.suffix.lower() == ".docx" else "file"
        done = take(opened, by, given, file.name, form)
        settle(opened, by)
        reflexive = opened.study().orientation == "reflexive"
        if reflexive:
            out.say(
                "Taken in under the debriefer's name; `workbench debrief list` says "
                "what waits for an answer."
            )
        else:
            out.table(("part", "new"), list(done.counts.items()))
        if done.known:
            out.say(f"{done.known} entries stood here already.")
        for line in done.passed_over:
            out.say(f"passed over, {line}")
        out.result(
            {
                "session": done.session,
                "new": done.counts,
                "known": done.known,
                "passed_over": list(done.passed_over),
            }
        )


def _answers(project: Project, file: Path) -> Answers:
    from workbench.trust import answers_file

    data = given_bytes(file)
    if file.suffix.lower() == ".docx":
        from workbench.trust.word_answers import read_comments

        return read_comments(project, data, file.name)
    sealed = answers_file.is_sealed(data, file.name)
    return answers_file.read(data, file.name, _passphrase() if sealed else None)


def list_sessions(project: ProjectAt, as_: AsName = None, json_: Json = False) -> None:
    """List debriefings, their challenges, and what is still to be answered."""
    with speaking(as_json=json_) as out:
        from workbench.study import READ, require
        from workbench.trust.challenges import challenges
        from workbench.trust.sessions import sessions

        opened = open_project(project)
        if as_ or os.environ.get("WORKBENCH_RESEARCHER"):
            require(opened, acting(opened, as_), READ)
        views = sessions(opened)
        raised = challenges(opened)
        rows = [
            {
                "session": view.session.id,
                "opened": view.session.at[:10],
                "debriefer": view.debriefer,
                "shows": view.session.shows,
                "blind": view.session.blind,
                "state": view.session.state,
                "returned": bool(view.returns),
                "to_answer": sum(
                    c.awaits_answer
                    for c in raised
                    if c.challenge.session == view.session.id
                ),
            }
            for view in views
        ]
        heads = ("session", "opened", "debriefer", "shows", "blind", "state")
        out.table(
            (*heads, "came back", "to answer"),
            [
                (
                    *(row[name] for name in heads),
                    _came_back(view),
                    row["to_answer"],
                )
                for row, view in zip(rows, views, strict=True)
            ],
        )
        told = _challenges(out, raised)
        out.result({"sessions": rows, "challenges": told})


def _came_back(view: SessionView) -> str:
    """Whether answers came back; of a meeting there are none to come."""
    if view.session.meeting:
        return "a meeting"
    return "yes" if view.returns else "no"


def _challenges(
    out: Speaker, raised: Sequence[ChallengeView]
) -> list[dict[str, object]]:
    """Every challenge as a row, and as a line for people."""
    told: list[dict[str, object]] = [
        {
            "id": view.challenge.id,
            "session": view.challenge.session,
            "about": view.challenge.about_kind,
            "kind": view.challenge.kind,
            "state": view.challenge.state,
            "changes": len(view.changes),
            "outcome": view.standing_outcome,
            "text": view.challenge.text,
        }
        for view in raised
    ]
    if told:
        out.say()
        out.table(
            ("challenge", "about", "kind", "state", "outcome", "text"),
            [
                (
                    *(row[n] for n in ("id", "about")),
                    *(str(row[n]).replace("-", " ") for n in ("kind", "state")),
                    row["outcome"] or "",
                    shorten(str(row["text"]), 60, placeholder=" \u2026"),
                )
                for row in told
            ],
        )
    return told


def answer(
    project: ProjectAt,
    challenge: Annotated[str, typer.Argument(metavar="CHALLENGE")],
    answered: Annotated[str, typer.Argument(metavar="accept|in-part|keep|park")],
    text: Annotated[
        str | None, typer.Option(help="what the debriefer will read")
    ] = None,
    change: Annotated[
        int | None, typer.Option(metavar="SEQ", help="the decision that came of it")
    ] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Answer a challenge, and name the decision that came of it."""
    with speaking(as_json=json_) as out:
        from workbench.errors import UnknownObjectError
        from workbench.trust import challenges

        opened = open_project(project)
        by = acting(opened, as_)
        act = None
        if change is not None:
            events = opened.events(change - 1, change) if change > 0 else []
            if not events:
                raise UnknownObjectError("decision", change)
            act = events[0].act
        challenges.answer(opened, by, challenge, answered, text)
        if act is not None:
            challenges.link_change(opened, by, challenge, act)
        settle(opened, by)
        out.say(f"{challenge}: {answered}.")
        out.result({"challenge": challenge, "answer": answered, "change": change})


def close(
    project: ProjectAt,
    session: Annotated[str, typer.Argument(metavar="SESSION")],
    shifted: Annotated[
        str | None, typer.Option(help="what it shifted in your thinking")
    ] = None,
    minutes: Annotated[int | None, typer.Option(min=1)] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Close a debriefing."""
    with speaking(as_json=json_) as out:
        from workbench.trust import sessions

        opened = open_project(project)
        by = acting(opened, as_)
        sessions.close(opened, by, session, shifted=shifted, minutes=minutes)
        settle(opened, by)
        out.say(f"{session} is closed.")
        out.result({"session": session, "state": "closed"})


def record(
    project: ProjectAt,
    session: Annotated[str, typer.Argument(metavar="SESSION")],
    out_path: Annotated[Path, typer.Argument(metavar="OUT")],
    force: Force = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Write the record of one debriefing as OUT.docx, .html or .md."""
    with speaking(as_json=json_) as out:
        from workbench.errors import RefusedError
        from workbench.exporters.debriefing_record import STYLE, session_record
        from workbench.exporters.rendering import render
        from workbench.study import EXPORT, require
        from workbench.trust.handing_out import hand_out, refuse_existing

        opened = open_project(project)
        by = acting(opened, as_)
        require(opened, by, EXPORT)
        if out_path.suffix.lower() not in (".docx", ".html", ".md"):
            msg = f"{out_path}: a record is written as .docx, .html or .md."
            raise RefusedError(msg)
        refuse_existing(out_path, force=force)
        content = session_record(opened, session)
        data = render(content, out_path.suffix.lower(), STYLE)
        key = identity_key()
        hand_out(opened, by, out_path, data, "debrief-record", None, key)
        settle(opened, by)
        out.say(f"Written: {out_path}")
        say_unchecked(out, key)
        out.result({"session": session, "file": str(out_path)})
