"""Commands of the first phase: inspect, import, correct, remove, pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, Reason, Speaker, speaking
from workbench.cli.studies import split_studies, take_over_studies

if TYPE_CHECKING:
    from workbench.cli.studies import StudiesTaken
    from workbench.importers.manifest import Request
    from workbench.importers.parsed import ParsedTranscript
    from workbench.material import Outcome
    from workbench.store.project import Project

Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="of text files that are not UTF-8, such as cp1250"),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...")]


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.command("inspect")(inspect)
    app.command("import")(import_)
    app.command("correct")(correct)
    app.command("remove")(remove)
    app.command("pass")(pass_)


def inspect(files: Files, encoding: Encoding = None, json_: Json = False) -> None:
    """Say what files hold, without storing anything."""
    with speaking(as_json=json_) as out:
        from workbench.importers import inspect_files

        judged = list(inspect_files(files, encoding=encoding))
        for parsed in judged:
            _describe(out, parsed)
        out.result([parsed.to_json() for parsed in judged])


def _describe(out: Speaker, parsed: ParsedTranscript) -> None:
    out.say(f"{parsed.file}: {parsed.format}, {parsed.verdict}")
    if parsed.is_rejected:
        out.say(f"  {parsed.reason}")
        return
    rows = [(who.label, who.turns, who.words) for who in parsed.speakers]
    out.table(("  speaker", "turns", "words"), [(f"  {r[0]}", *r[1:]) for r in rows])
    for omission in parsed.omissions:
        out.say(f"  left out, {omission.where}: {omission.what}")
    for warning in parsed.warnings:
        out.say(f"  look at {warning.where}: {warning.message}")


def import_(
    project: ProjectAt,
    files: Files,
    manifest: Annotated[Path | None, typer.Option("--manifest")] = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="SPEAKER=ROLE[:PARTICIPANT]"),
    ] = None,
    participant: Annotated[str | None, typer.Option("--participant")] = None,
    group: Annotated[str | None, typer.Option("--group")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="the transcript's id")] = None,
    comments: Annotated[
        str, typer.Option("--comments", help="of the files: codes, memos or leave")
    ] = "leave",
    encoding: Encoding = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Bring transcripts into the study; what cannot be taken is listed."""
    with speaking(as_json=json_) as out:
        from workbench.importers.manifest import Request, parse_role, read_manifest
        from workbench.material import import_files

        if comments not in ("codes", "memos", "leave"):
            typer.echo("workbench: --comments is codes, memos or leave.", err=True)
            raise typer.Exit(2)
        known = read_manifest(manifest) if manifest else {}
        roles = dict(parse_role(each) for each in role or [])
        studies, files = split_studies(files)
        requests = []
        for path in files:
            said = known.get(path.name, Request(path))
            requests.append(
                Request(
                    path=path,
                    transcript=id_ or said.transcript,
                    participant=participant or said.participant,
                    group=group or said.group,
                    held_on=said.held_on,
                    language=said.language,
                    roles={**said.roles, **roles},
                    attributes=said.attributes,
                    encoding=encoding,
                )
            )
        opened = open_project(project)
        by = acting(opened, as_)
        taken = take_over_studies(out, opened, by, studies)
        done = import_files(opened, by, _with_one_id(requests))
        _take_comments(out, opened, by, done, comments)
        settle(opened, by)
        _tell_outcome(out, project, done, taken)


def _take_comments(
    out: Speaker, project: Project, by: str, done: Outcome, treatment: str
) -> None:
    """Comments of what came in are codes or memos, or stay in the report."""
    from workbench.coding.comments import take_comments

    for each in done.imported:
        if each.comments:
            taken = take_comments(
                project, by, each.transcript, each.comments, treatment
            )
            out.say(f"{each.transcript}: {taken.told}")


def _tell_outcome(
    out: Speaker, project: str, done: Outcome, whole: StudiesTaken
) -> None:
    for taken in done.imported:
        out.say(f"{taken.file}: {taken.transcript} ({taken.verdict})")
    for near in done.versions:
        out.refuse(
            f"{near.file}: shares {near.shared} % with {near.transcript}; not "
            f"imported. If it is a correction: workbench correct {project} "
            f"{near.transcript} FILE --reason TEXT; if not, import it with --id."
        )
    for refusal in done.refused:
        out.refuse(f"{refusal.file}: {refusal.reason}")
    out.result(
        {
            "imported": [
                *whole.imported,
                *(
                    {"file": t.file, "transcript": t.transcript, "verdict": t.verdict}
                    for t in done.imported
                ),
            ],
            "refused": [
                *whole.refused,
                *({"file": r.file, "reason": r.reason} for r in done.refused),
            ],
            "versions": [
                {"file": v.file, "transcript": v.transcript, "shared": v.shared}
                for v in done.versions
            ],
            **({"studies": whole.studies} if whole.studies else {}),
        }
    )


def _with_one_id(requests: list[Request]) -> list[Request]:
    given = [each.transcript for each in requests if each.transcript]
    if len(given) != len(set(given)):
        typer.echo("workbench: --id names one transcript; give one file.", err=True)
        raise typer.Exit(2)
    return requests


def correct(
    project: ProjectAt,
    transcript: str,
    file: Path,
    reason: Reason,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Put a corrected file in a transcript's place; every code is anchored anew."""
    with speaking(as_json=json_) as out:
        from workbench.errors import ImportRejectedError
        from workbench.familiarise import transcripts
        from workbench.importers import inspect_file

        opened = open_project(project)
        by = acting(opened, as_)
        parsed = inspect_file(file)
        if parsed.is_rejected:
            msg = f"{parsed.file}: {parsed.reason}"
            raise ImportRejectedError(msg)
        done = transcripts.correct(
            opened, by, transcript, parsed, file.read_bytes(), reason
        )
        settle(opened, by)
        found = {
            "unchanged": len(done.unchanged),
            "shifted": len(done.shifted),
            "text_changed": len(done.text_changed),
            "lost": len(done.lost),
        }
        told = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in found.items())
        out.say(f"{transcript}: {told}")
        out.result(found)


def remove(
    project: ProjectAt,
    transcript: str,
    reason: Reason,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Leave a transcript out of the analysis."""
    with speaking(as_json=json_) as out:
        from workbench.familiarise import transcripts

        opened = open_project(project)
        by = acting(opened, as_)
        transcripts.remove(opened, by, transcript, reason)
        settle(opened, by)
        out.say(f"{transcript} is no longer part of the analysis.")
        out.result({"transcript": transcript, "state": "removed"})


def pass_(
    project: ProjectAt, transcript: str, as_: AsName = None, json_: Json = False
) -> None:
    """Record that a person read a transcript from end to end."""
    with speaking(as_json=json_) as out:
        from workbench.familiarise import transcripts

        opened = open_project(project)
        by = acting(opened, as_)
        number = transcripts.record_pass(opened, by, transcript)
        settle(opened, by)
        out.say(f"{transcript}: pass {number} recorded.")
        out.result({"transcript": transcript, "pass": number})
