"""Commands that check: verify, replay, doctor, merge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, speaking


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("verify")(verify)
    app.command("replay")(replay)
    app.command("doctor")(doctor)
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
            out.say(f"Vouched for by a checkpoint up to decision {found.covered_to:,}.")
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
        from workbench.store.doctor import examine

        opened = open_project(project)
        checks = examine(opened, deploy=deploy, fence=network_fence())
        out.table(
            ("check", "result", "found"),
            [(c.name, "ok" if c.ok else "LOOK", c.found) for c in checks],
        )
        for check in checks:
            if not check.ok:
                out.refuse(f"{check.name}: {check.found}")
        out.result([{"check": c.name, "ok": c.ok, "found": c.found} for c in checks])


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
            }
        )
