"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path

import typer.main

from workbench import errors
from workbench.cli.app import app
from workbench.exporters.export import EXPORTS
from workbench.study import KNOWN_SETTINGS, ROLES

DOCS = Path(__file__).parent.parent / "docs"


def _commands() -> list[str]:
    root = typer.main.get_command(app)
    names = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in inner] if inner else [name]
    return names


def _text(*parts: str) -> str:
    return (DOCS.joinpath(*parts)).read_text("utf-8")


def test_every_command_is_documented() -> None:
    text = _text("commands.md")

    assert [n for n in _commands() if f"`workbench {n}" not in text] == []


def test_every_error_is_documented() -> None:
    text = _text("errors.md")
    classes = [
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.WorkbenchError)
    ]

    assert [name for name in classes if f"`{name}`" not in text] == []


def test_every_export_is_documented() -> None:
    text = _text("exports.md")

    assert [kind for kind in EXPORTS if f"`{kind}`" not in text] == []


def test_every_setting_and_role_is_documented() -> None:
    text = _text("commands.md")

    assert [name for name in (*KNOWN_SETTINGS, *ROLES) if f"`{name}`" not in text] == []


def test_every_document_is_linked_from_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text("utf-8")

    missing = [p.name for p in DOCS.glob("*.md") if f"docs/{p.name}" not in readme]

    assert missing == []


def test_the_architecture_shows_the_rooms_as_the_contract_orders_them() -> None:
    contracts = tomllib.loads((DOCS.parent / "pyproject.toml").read_text("utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [room.split(" | ") for room in layers if room != "__main__"]
    plan = _text("architecture.md").split("```")[1]

    shown = re.findall(r"(?:^|\|  )([a-z_]+(?: [a-z_]+)?)  ", plan, re.MULTILINE)
    assert sorted(" ".join(shown).split()) == sorted(
        " ".join(map(" ".join, rooms)).split()
    )
    order = [n for each in shown for n, r in enumerate(rooms) if each.split()[0] in r]
    assert order == sorted(order)


def test_no_document_names_a_file_that_is_not_there() -> None:
    root = DOCS.parent
    named = {
        word.strip("`.,()")
        for path in [root / "README.md", *DOCS.rglob("*.md")]
        for word in path.read_text("utf-8").split()
        if word.startswith(("`workbench/", "`docs/"))
    }

    assert [name for name in named if not (root / name).exists()] == []
