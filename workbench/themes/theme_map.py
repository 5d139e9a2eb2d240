"""The theme map: lines between themes, places settled by hand, pictures of paper."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import Words
from workbench.decisions.themes import (
    MapArranged,
    PhotographAttached,
    PhotographPutAway,
    ThemesRelated,
    ThemesUnrelated,
)
from workbench.errors import DuplicateError, RefusedError, UnknownObjectError
from workbench.model import Photograph, Theme, ThemeLine, ThemeMap
from workbench.study import THEME, require
from workbench.themes.themes import find_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.store.project import Project, Receipt

#: The largest photograph taken in: a wall of notes is readable well below it.
LARGEST: Final = 12 * 2**20
_BEGINNINGS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def relate(
    project: Project, by: str, source: str, target: str, says: str | None = None
) -> str:
    """A line goes from one theme to another on the map; its id.

    Raises:
        UnknownObjectError.
        RefusedError: they are one theme, or one of them was discarded.
        DuplicateError: there is such a line.
    """
    require(project, by, THEME)
    ends = find_theme(project, source), find_theme(project, target)
    if ends[0].id == ends[1].id:
        raise RefusedError(f"theme {ends[0].id} cannot be joined to itself.")
    for each in ends:
        if each.state == "discarded":
            raise RefusedError(f"theme {each.id} was discarded.")
    there = project.rows(ThemeLine, source=ends[0].id, target=ends[1].id, state="drawn")
    if there:
        raise DuplicateError("line", there[0].id)
    line = project.new_id("tl")
    told = Words(says.strip()) if says and says.strip() else None
    project.record(ThemesRelated(line, ends[0].id, ends[1].id, told), by=by)
    return line


def unrelate(
    project: Project, by: str, line: str, reason: str | None = None
) -> Receipt:
    """A line is no longer on the map.

    Raises:
        UnknownObjectError: there is no such line.
        RefusedError: it is gone already.
    """
    require(project, by, THEME)
    if project.one(ThemeLine, id=line).state != "drawn":
        raise RefusedError(f"line {line} is no longer on the map.")
    return project.record(
        ThemesUnrelated(line, Words(reason) if reason else None), by=by
    )


def arrange(
    project: Project, by: str, places: Mapping[str, tuple[float, float]]
) -> Receipt | None:
    """Themes stand at these places, from (0, 0) top left to (1, 1); None if so before.

    Raises:
        UnknownObjectError: there is no such theme.
    """
    require(project, by, THEME)
    known = {each.id for each in project.rows(Theme)}
    for theme in places:
        if theme not in known:
            raise UnknownObjectError("theme", theme)
    settled = {
        theme: (_thousandths(x), _thousandths(y))
        for theme, (x, y) in sorted(places.items())
    }
    if not settled or settled == _settled(project):
        return None
    return project.record(
        MapArranged(
            map=project.new_id("tm"),
            themes=tuple(settled),
            across=tuple(x for x, _ in settled.values()),
            down=tuple(y for _, y in settled.values()),
        ),
        by=by,
    )


def _thousandths(share: float) -> int:
    return round(min(1.0, max(0.0, share)) * 1000)


def _settled(project: Project) -> dict[str, tuple[int, int]]:
    maps = sorted(project.rows(ThemeMap), key=lambda each: (each.at, each.id))
    if not maps:
        return {}
    last = maps[-1]
    places = zip(last.across, last.down, strict=True)
    return dict(zip(last.themes, places, strict=True))


def places(project: Project) -> dict[str, tuple[float, float]]:
    """Where themes were put by hand, by id; empty where nobody has."""
    return {
        theme: (across / 1000, down / 1000)
        for theme, (across, down) in _settled(project).items()
    }


def attach_photograph(
    project: Project,
    by: str,
    file_name: str,
    image: bytes,
    *,
    about: str | None = None,
    caption: str | None = None,
) -> str:
    """A photograph belongs to a theme, or with None to the map of all; its id.

    The picture lies in the project as words do: it can be erased.

    Raises:
        RefusedError: it is no PNG or JPEG, or larger than 12 MB.
        UnknownObjectError: there is no such theme.
        DuplicateError: the same picture is attached there.
    """
    require(project, by, THEME)
    found = (name for start, name in _BEGINNINGS.items() if image.startswith(start))
    kind = next(found, None)
    if kind is None:
        msg = "the picture is neither PNG nor JPEG. Save it as one of these."
        raise RefusedError(msg)
    if len(image) > LARGEST:
        msg = (
            f"the picture has {len(image) / 2**20:.0f} MB, more than "
            f"{LARGEST // 2**20}. Save it smaller: notes stay readable."
        )
        raise RefusedError(msg)
    theme = find_theme(project, about).id if about else None
    digest = hashlib.sha256(image).hexdigest()
    for each in photographs(project):
        if (each.sha256, each.about) == (digest, theme):
            raise DuplicateError("photograph", each.id)
    photograph = project.new_id("ph")
    project.record(
        PhotographAttached(
            photograph=photograph,
            about=theme,
            caption=Words(caption.strip()) if caption and caption.strip() else None,
            file_name=Words(file_name),
            sha256=Words(digest),
            format=kind,
            image=Words(base64.b64encode(image).decode("ascii")),
        ),
        by=by,
    )
    return photograph


def put_away(
    project: Project, by: str, photograph: str, reason: str | None = None
) -> Receipt:
    """A photograph is no longer shown.

    Raises:
        UnknownObjectError, RefusedError.
    """
    require(project, by, THEME)
    if project.one(Photograph, id=photograph).state != "attached":
        raise RefusedError(f"photograph {photograph} was put away already.")
    why = Words(reason) if reason and reason.strip() else None
    return project.record(PhotographPutAway(photograph, why), by=by)


def photographs(project: Project) -> list[Photograph]:
    """The photographs shown, oldest first, words as text."""
    found = project.read(Photograph, state="attached")
    return sorted(found, key=lambda each: (each.at, each.id))


def picture(photograph: Photograph) -> bytes | None:
    """A photograph's bytes; None where it was erased."""
    try:
        return base64.b64decode(photograph.image, validate=True)
    except ValueError:
        return None
