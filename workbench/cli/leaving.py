"""What leaves the study: exports and backups, and people who withdraw."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from workbench.cli.acting import acting, open_project, settle, unlock
from workbench.cli.console import AsName, Json, ProjectAt, Reason, Speaker, speaking
from workbench.errors import RefusedError
from workbench.exporters.kinds_in_words import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.people.identity_key import IdentityKey
    from workbench.people.withdrawal import WithdrawalResult
    from workbench.people.withdrawal_plan import NotIdentified, WithdrawalPlan
    from workbench.store.project import Project

Force = Annotated[bool, typer.Option("--force", help="replace an existing OUT")]


#: Kinds that lean on a choice of quotes or on who took part.
_HINTED = ("theme-table", "group-comparison", "data-to-theme", "participants")
#: Said of what left without an identity key.
_UNCHECKED = (
    "Not looked through for names: $WORKBENCH_IDENTITY_KEY names no identity key."
)


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("export")(export)
    app.command("check-manuscript")(check_manuscript)
    app.command("withdraw")(withdraw)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("backups")(backups)


def export(
    project: ProjectAt,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))],
    out_path: Annotated[Path, typer.Argument(metavar="OUT")],
    style: Annotated[str, typer.Option(help="jmir, bmj-open, apa, thesis")] = "thesis",
    counts: Annotated[
        bool | None, typer.Option("--counts/--no-counts", help="numbers of people")
    ] = None,
    at: Annotated[int | None, typer.Option("--at", metavar="SEQ")] = None,
    line_ends: Annotated[
        Literal["lf", "crlf"], typer.Option(help="of texts in a qdpx; crlf for MAXQDA")
    ] = "lf",
    force: Force = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Write a table, the trail or another record; the format follows OUT's suffix."""
    with speaking(as_json=json_) as out:
        from workbench.exporters.export import export as write

        opened = open_project(project)
        by = acting(opened, as_)
        lost = _losses(out, opened, at) if kind == "qdpx" else []
        key = identity_key()
        written = write(
            opened,
            by,
            kind,
            out_path,
            style=style,
            counts=counts,
            at=at,
            force=force,
            key=key,
            line_ends=line_ends,
        )
        settle(opened, by)
        out.say(f"Written: {', '.join(str(path) for path in written)}")
        say_unchecked(out, key)
        found = {"kind": kind, "files": [str(path) for path in written]}
        if kind in _HINTED:
            _hint(out, opened, at)
        out.result(found | ({"losses": lost} if lost else {}))


def _hint(out: Speaker, project: Project, at: int | None) -> None:
    """What the author may want to look at; none of it stopped the export."""
    from workbench.exporters.hints import hints
    from workbench.exporters.reading import moment

    with moment(project, at) as seen:
        for each in hints(seen):
            out.say(f"To look at ({each.kind}): {each.where}: {each.what}")


def _losses(out: Speaker, project: Project, at: int | None) -> list[str]:
    """What a project file for other programs cannot hold, said before it is written."""
    from workbench.exporters.qdpx_losses import losses

    lost = losses(project, at)
    out.say("What the file cannot hold, or holds otherwise:")
    for line in lost:
        out.say(f"  {line}")
    return lost


def check_manuscript(
    project: ProjectAt,
    draft: Annotated[Path, typer.Argument(metavar="DRAFT.docx")],
    json_: Json = False,
) -> None:
    """Look every quotation of a draft up, and every claim; the draft stays as it is."""
    with speaking(as_json=json_) as out:
        from dataclasses import asdict

        from workbench.exporters.manuscript import check_manuscript as check
        from workbench.exporters.reading import moment

        with moment(open_project(project), None) as seen:
            found = check(seen, draft)
        for each in found.quotations:
            where = f"paragraph {each.paragraph}: \u201c{_begun(each.text)}\u201d"
            place = f" ({each.transcript}, turn {each.turn})" if each.transcript else ""
            told = f"{where}{place}: {each.verdict}"
            for fault in each.faults:
                out.refuse(f"{told}; {fault}{_instead(each.said)}")
            if not each.faults:
                out.say("; ".join((told, *each.notes)))
        for claim in found.claims:
            said = f"paragraph {claim.paragraph}: \u201c{claim.said}\u201d"
            out.refuse(f"{said}: {claim.problem}")
        for line in found.voices:
            out.say(line)
        for at in found.hints:
            said = f"paragraph {at.paragraph}: \u201c{at.hint.said}\u201d"
            out.say(f"{said}: {at.hint.why}; perhaps: {at.hint.instead}")
        counts = ", ".join(f"{n} {verdict}" for verdict, n in found.counts.items())
        out.say(f"{len(found.quotations)} quotations: {counts or 'none'}.")
        out.result({"draft": str(draft), **asdict(found)})


def _begun(text: str) -> str:
    """The first words of a quotation, enough to find it by."""
    words = text.split()
    return " ".join(words[:8]) + (" \u2026" if len(words) > 8 else "")


def _instead(said: str | None) -> str:
    return f"; the transcript: \u201c{said}\u201d" if said else ""


def identity_key() -> IdentityKey | None:
    """The identity key that exports are checked against, where one is set."""
    from workbench.people.identity_key import open_key, passphrase_from_environment

    path = os.environ.get("WORKBENCH_IDENTITY_KEY")
    if not path:
        return None
    passphrase = passphrase_from_environment() or typer.prompt(
        "Passphrase of the identity key", hide_input=True, err=True
    )
    return open_key(Path(path), passphrase)


def say_unchecked(out: Speaker, key: IdentityKey | None) -> None:
    """Whoever lets something out knows that no name was looked for in it."""
    if key is None:
        out.say(_UNCHECKED)


