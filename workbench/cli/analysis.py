"""Commands of coding, themes and theory."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, speaking

Table = Annotated[Path, typer.Option("--from", metavar="FILE.csv")]
codebook_app = typer.Typer(help="Codebooks: list, load, export.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """The commands are part of the app."""
    app.add_typer(codebook_app, name="codebook")
    app.command("code")(code)
    app.command("suggest")(suggest)
    app.command("look")(look)
    app.command("group")(group)
    app.command("theme")(theme)
    app.command("map")(map_)


@codebook_app.command("list")
def list_codebooks(json_: Json = False) -> None:
    """The codebooks that come with the workbench."""
    with speaking(as_json=json_) as out:
        from workbench.coding.codebook import (
            read_codebook,
            shipped_codebooks,
        )

        books = [read_codebook(name) for name in shipped_codebooks()]
        out.table(
            ("name", "codes", "title"),
            [(b.name, len(b.entries), b.title) for b in books],
        )
        out.result(
            [{"name": b.name, "title": b.title, "codes": len(b.entries)} for b in books]
        )


@codebook_app.command("load")
def load_codebook(
    project: ProjectAt,
    book: Annotated[str, typer.Argument(metavar="NAME|FILE")],
    for_mapping: Annotated[
        bool, typer.Option("--for-mapping", help="for theory only; codes nothing")
    ] = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Load a codebook for coding, or for mapping only."""
    with speaking(as_json=json_) as out:
        from workbench.coding import frameworks
        from workbench.coding.codebook import read_codebook
        from workbench.in_words import counted

        opened = open_project(project)
        by = acting(opened, as_)
        read = read_codebook(book)
        frameworks.load_codebook(opened, by, read, for_mapping=for_mapping)
        settle(opened, by)
        use = "for mapping" if for_mapping else "for coding"
        said = counted(len(read.entries), "code")
        out.say(f"{read.title}: {said} loaded {use}.")
        out.result(
            {"name": read.name, "codes": len(read.entries), "for_mapping": for_mapping}
        )


