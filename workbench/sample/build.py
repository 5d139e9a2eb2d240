"""Building the sample study.

The story (sample_transcripts/story.toml) tells, act by act, what an invented team did
from February to June. It is replayed through the same functions the pages call, with
its own clock, ids and keys. What a model computed is not computed again: it stands in
the story as it was offered.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final

from workbench.errors import ProjectExistsError, WorkbenchError
from workbench.sample import (
    acts,
    checking,
    machine,
    reading,
    reflecting,
    returning,
    reviewing,
)
from workbench.sample.stage import Clock, Dice, Stage
from workbench.shipped import shipped
from workbench.store.project import Project
from workbench.store.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: One verb for each thing the invented team did.
VERBS: Final = {
    **acts.VERBS,
    **reading.VERBS,
    **reflecting.VERBS,
    **machine.VERBS,
    **reviewing.VERBS,
    **checking.VERBS,
    **returning.VERBS,
}


def build_sample(
    path: Path,
    *,
    replace: bool = False,
    say: Callable[[str], None] = lambda _: None,
    folder: Path | None = None,
) -> Project:
    """The sample study is at the path, complete, or nothing is.

    Raises:
        ProjectExistsError: something stands there and replacing was not asked for.
    """
    if path.exists() and not replace:
        raise ProjectExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.building")
    beside.unlink(missing_ok=True)
    try:
        _play(beside, folder or shipped("sample_transcripts"), say)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    path.with_suffix(".checkpoint").unlink(missing_ok=True)
    return Project.open(path)


def _play(path: Path, folder: Path, say: Callable[[str], None]) -> None:
    story = tomllib.loads((folder / "story.toml").read_text("utf-8"))
    clock, dice = Clock(), Dice()
    surroundings = Surroundings(
        now=clock.now, random_bytes=dice.throw, machine_name=None
    )
    begin = story["study"]
    clock.turn_to(begin["on"])
    project = Project.create(
        path,
        title=begin["title"],
        orientation=begin["orientation"],
        note=begin["note"],
        researcher=begin["researcher"],
        is_sample=True,
        surroundings=surroundings,
    )
    stage = Stage(project, folder)
    month = ""
    for number, act in enumerate(story["act"], start=1):
        clock.turn_to(act["on"])
        if act["on"][:7] != month:
            month = act["on"][:7]
            say(f"  {month} …")
        try:
            VERBS[act["do"]](stage, act)
        except (WorkbenchError, LookupError) as error:
            msg = f"story.toml, act {number} ({act['do']}, {act['on']}): {error}"
            raise WorkbenchError(msg) from error
