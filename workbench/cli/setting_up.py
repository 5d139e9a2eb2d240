"""Commands around the study itself: demo, new, open, set, participant, stats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.acting import acting, new_passphrase, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, speaking
from workbench.cli.protection import tell_recovery

Port = Annotated[int, typer.Option("--port", help="where the browser finds it")]
NoBrowser = Annotated[
    bool, typer.Option("--no-browser", help="build only; open nothing")
]
OnlyServe = Annotated[
    bool, typer.Option("--no-browser", help="say the address; open no browser")
]


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("demo")(demo)
    app.command("new")(new)
    app.command("open")(open_)
    app.command("set")(set_)
    app.command("participant")(participant)
    app.command("stats")(stats)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]")] = Path("sample-study"),
    no_browser: NoBrowser = False,
    reset: Annotated[bool, typer.Option("--reset", help="build it anew")] = False,
    port: Port = 8501,
    json_: Json = False,
) -> None:
    """Build the sample study, if it is not there, and open it."""
    with speaking(as_json=json_) as out:
        from workbench.cli.launch import launch
        from workbench.sample.build import build_sample

        path = folder / "sample.workbench"
        if reset or not path.exists():
            out.say(
                "Building the sample study: 25 interviews, and four months of work on "
                "them.\nEveryone in it is invented. It takes about a quarter of a "
                "minute."
            )
            build_sample(path, replace=reset, say=out.say)
        out.say(f"The sample study is at {path}.")
        out.result({"project": str(path)})
        if not no_browser:
            launch(str(path), port=port, browser=True, say=out.say)


def new(
    project: ProjectAt,
    title: Annotated[str, typer.Option("--title")],
    orientation: Annotated[
        str,
        typer.Option(help="reflexive, codebook, coding-reliability or other"),
    ],
    researcher: Annotated[str, typer.Option("--researcher", metavar="NAME")],
    question: Annotated[list[str] | None, typer.Option("--question")] = None,
    note: Annotated[str | None, typer.Option(help="what the orientation means")] = None,
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="asks for a passphrase")
    ] = False,
    json_: Json = False,
) -> None:
    """Start a study: its orientation first, its title, questions and researcher."""
    with speaking(as_json=json_) as out:
        from workbench.model import Researcher
        from workbench.store import encryption
        from workbench.store.project import Project
        from workbench.study import ask_question

        recovery = None
        if encrypt and not Path(project).exists():
            encryption.driver()
            recovery = encryption.lock_new(Path(project), new_passphrase())
        made = Project.create(
            project,
            title=title,
            orientation=orientation,
            researcher=researcher,
            note=note,
        )
        by = made.read(Researcher)[0].id
        for text in question or []:
            ask_question(made, by, text)
        settle(made, by)
        out.say(f"{project}: a {orientation} study, '{title}'.")
        if recovery:
            tell_recovery(out, Path(project), recovery)
        out.say(f"Next: workbench import {project} FILE...")
        out.result({"project": project, "uuid": made.uuid, "researcher": by})


def open_(
    project: Annotated[str | None, typer.Argument(metavar="PROJECT")] = None,
    port: Port = 8501,
    no_browser: OnlyServe = False,
) -> None:
    """Open a study in the browser, on this machine only; or none, to choose one."""
    with speaking() as out:
        from workbench.cli.launch import launch
        from workbench.store import backups, encryption

        # an encrypted study is unlocked, and then backed up, in the app
        if (
            project is not None
            and not encryption.is_encrypted(Path(project))
            and (trouble := backups.keep_or_say(open_project(project)))
        ):
            out.say(trouble)
        launch(project, port=port, browser=not no_browser, say=out.say)


def set_(
    project: ProjectAt,
    key: str,
    value: str,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT")] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Set a choice of the set-up, or the orientation, with a reason."""
    with speaking(as_json=json_) as out:
        from workbench import study

        opened = open_project(project)
        by = acting(opened, as_)
        if key == "orientation":
            study.change_orientation(opened, by, value, reason or "")
        else:
            study.change_setting(opened, by, key, value, reason)
        settle(opened, by)
        out.say(f"{key} is {value}.")
        out.result({"key": key, "value": value})


def participant(
    project: ProjectAt,
    from_: Annotated[Path, typer.Option("--from", metavar="FILE.csv")],
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Take participants, groups, consent and attributes from a table."""
    with speaking(as_json=json_) as out:
        from workbench.people.participants import from_table

        opened = open_project(project)
        by = acting(opened, as_)
        try:
            done = from_table(opened, by, from_)
            out.say(f"{done.added} participants added, {done.updated} updated.")
            out.result({"added": done.added, "updated": done.updated})
        finally:
            settle(opened, by)


def stats(project: ProjectAt, json_: Json = False) -> None:
    """Counts of what the study holds."""
    with speaking(as_json=json_) as out:
        from workbench.counts import counts

        found = counts(open_project(project))
        out.table(("what", "count"), list(found.items()))
        out.result(found)
