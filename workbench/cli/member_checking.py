"""Commands around member checking: packets out, replies confirmed, the register."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, given_bytes, speaking
from workbench.cli.leaving import Force, identity_key, say_unchecked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.cli.console import Speaker
    from workbench.model import MemberPacket
    from workbench.store.project import Project
    from workbench.trust.returned import Returned

Number = Annotated[int, typer.Option("--packet", metavar="N", help="its number")]


@dataclass(frozen=True)
class Confirmed:
    """What of a returned file is to be done: turns by number, repeats by id."""

    correct: tuple[int, ...]
    remove: tuple[int, ...]
    erase: tuple[str, ...]
    add: bool
    themes: bool

    @property
    def is_anything(self) -> bool:
        """Something is."""
        return any(astuple(self))


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    group = typer.Typer(
        no_args_is_help=True, help="Packets for participants, and what they say."
    )
    group.command("packet")(packet)
    group.command("import")(take_in)
    group.command("list")(list_register)
    group.command("mark")(mark)
    app.add_typer(group, name="member-check")


def packet(
    project: ProjectAt,
    out_path: Annotated[Path, typer.Argument(metavar="OUT")],
    participant: Annotated[str, typer.Option(metavar="ID")],
    about: Annotated[str, typer.Option(help="transcript or synthesis")] = "transcript",
    transcript: Annotated[str | None, typer.Option(metavar="ID")] = None,
    deadline: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    contact: Annotated[str, typer.Option(help="how she can reach you")] = "",
    force: Force = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Write one participant's packet as OUT.docx or OUT.txt."""
    with speaking(as_json=json_) as out:
        from workbench.exporters.member_word import letter_document
        from workbench.trust.handing_out import hand_out_letter
        from workbench.trust.member_packets import letter, safety_of

        opened = open_project(project)
        by = acting(opened, as_)
        given = letter(
            opened,
            by,
            participant,
            about=about,
            transcript=transcript,
            deadline=deadline,
            contact=contact,
        )
        key = identity_key()
        hand_out_letter(
            *(opened, by, given, out_path),
            key=key,
            force=force,
            word=letter_document,
        )
        settle(opened, by)
        flag = safety_of(opened, participant)
        out.say(f"Written: {out_path}, packet {given.number}. Mark it once it is sent.")
        say_unchecked(out, key)
        if flag is not None and flag.flag != "none":
            out.say(f"Before you send it: {flag.flag}.")
        out.result(
            {
                "number": given.number,
                "file": str(out_path),
                "turns": len(given.said),
                "themes": len(given.told),
                "safety": flag.flag if flag else "none",
            }
        )


def _packet(project: Project, number: int) -> MemberPacket:
    from workbench.errors import UnknownObjectError
    from workbench.model import MemberPacket

    found = project.read(MemberPacket, number=number)
    if not found:
        raise UnknownObjectError("packet", number)
    return found[0]


