"""Commands that check and mend: verify, replay, doctor, repair; merge, take-over."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, Reason, speaking


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("verify")(verify)
    app.command("replay")(replay)
    app.command("doctor")(doctor)
    app.command("repair")(repair)
    app.command("take-over")(take_over)
    app.command("merge")(merge)


def verify(
    project: ProjectAt,
    checkpoint: Annotated[Path | None, typer.Option("--checkpoint")] = None,
    json_: Json = False,
) -> None:
    """Say whether the trail is whole, and name any damage."""
    with speaking(as_json=json_) as out:
        from workbench.store.verification import DAMAGE
        from workbench.store.verification import verify as check

        found = check(open_project(project), checkpoint)
        if found.ok:
            out.say(f"Trail intact: {found.events:,} decisions.")
            if found.covered_to:
                upto = f"up to decision {found.covered_to:,}"
                out.say(f"Vouched for by a checkpoint {upto}.")
            else:
                out.say("No checkpoint vouches for it: none was at hand.")
        for damage in found.damage:
            where = "" if damage.seq is None else f" at event {damage.seq}"
            out.refuse(f"{damage.kind}{where}: {DAMAGE[damage.kind]}")
        out.result(
            {
                "ok": found.ok,
                "events": found.events,
                "root": found.root,
                "damage": [{"kind": d.kind, "seq": d.seq} for d in found.damage],
                "covered_to": found.covered_to,
            }
        )


def replay(project: ProjectAt, json_: Json = False) -> None:
    """Say whether the current state is what the decisions say."""
    with speaking(as_json=json_) as out:
        from workbench.store.verification import replay as again

        found = again(open_project(project))
        if found.equal:
            out.say(f"The state is what its {found.events:,} decisions say.")
        else:
            out.refuse(f"the state differs first at: {found.first_difference}")
        out.result({"equal": found.equal, "first_difference": found.first_difference})


def doctor(
    project: ProjectAt,
    deploy: Annotated[bool, typer.Option("--deploy", help="the server's too")] = False,
    json_: Json = False,
) -> None:
    """Run every check that keeps a study safe, by name."""
    with speaking(as_json=json_) as out:
        from workbench.importers import network_fence
        from workbench.store import gate, premises, repairs

        opened = open_project(project)
        inside = gate.look_over(opened)
        checks = [*inside, *premises.examine(opened, network_fence())]
        if deploy:
            from workbench.cli.deploying import examine

            checks += examine(opened)
        out.table(
            ("check", "result", "found"),
            [(c.name, "ok" if c.ok else "LOOK", c.found) for c in checks],
        )
        for check in checks:
            if not check.ok:
                out.refuse(f"{check.name}: {check.found}")
        for check in inside:
            if not check.ok:
                out.say(_what_helps(project, check.name, repairs.can_mend(check)))
        out.result([{"check": c.name, "ok": c.ok, "found": c.found} for c in checks])


def _what_helps(project: str, check: str, can_mend: bool) -> str:
    if can_mend:
        return f"To mend it: workbench repair {project} {check} --reason TEXT"
    return (
        f"Nothing here mends '{check}'. Restore a backup ('workbench backups' lists "
        f"them), or go on knowing it: workbench repair {project} {check} --known "
        "--reason TEXT"
    )


def repair(
    project: ProjectAt,
    check: Annotated[str, typer.Argument(metavar="CHECK")],
    reason: Reason,
    known: Annotated[
        bool, typer.Option("--known", help="mend nothing; put it on record and go on")
    ] = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Mend what a check of the doctor found, on record; the file is copied first."""
    with speaking(as_json=json_) as out:
        from workbench.store import repairs
        from workbench.study import CODE, require

        opened = open_project(project)
        by = acting(opened, as_)
        require(opened, by, CODE)
        done = repairs.repair(opened, by, check, reason, as_known=known)
        settle(opened, by)
        if done.before is not None:
            out.say(f"As it was before: {done.before}")
        out.say(f"{check}: {done.way}. Now: {done.now.found}.")
        if not done.now.ok:
            out.refuse(f"{check}: still not sound: {done.now.found}")
        out.result({"check": check, "way": done.way, "ok": done.now.ok})


def take_over(project: ProjectAt, as_: AsName = None, json_: Json = False) -> None:
    """Write to a study from this machine; the machine before no longer does."""
    with speaking(as_json=json_) as out:
        from workbench import study

        opened = open_project(project)
        by = acting(opened, as_)
        before = study.take_over(opened, by)
        settle(opened, by)
        out.say(
            f"{project}: written to from this machine now, no longer by '{before}'."
        )
        out.result({"project": project, "before": before})


def merge(
    project: ProjectAt,
    other: Annotated[str, typer.Argument(metavar="OTHER")],
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Take another project's decisions in; what does not fit is listed."""
    with speaking(as_json=json_) as out:
        from workbench.people.merging import merge as take_in
        from workbench.store import backups

        opened = open_project(project)
        by = acting(opened, as_)
        backups.keep(opened)
        done = take_in(opened, open_project(other), by)
        settle(opened, by)
        out.say(f"{done.merged.taken} decisions taken in.")
        if done.carried_over:
            out.say(
                f"{done.carried_over} codings were made on a version that was "
                "corrected here; they stand in today's."
            )
        if done.to_look_at:
            out.say(
                f"{done.to_look_at} of them on words that read otherwise: they wait "
                "on Look again."
            )
        for who, kind in done.withdrawn:
            out.say(f"{who} had withdrawn there ({kind}), and has withdrawn here too.")
        for who, count in done.erased_again:
            out.say(f"{who} had withdrawn: {count} entries that came in are erased.")
        for line in (*done.merged.left_out, *done.to_do):
            out.refuse(f"decide about it: {line}")
        out.result(
            {
                "taken": done.merged.taken,
                "left_out": list(done.merged.left_out),
                "withdrawn": [{"participant": w, "kind": k} for w, k in done.withdrawn],
                "erased_again": dict(done.erased_again),
                "to_do": list(done.to_do),
                "carried_over": done.carried_over,
                "to_look_at": done.to_look_at,
            }
        )