@codebook_app.command("export")
def export_codebook(
    project: ProjectAt,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force")] = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Write the study's own codes as .toml, .qdc, .csv, .xlsx or .docx."""
    with speaking(as_json=json_) as out:
        from workbench.exporters.export import export as write

        opened = open_project(project)
        by = acting(opened, as_)
        written = write(opened, by, "codebook", file, force=force)
        settle(opened, by)
        out.say(f"Written: {', '.join(str(path) for path in written)}")
        out.result({"files": [str(path) for path in written]})


def code(
    project: ProjectAt, from_: Table, as_: AsName = None, json_: Json = False
) -> None:
    """Take human coding from a table of quotes and codes."""
    with speaking(as_json=json_) as out:
        from workbench.coding.coding_table import code_from_table
        from workbench.coding.segments_sheet import read_segments

        opened = open_project(project)
        by = acting(opened, as_)
        try:
            rows = read_segments(opened, from_)
            done = code_from_table(opened, by, from_, rows=rows)
            out.say(f"{done['coded']} segments coded, {done['codes']} new codes.")
            out.result(done)
        finally:
            settle(opened, by)


def suggest(
    project: ProjectAt,
    transcript: Annotated[str | None, typer.Option("--transcript")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 10,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Ask the machine which stretches resemble what people coded."""
    with speaking(as_json=json_) as out:
        from workbench.coding import offers, suggestions
        from workbench.coding.asking import can_learn
        from workbench.coding.pace import Pace

        opened = open_project(project)
        by = acting(opened, as_)
        found = suggestions.suggest(
            opened,
            by,
            transcript=transcript,
            limit=limit,
            say=out.say,
            progress=Pace(out.say),
        )
        settle(opened, by)
        out.table(
            ("transcript", "turn", "code", "words", "resembles"),
            [
                (
                    each["transcript"],
                    each["turn"],
                    each["code_name"],
                    _short(each["quote"]),
                    _short(each["because"][0]["quote"]) if each["because"] else "",
                )
                for each in found["suggestions"]
            ],
        )
        if not found["suggestions"] and can_learn(opened):
            out.say("Nothing close enough to what was coded.")
        for each in offers.acceptance(opened):
            if each.coder == by and each.code is None and (asked := each.question()):
                out.say(f"A question: {asked}")
        out.result(found)


def look(
    project: ProjectAt,
    reading: Annotated[str, typer.Argument(metavar="READING")],
    code: Annotated[list[str] | None, typer.Option("--code", metavar="NAME")] = None,
    theme: Annotated[str | None, typer.Option("--theme", metavar="NAME")] = None,
    segment: Annotated[str | None, typer.Option("--segment", metavar="ID")] = None,
    words: Annotated[str | None, typer.Option("--words", metavar="TEXT")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1)] = 10,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Ask the machine where to look again; READING is one of those in the docs."""
    with speaking(as_json=json_) as out:
        from workbench.coding.codes import find_code
        from workbench.coding.looking import READINGS
        from workbench.coding.pace import Pace
        from workbench.coding.pointers import Pointers
        from workbench.themes.themes import find_theme

        opened = open_project(project)
        by = acting(opened, as_)
        about = [find_code(opened, each).id for each in code or ()]
        about += find_theme(opened, theme).codes if theme else ()
        about += [each for each in (segment, words) if each]
        try:
            pointers = Pointers(opened, by, progress=Pace(out.say))
            found = pointers.read(reading, about, limit)
        finally:
            settle(opened, by)
        out.say(f"{READINGS[reading].title}.")
        out.table(
            ("transcript", "near", "pile", "code", "words"),
            [
                (
                    each.transcript,
                    f"{each.similarity:.2f}",
                    each.pile or "",
                    pointers.name(each.code),
                    _short(each.quote),
                )
                for each in found
            ],
        )
        if not found:
            out.say("Nothing close enough, or nothing to point at.")
        out.say(f"near: cosine to {READINGS[reading].likeness}; no confidence.")
        out.result(
            {
                "reading": reading,
                "passages": [
                    asdict(each) | {"code_name": pointers.name(each.code) or None}
                    for each in found
                ],
            }
        )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def group(
    project: ProjectAt,
    seed: Annotated[int, typer.Option("--seed")] = 0,
    groups: Annotated[int | None, typer.Option("--groups", min=1)] = None,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Ask the machine to put codes side by side; something to look at, no themes."""
    with speaking(as_json=json_) as out:
        from workbench.coding.pace import Pace
        from workbench.themes import groupings
        from workbench.themes.holding import in_words

        opened = open_project(project)
        by = acting(opened, as_)
        laid = groupings.lay_out(
            opened, by, seed=seed, groups=groups, progress=Pace(out.say)
        )
        settle(opened, by)
        found = laid.shown
        if not laid.names:
            out.say("There are no codes yet.")
        firm = laid.stability(laid.first)
        for each, stable in zip(found["groups"], firm, strict=True):
            out.say(f"{each['id']}: {' · '.join(each['code_names'])}")
            out.say(f"    {in_words(stable)}")
        alone = [laid.names[code] for code in found["ungrouped"]]
        if alone:
            out.say(f"In no group: {' · '.join(alone)}")
        for way in found["alternatives"]:
            out.say(
                f"Otherwise laid ({way['method']}): {len(way['groups'])} groups, "
                f"{len(way['ungrouped'])} codes alone."
            )
        out.result(found)


def theme(
    project: ProjectAt, from_: Table, as_: AsName = None, json_: Json = False
) -> None:
    """Take candidate themes and themes from a table."""
    with speaking(as_json=json_) as out:
        from workbench.themes.theme_table import themes_from_table

        opened = open_project(project)
        by = acting(opened, as_)
        try:
            done = themes_from_table(opened, by, from_)
            out.say(f"{done['started']} themes started, {done['changed']} changed.")
            out.result(done)
        finally:
            settle(opened, by)


def map_(
    project: ProjectAt, from_: Table, as_: AsName = None, json_: Json = False
) -> None:
    """Take relations of themes to a framework from a table."""
    with speaking(as_json=json_) as out:
        from workbench.alliance import link_from_table

        opened = open_project(project)
        by = acting(opened, as_)
        try:
            done = link_from_table(opened, by, from_)
            out.say(f"{done} relations recorded.")
            out.result({"linked": done})
        finally:
            settle(opened, by)