def take_in(
    project: ProjectAt,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    number: Number,
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="the day it came")],
    correct: Annotated[
        list[int] | None,
        typer.Option(metavar="N", help="turn N reads as she wrote it"),
    ] = None,
    remove: Annotated[
        list[int] | None, typer.Option(metavar="N", help="turn N is erased")
    ] = None,
    erase: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="a listed repeat of it is erased as well"),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="what she would like to add is taken in")
    ] = False,
    themes: Annotated[
        bool, typer.Option("--themes", help="how she marked each theme is taken in")
    ] = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Compare a returned file with its packet; do what is confirmed, no more."""
    with speaking(as_json=json_) as out:
        from workbench.study import CHECK, require
        from workbench.trust.member_replies import check_not_withdrawn
        from workbench.trust.returned import compare

        opened = open_project(project)
        by = acting(opened, as_)
        require(opened, by, CHECK)
        row = _packet(opened, number)
        check_not_withdrawn(opened, row.participant)
        data = given_bytes(file)
        found = compare(opened, row.id, data, file.name)
        _show(out, found)
        confirmed = Confirmed(
            *(_once(correct), _once(remove)), tuple(erase or ()), add, themes
        )
        done: dict[str, int] = {}
        if confirmed.is_anything:
            _check_turns(opened, row, found, confirmed)
            _check_repeats(opened, row, data, confirmed)
            try:
                reply = _reply(opened, by, row, data, on)
                done = _do(out, opened, by, reply, found, confirmed)
            finally:  # what was done before it stopped is signed as well
                settle(opened, by)
            out.table(("what", "count"), list(done.items()))
        else:
            out.say("Nothing was changed. Confirm with --correct, --remove, --add.")
        out.result({"packet": number, "found": _told(found), "done": done})


def _reply(
    project: Project, by: str, packet: MemberPacket, data: bytes, on: str
) -> str:
    """The reply that this file is: one that was begun before, or a new one."""
    from workbench.trust.member_replies import record_reply, reply_with

    known = reply_with(project, packet.id, data)
    if known is not None:
        return known
    how = "word" if data.startswith(b"PK") else "e-mail"
    return record_reply(project, by, packet.id, received=how, came_on=on, file=data)


def _told(found: Sequence[Returned]) -> list[dict[str, object]]:
    return [
        {"kind": r.kind, "turn": None if r.turn is None else r.turn + 1} for r in found
    ]


def _show(out: Speaker, found: Sequence[Returned]) -> None:
    for each in found:
        if each.kind in ("form", "theme"):
            fits = f" [{each.fits}]" if each.fits else ""
            out.say(f"{each.old}{fits} {each.new}")
            continue
        number = (each.turn or 0) + 1
        whose = "" if each.is_hers else " (the interviewer's)"
        out.say(f"turn {number}{whose}, {each.kind}:")
        out.say(f"  sent:     {each.old}")
        out.say(f"  returned: {each.new or '(nothing)'}")
    if not found:
        out.say("It says what was sent. That is no agreement; record it by hand.")


def _once(numbers: Sequence[int] | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers or ()))


def _check_repeats(
    project: Project, packet: MemberPacket, data: bytes, confirmed: Confirmed
) -> None:
    from workbench.errors import RefusedError
    from workbench.model import MemberRemark
    from workbench.trust.member_replies import check_repeats, reply_with

    check_repeats(project, confirmed.erase)
    reply = reply_with(project, packet.id, data)
    removed = reply and project.rows(MemberRemark, reply=reply, kind="removal")
    if confirmed.erase and not (confirmed.remove or removed):
        msg = "nothing was removed because of this reply, so nothing repeats it."
        raise RefusedError(msg)


def _check_turns(
    project: Project,
    packet: MemberPacket,
    found: Sequence[Returned],
    confirmed: Confirmed,
) -> None:
    from workbench.errors import RefusedError
    from workbench.trust.removing import plan_removal

    changed = {r.turn for r in found if r.kind == "changed"}
    for number in confirmed.correct:
        if number - 1 not in changed:
            msg = f"turn {number} was returned as it was sent; nothing to correct."
            raise RefusedError(msg)
    both = set(confirmed.correct) & set(confirmed.remove)
    if both:
        msg = f"turn {min(both)} cannot be corrected and removed."
        raise RefusedError(msg)
    for number in confirmed.remove:
        if packet.transcript is None:
            msg = f"packet {packet.number} is about no transcript; no turn is removed."
            raise RefusedError(msg)
        plan_removal(project, packet.participant, packet.transcript, number - 1)


def _do(
    out: Speaker,
    project: Project,
    by: str,
    reply: str,
    found: Sequence[Returned],
    confirmed: Confirmed,
) -> dict[str, int]:
    """How many of each were done: turns first, then answers, then repeats."""
    from workbench.trust.member_replies import erase_repeats

    done = _turns(out, project, by, reply, found, confirmed)
    done |= _answers(project, by, reply, found, confirmed)
    if confirmed.erase:
        done["erased"] = erase_repeats(project, by, reply, confirmed.erase)
    return done


def _turns(
    out: Speaker,
    project: Project,
    by: str,
    reply: str,
    found: Sequence[Returned],
    confirmed: Confirmed,
) -> dict[str, int]:
    from workbench.trust import member_replies

    done = {"corrected": 0, "removed": 0, "segments": 0}
    new = {r.turn: r.new for r in found if r.kind == "changed"}
    for number in confirmed.correct:
        member_replies.take_correction(project, by, reply, number - 1, new[number - 1])
        done["corrected"] += 1
    for number in confirmed.remove:
        gone = member_replies.take_removal(project, by, reply, number - 1)
        done["removed"] += 1
        done["segments"] += len(gone.segments)
        for repeat in gone.repeats:
            out.say(f"repeats her words, decide about {repeat.words}: {repeat.what}")
        for where in gone.elsewhere:
            out.say(f"shares words with {where}; look at it too")
        if gone.repeats:
            out.say("To erase one as well, run this again with --erase ID.")
    return done


def _answers(
    project: Project,
    by: str,
    reply: str,
    found: Sequence[Returned],
    confirmed: Confirmed,
) -> dict[str, int]:
    from workbench.model import MemberRemark
    from workbench.trust import member_replies, returned
    from workbench.trust.member_letters import FORM

    done = {"added": 0, "themes": 0}
    taken = project.read(MemberRemark, reply=reply)
    for each in returned.undecided(project, found, taken):
        if confirmed.add and each.kind == "form" and each.old == FORM[1]:
            member_replies.take_addition(project, by, reply, each.new)
            done["added"] += 1
        if confirmed.themes and each.theme is not None and each.fits is not None:
            member_replies.take_theme_comment(
                project, by, reply, each.theme, each.fits, each.new
            )
            done["themes"] += 1
    return done


def list_register(project: ProjectAt, as_: AsName = None, json_: Json = False) -> None:
    """List every packet and its state, and how many by group."""
    with speaking(as_json=json_) as out:
        from workbench.model import Participant
        from workbench.trust.member_packets import counts_by_group, register

        opened = open_project(project)
        rows = register(opened, acting(opened, as_))
        groups = {p.id: p.group or "" for p in opened.read(Participant)}
        told = [
            {
                "number": row.number,
                "participant": row.participant,
                "group": groups[row.participant],
                "about": row.about,
                "state": row.state,
                "made": row.at[:10],
                "deadline": row.deadline,
            }
            for row in rows
        ]
        heads = ("number", "participant", "group", "about", "state", "made", "deadline")
        out.table(heads, [[row[head] or "" for head in heads] for row in told])
        counts = counts_by_group(rows, groups)
        for group, states in sorted(counts.items()):
            told_states = ", ".join(f"{n} {s}" for s, n in sorted(states.items()))
            out.say(f"{group or 'no group'}: {told_states}")
        by_group = {group: dict(states) for group, states in counts.items()}
        out.result({"packets": told, "by_group": by_group})


def mark(
    project: ProjectAt,
    number: Annotated[int, typer.Argument(metavar="N")],
    state: Annotated[str, typer.Argument(metavar="STATE")],
    on: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT")] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Record that a packet was sent, reminded of, declined, or got no reply."""
    with speaking(as_json=json_) as out:
        from workbench.study import CHECK, require
        from workbench.trust.member_packets import move

        opened = open_project(project)
        by = acting(opened, as_)
        require(opened, by, CHECK)
        move(opened, by, _packet(opened, number).id, state, on, note)
        settle(opened, by)
        out.say(f"packet {number}: {state}.")
        out.result({"number": number, "state": state})
