"""Every command that acts, for every role: done or refused as the role has it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from workbench import study as rules
from workbench.cli.app import app
from workbench.store.project import Project
from workbench.trust import sessions
from workbench.trust.challenges import raise_challenge
from workbench.trust.shown import Wish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = "{project}"
#: What each command needs to be allowed, and how it is called here.
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "import": (rules.CODE, (PROJECT, "{talk}", "--id", "new-1")),
    "participant": (rules.MANAGE, (PROJECT, "--from", "{people}")),
    "codebook load": (rules.CODE, (PROJECT, "relational_conditions")),
    "code": (rules.CODE, (PROJECT, "--from", "{coding}")),
    "pass": (rules.CODE, (PROJECT, "C01-1")),
    "set": (rules.MANAGE, (PROJECT, "sampling", "all of them", "--reason", "asked")),
    "theme": (rules.THEME, (PROJECT, "--from", "{themes}")),
    "correct": (rules.CODE, (PROJECT, "C01-1", "{talk}", "--reason", "heard again")),
    "remove": (rules.MANAGE, (PROJECT, "C01-1", "--reason", "a test")),
    "withdraw": (rules.MANAGE, (PROJECT, "C02", "--reason", "asked")),
    "merge": (rules.MANAGE, (PROJECT, "{other}")),
    "take-over": (rules.CODE, (PROJECT,)),
    "repair": (rules.CODE, (PROJECT, "places", "--reason", "a test")),
    "export": (rules.EXPORT, (PROJECT, "disclosure", "{out}.md")),
    "debrief packet": (
        rules.PACK,
        (PROJECT, "{out}.zip", "--debriefer", "Bruno", "--question", "Well?"),
    ),
    "debrief import": (rules.PACK, (PROJECT, "{answers}")),
    "debrief list": (rules.READ, (PROJECT,)),
    "debrief answer": (rules.ANSWER, (PROJECT, "{challenge}", "park")),
    "debrief close": (rules.PACK, (PROJECT, "{session}")),
    "debrief record": (rules.EXPORT, (PROJECT, "{session}", "{out}.md")),
    "member-check packet": (
        rules.CHECK,
        (PROJECT, "{out}.txt", "--participant", "C01"),
    ),
    "member-check import": (
        rules.CHECK,
        (PROJECT, "{talk}", "--packet", "1", "--on", "2025-06-01"),
    ),
    "member-check list": (rules.READ, (PROJECT,)),
    "member-check mark": (rules.CHECK, (PROJECT, "1", "sent")),
}
#: These take long for the model's sake, or are tried where they are tested.
ELSEWHERE = {
    *("suggest", "look", "group", "map", "code", "backup", "restore"),
    *("pseudonymise", "check-manuscript", "check", "snapshot"),
}
#: These name nobody who acts: they only look, or begin a study.
NOBODY_ACTS = {
    *("demo", "new", "open", "inspect", "codebook list", "codebook export", "verify"),
    *("replay", "doctor", "stats"),
}


def _acting() -> set[str]:
    """Every command that takes --as."""
    root = typer.main.get_command(app)
    found = set()
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        for sub, each in inner.items() if inner else [("", command)]:
            if any("--as" in p.opts for p in each.params):
                found.add(f"{name} {sub}".strip())
    return found


def test_every_command_that_acts_is_in_the_table() -> None:
    assert _acting() - ELSEWHERE - NOBODY_ACTS <= set(COMMANDS)


@pytest.fixture
def given(study: Any) -> dict[str, str]:
    """What commands are called with: files, and a challenge to be answered."""
    project, folder = study.project, study.folder
    for role in rules.ROLES:
        if role not in ("lead", "debriefer"):
            rules.add_researcher(project, study.lead, f"Some {role}", role)
    session = sessions.open_session(
        *(project, study.lead, study.debriefer, ["Well?"], Wish()), present="both"
    )
    challenge = raise_challenge(
        *(project, study.lead, session),
        about_kind="map",
        about=None,
        kind="overclaim",
        text="too much",
    )
    files = {
        "talk": ("talk.txt", "I: And?\nC01: It was quiet in the house by then.\n"),
        "people": ("people.csv", "id,group\nC09,clients\n"),
        "coding": (
            "coding.csv",
            "transcript,quote,code,researcher\nC02-1,Nobody sighs.,quiet,Alma\n",
        ),
        "themes": ("themes.csv", "theme,state,codes\nQuiet,candidate,no burden\n"),
        "answers": ("answers.json", "{}"),
    }
    named = {}
    for name, (file, text) in files.items():
        (folder / file).write_text(text, "utf-8")
        named[name] = str(folder / file)
    return named | {
        "project": str(folder / "study.workbench"),
        "other": str(folder / "study.workbench"),
        "out": str(folder / "out"),
        "session": session,
        "challenge": challenge,
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_each_role_is_refused_what_it_may_not_do(
    command: str, given: dict[str, str], run: Callable[..., Any], tmp_path: Path
) -> None:
    action, words = COMMANDS[command]
    people = {role: f"Some {role}" for role in rules.ROLES}
    people |= {"lead": "Alma", "debriefer": "Bruno"}
    for role, name in people.items():
        # each on a copy of its own: what one role does is not there for the next
        at = tmp_path / role / "study.workbench"
        at.parent.mkdir(exist_ok=True)
        shutil.copy(given["project"], at)
        here = given | {"project": str(at), "out": str(at.parent / "out")}
        project = Project.open(at)
        who = rules.find_researcher(project, name)
        row = next(r for r in project.rows(type(who)) if r.id == who.id)
        filled = [word.format(**here) for word in words]
        before = project.head().seq
        done = run(*command.split(), *filled, "--as", name)
        told = f"the role '{role}' may not"
        if rules.can(row, action, project):
            assert told not in done.err, (command, role, done.err)
            continue
        assert done.status == 1, (command, role)
        assert told in done.err, (command, role, done.err)
        # a key that signs here for the first time says so; nothing else is new
        kinds = {event.kind for event in project.events(before)}
        assert kinds <= {"KeyAnnounced"}, (command, role)