def withdraw(
    project: ProjectAt,
    participant: str,
    reason: Reason,
    kind: Annotated[
        str,
        typer.Option(
            help="all, quotes (no quote is printed; what repeats her words is listed) "
            "or contact"
        ),
    ] = "all",
    erase: Annotated[
        list[str] | None,
        typer.Option("--erase", metavar="ID", help="a listed repeat, erased as well"),
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TRANSCRIPT:NUMBER",
            help="a speaker of whom nobody had said that it is this person",
        ),
    ] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Erase a participant's words for good, or stop quoting or contacting her."""
    with speaking(as_json=json_) as out:
        from workbench.model import Participant
        from workbench.people import withdrawal, withdrawal_plan

        opened = open_project(project)
        by = acting(opened, as_)
        who = [_speaker(each) for each in speaker or ()]
        is_gone = opened.one(Participant, id=participant).state == "all"
        if erase and is_gone and not who:
            gone = withdrawal.erase(opened, by, erase, reason)
            settle(opened, by)
            out.say(f"{gone} further entries erased.")
            out.result({"erased": gone})
            return
        plan = withdrawal.plan(opened, participant, who)
        done = withdrawal.withdraw(
            opened,
            by,
            participant,
            reason,
            kind=kind,
            erase_repeats=erase or (),
            speakers=who,
        )
        settle(opened, by)
        _tell_done(out, done)
        if kind != "contact":
            _tell_what_is_left(out, plan, erase or (), is_all=kind == "all")
            _tell_who_is_nobody(
                out, participant, withdrawal_plan.not_identified(opened, participant)
            )


def _tell_done(out: Speaker, done: WithdrawalResult) -> None:
    found = {
        name: getattr(done, name)
        for name in (
            *("turns", "segments", "vectors", "themes"),
            *("listed_repeats", "erased_repeats", "copies"),
        )
    }
    out.table(("what", "count"), [(n.replace("_", " "), c) for n, c in found.items()])
    out.result(found)


def _tell_who_is_nobody(
    out: Speaker, participant: str, speakers: Sequence[NotIdentified]
) -> None:
    for each in speakers:
        place = f"{each.transcript}:{each.index}"
        named = ", called by this id" if each.is_called(participant) else ""
        out.say(
            f"nobody has said who {place} is ({each.turns} turns{named}). Where it is "
            f"{participant}, run this again with --speaker {place}."
        )


def _speaker(told: str) -> tuple[str, int]:
    """TRANSCRIPT:NUMBER, as it was typed."""
    transcript, _, number = told.rpartition(":")
    if not transcript or not number.isdecimal():
        msg = f"{told}: a speaker is given as TRANSCRIPT:NUMBER, such as T01:1."
        raise RefusedError(msg)
    return transcript, int(number)


def _tell_what_is_left(
    out: Speaker, plan: WithdrawalPlan, erased: Sequence[str], *, is_all: bool
) -> None:
    """What the erasure did not reach, each for a person to decide about."""
    left = [each for each in (*plan.repeats, *plan.notes) if each.words not in erased]
    for each in left:
        out.say(f"decide about {each.words}: {each.what}")
    if left and is_all:
        out.say("To erase one as well, run this again with --erase ID.")
    elif left:
        out.say(
            "These are printed as they stand: give them other words (rename the code, "
            "reword the example or memo)."
        )
    for transcript in plan.elsewhere:
        out.say(f"another transcript shares a long run of her words: {transcript}")
    for copy in plan.copies:
        out.say(f"left on {copy.at[:10]}: {copy.kind} {copy.file_name}")
    for name in plan.kept_beside:
        out.say(f"an older copy beside the project holds her words: {name}")


def backup(
    project: ProjectAt, file: Path, force: Force = False, json_: Json = False
) -> None:
    """Write a checked copy of the whole project to one file."""
    with speaking(as_json=json_) as out:
        from workbench.decisions.decision import Words
        from workbench.decisions.writing_up import CopyMade
        from workbench.model import Researcher
        from workbench.store import copies

        opened = open_project(project)
        head = opened.head()
        copies.backup(opened, file, replace=force)
        lead = opened.rows(Researcher, role="lead")[0].id
        opened.record(
            CopyMade(opened.new_id("x"), "backup", Words(file.name), head.seq), by=lead
        )
        out.say(f"{file}: {head.seq} decisions, checked.")
        out.result({"file": str(file), "events": head.seq})


def restore(file: Path, project: ProjectAt, json_: Json = False) -> None:
    """Make a project from a backup, checked first."""
    with speaking(as_json=json_) as out:
        from workbench.store import copies
        from workbench.store.surroundings import Surroundings

        unlock(str(file))
        restored = copies.restore(file, project, Surroundings())
        out.say(f"{project}: restored with {restored.head().seq} decisions.")
        out.say(copies.OF_THEN)
        out.result({"project": project, "events": restored.head().seq})


def backups(
    project: Annotated[
        str | None, typer.Argument(metavar="[PROJECT]", help="default: of every study")
    ] = None,
    json_: Json = False,
) -> None:
    """List the backups that were made by themselves, also of studies that are lost."""
    with speaking(as_json=json_) as out:
        from workbench.store import backups as kept
        from workbench.store.surroundings import Surroundings

        found = kept.of_every_study(Surroundings())
        if project is not None:
            uuid = open_project(project).uuid
            found = {uuid: found.get(uuid, [])}
        rows = [
            (f"{each.at:%Y-%m-%d %H:%M}", each.decisions, study, each.path)
            for study, there in found.items()
            for each in there
        ]
        out.table(("made (UTC)", "decisions", "study", "file"), rows)
        out.say("To bring one back: workbench restore FILE PROJECT")
        out.result(
            [
                {"at": at, "decisions": count, "study": study, "file": str(path)}
                for at, count, study, path in rows
            ]
        )
