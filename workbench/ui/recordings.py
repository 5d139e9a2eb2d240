"""Recordings, as a player asks for them: stretch by stretch, from where they lie.

Nothing is copied, neither into the study nor into memory. The address of a recording is
a number that nobody can guess, and behind it a transcript: when the link is gone, or
the person has withdrawn, there is nothing to be heard.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

from workbench.errors import WorkbenchError
from workbench.familiarise.audio import recording
from workbench.store.project import Project

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from workbench.familiarise.audio import Recording

#: (study's address, transcript) -> the number it is asked for by.
_NUMBERS: Final[dict[tuple[str, str], str]] = {}


def address_of(study: str, transcript: str) -> str:
    """Where a player finds a transcript's recording while the app runs."""
    number = _NUMBERS.setdefault((study, transcript), secrets.token_urlsafe(24))
    return f"./recording/{number}"


async def _serve(request: Request) -> Response:
    asked = request.path_params["number"]
    known = next((key for key, number in _NUMBERS.items() if number == asked), None)
    found = await run_in_threadpool(_find, *known) if known else None
    if found is None:
        return PlainTextResponse("no recording", status_code=404)
    headers = {"cache-control": "no-store"}
    return FileResponse(found.path, media_type=found.mime, headers=headers)


def _find(study: str, transcript: str) -> Recording | None:
    try:
        found = recording(Project.open(study), transcript)
    except WorkbenchError:
        return None
    return found if found is not None and found.is_there else None


ROUTE: Final = Route("/recording/{number}", _serve)
