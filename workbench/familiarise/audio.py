"""The recording behind a transcript: linked by its path, never copied.

The path is words of the study: it can be withdrawn with the person it may name.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.familiarisation import AudioLinked, AudioUnlinked
from workbench.errors import RefusedError
from workbench.familiarise.transcripts import active
from workbench.model import ERASED, LinkedAudio
from workbench.study import CODE, require

if TYPE_CHECKING:
    from workbench.decisions.decision import Decision
    from workbench.store.project import Project

#: What browsers play.
_SUFFIXES: Final = frozenset(
    {".mp3", ".m4a", ".mp4", ".aac", ".wav", ".ogg", ".oga", ".opus", ".flac", ".webm"}
)
_NO_FILE: Final = (
    "there is no file at that path on this machine. Give the whole path, as the file "
    "manager shows it."
)
_NO_SOUND: Final = (
    "that is not a recording a browser can play. Known are {known}; others can be "
    "converted."
)


@dataclass(frozen=True, slots=True)
class Recording:
    """A linked recording, and whether it lies there now."""

    audio: str
    path: Path
    is_there: bool

    @property
    def mime(self) -> str:
        """Its media type, for a player."""
        return mimetypes.guess_type(self.path.name)[0] or "audio/mpeg"


def link(project: Project, by: str, transcript: str, path: str) -> str:
    """The recording of a transcript lies at this path; the link's id.

    One that was linked before is linked no longer. Nothing is read or copied.

    Raises:
        UnknownObjectError, RefusedError: no such transcript in the analysis, or no
            recording at that path.
    """
    require(project, by, CODE)
    active(project, transcript)
    lies = Path(path.strip().strip("\"'")).expanduser()
    if not lies.is_absolute() or not lies.is_file():
        raise RefusedError(_NO_FILE)
    if lies.suffix.lower() not in _SUFFIXES:
        known = ", ".join(sorted(suffix[1:] for suffix in _SUFFIXES))
        raise RefusedError(_NO_SOUND.format(known=known))
    audio = project.new_id("au")
    steps: list[Decision] = [
        AudioUnlinked(standing.id) for standing in _standing(project, transcript)
    ]
    project.record(*steps, AudioLinked(audio, transcript, Words(str(lies))), by=by)
    return audio


def unlink(project: Project, by: str, transcript: str) -> None:
    """The transcript has no recording any more; the file stays where it is.

    Raises:
        RefusedError: it had none.
    """
    require(project, by, CODE)
    steps = [AudioUnlinked(standing.id) for standing in _standing(project, transcript)]
    if not steps:
        msg = f"no recording is linked to {transcript}."
        raise RefusedError(msg)
    project.record(*steps, by=by)


def recording(project: Project, transcript: str) -> Recording | None:
    """The recording of a transcript; None where none is linked or it was erased."""
    for standing in _standing(project, transcript):
        if standing.path != ERASED:
            path = Path(standing.path)
            return Recording(standing.id, path, path.is_file())
    return None


def _standing(project: Project, transcript: str) -> list[LinkedAudio]:
    return project.read(LinkedAudio, transcript=transcript, state="linked")
