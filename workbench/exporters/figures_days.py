"""When each phase was worked on: phases overlap and are returned to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.decisions.decision import kinds
from workbench.decisions.phases import PHASE, Phase
from workbench.exporters.drawing import QUIET, SHADE, Band, Box, Drawing, Label
from workbench.exporters.figures_themes import PAGE
from workbench.exporters.trail_story import MONTHS

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment

_NAMES: Final = 172.0
_ROW: Final = 17.0
#: The least width of a day's mark, in points.
_LEAST: Final = 1.6
#: A month is named where its first day has this much room to the one before.
_ROOM: Final = 40.0


def working_days(moment: Moment) -> Drawing:
    """A row for each phase, a mark on each day on which something was decided in it.

    Days are those of the decisions in force. No row tells how much was decided: a day
    of one decision and a day of a hundred look alike.
    """
    picture = Drawing(
        "Days on which each phase was worked on", PAGE, 0, ("phase", "day")
    )
    registered = kinds()
    days: dict[Phase, set[date]] = {}
    for event in moment.standing():
        day = date.fromisoformat(event.at[:10])
        days.setdefault(PHASE[registered[event.kind]], set()).add(day)
    if not days:
        picture.labels.append(Label(0, 4, ("Nothing is recorded yet.",), 9))
        picture.height = 24
        return picture
    first = min(min(found) for found in days.values())
    last = max(max(found) for found in days.values())
    step = (PAGE - _NAMES) / ((last - first).days + 1)
    worked = [phase for phase in Phase if phase in days]
    picture.height = 16 + len(worked) * _ROW + 4
    _months(picture, first, last, step)
    for at, phase in enumerate(worked):
        y = 16 + at * _ROW
        name = Label(0, y + 3, (str(phase).capitalize(),), 9)
        picture.labels.append(name)
        edge = y + _ROW
        picture.bands.append(Band(((0, edge), (PAGE, edge)), 0.3, QUIET))
        for day in sorted(days[phase]):
            x = _NAMES + (day - first).days * step
            width = max(_LEAST, min(step * 0.9, 8))
            tip = f"{phase}: {day.isoformat()}"
            picture.boxes.append(Box(x, y + 3, width, _ROW - 6, SHADE, "none", tip))
            picture.rows.append((str(phase), day.isoformat()))
    return picture


def _months(picture: Drawing, first: date, last: date, step: float) -> None:
    """The months above the rows; the first day names its own."""
    named = -_ROOM
    day = first
    while day <= last:
        x = (day - first).days * step
        if x - named >= _ROOM:
            text = MONTHS[day.month - 1][:3]
            if day == first or day.month == 1:
                text += f" {day.year}"
            picture.labels.append(Label(_NAMES + x, 0, (text,), 8, ink=QUIET))
            named = x
        line = ((_NAMES + x, 12), (_NAMES + x, picture.height - 4))
        picture.bands.append(Band(line, 0.3, QUIET, 0.6))
        year, month = divmod(day.year * 12 + day.month, 12)
        day = date(year, month + 1, 1)
