"""Who speaks in which theme, how groups compare, how themes stand to theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from workbench import alliance
from workbench.exporters.analysis import Analysis
from workbench.exporters.drawing import (
    INK,
    PALE,
    PAPER,
    QUIET,
    SHADE,
    Band,
    Box,
    Drawing,
    Label,
    fitting,
    wrapped,
)
from workbench.exporters.figures_themes import PAGE
from workbench.model import AllianceLink, Framework, GroupContrast

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.model import Participant

_OUTSIDE: Final = "outside-framework"
_ROW: Final = 15.0
#: Of headings, the largest at which no word of them is broken.
_HEAD_SIZES: Final = (8.5, 8.0, 7.5, 7.0, 6.5)
_NO_GROUP: Final = "Group not recorded"


def participant_dots(moment: Moment, *, counts: bool) -> Drawing:
    """Participants by group, a mark where somebody speaks in a theme."""
    analysis = Analysis.of(moment)
    themes = analysis.order
    spoken: dict[tuple[str, str], int] = {}
    for theme in themes:
        for segment in analysis.segments_of(theme):
            for name in analysis.quotes.voice(segment).participants:
                spoken[name, theme.id] = spoken.get((name, theme.id), 0) + 1
    people = _people(moment)
    picture = Drawing(
        "Themes and participants",
        PAGE,
        0,
        ("participant", "group", "theme", "segments"),
    )
    name_width = 62.0
    width = (PAGE - name_width) / max(1, len(themes))
    head = _heads(picture, [t.name for t in themes], name_width, width)
    y = head
    for group, members in people.items():
        picture.labels.append(Label(0, y + 5, (group,), 9, bold=True))
        y += _ROW + 6
        for person in members:
            picture.labels.append(Label(8, y + 2, (person.id,), 9))
            picture.bands.append(Band(((0, y + _ROW), (PAGE, y + _ROW)), 0.3, QUIET))
            for at, theme in enumerate(themes):
                count = spoken.get((person.id, theme.id), 0)
                if not count:
                    continue
                middle = name_width + (at + 0.5) * width
                if counts:
                    said = Label(middle, y + 2, (str(count),), 9, "center")
                    picture.labels.append(said)
                else:
                    mark = Box(middle - 4, y + 3, 8, 8, SHADE, "none", theme.name)
                    picture.boxes.append(mark)
                picture.rows.append(
                    (person.id, group, theme.name, count if counts else None)
                )
            y += _ROW
    picture.height = max(40.0, y + 4)
    return picture


def _people(moment: Moment) -> dict[str, list[Participant]]:
    found: dict[str, list[Participant]] = {}
    here = [p for p in moment.participants_now().values() if p.state != "all"]
    for person in sorted(here, key=lambda p: (p.group or "\uffff", p.id)):
        found.setdefault(person.group or _NO_GROUP, []).append(person)
    return found


def _heads(picture: Drawing, names: list[str], left: float, width: float) -> float:
    """Column headings, and where they end."""
    tallest = 0.0
    size = fitting(names, width - 8, _HEAD_SIZES, bold=True)
    for at, name in enumerate(names):
        lines = wrapped(name, width - 8, size, bold=True)
        label = Label(left + (at + 0.5) * width, 0, lines, size, "center", bold=True)
        picture.labels.append(label)
        tallest = max(tallest, label.height)
    picture.bands.append(Band(((0, tallest + 4), (PAGE, tallest + 4)), 1, INK))
    return tallest + 6


def group_bars(moment: Moment) -> Drawing:
    """For each theme how many of each group speak in it, of all who take part."""
    analysis = Analysis.of(moment)
    people = _people(moment)
    said = {
        each.theme: each
        for each in sorted(moment.read(GroupContrast), key=lambda e: (e.at, e.id))
        if each.framework is None
    }
    columns = ("theme", "group", "people", "of", "relation", "in what")
    picture = Drawing("Themes by group", PAGE, 0, columns)
    left, bar = 170.0, 190.0
    y = 0.0
    for theme in analysis.order:
        spoke = {person.id for person in analysis.people_of(theme)}
        contrast = said.get(theme.id)
        lines = wrapped(theme.name, left - 14, 9, bold=True)
        label = Label(0, y + 2, lines, 9, bold=True)
        picture.labels.append(label)
        relation = contrast.relation if contrast else ""
        told = wrapped(relation.replace("-", " "), 92, 8.5)
        picture.labels.append(Label(PAGE, y + 2, told, 8.5, "right", ink=QUIET))
        top = y
        for number, (group, members) in enumerate(people.items()):
            here = sum(member.id in spoke for member in members)
            fill = SHADE if number == 0 else PALE
            picture.boxes.append(Box(left, y + 11, bar, 9, PAPER))
            share = here / len(members)
            tip = f"{group}: {here} of {len(members)}"
            if here:
                picture.boxes.append(Box(left, y + 11, bar * share, 9, fill, tip=tip))
            picture.labels.append(Label(left, y, (tip,), 8))
            picture.rows.append(
                (
                    *(theme.name, group, here, len(members), relation),
                    (contrast.text if contrast else None) or "",
                )
            )
            y += 24
        y = max(y, top + label.height) + 8
        picture.bands.append(Band(((0, y - 4), (PAGE, y - 4)), 0.3, QUIET))
    picture.height = max(40.0, y + 4)
    return picture


def alliance_cells(moment: Moment) -> Drawing:
    """For each framework themes by dimensions, a line for each group in each cell."""
    analysis = Analysis.of(moment)
    links = [
        link
        for link in moment.read(AllianceLink, state="argued")
        if link.theme in analysis.themes
    ]
    columns = (
        "framework",
        "theme",
        "dimension",
        "group",
        "relation",
        "polarity",
        "target",
        "for",
        "against",
    )
    picture = Drawing("Themes and theory", PAGE, 0, columns)
    groups = [group for group in _people(moment) if group != _NO_GROUP] or [""]
    y = 0.0
    for framework in moment.read(Framework):
        inside = [link for link in links if link.framework == framework.id]
        if inside:
            y = _framework(picture, analysis, framework, inside, groups, y) + 16
    if y:
        told = [
            f"{mark} {name.replace('-', ' ')}" for name, mark in alliance.MARKS.items()
        ]
        key = wrapped(f"{'; '.join(told)}; ? no extract given", PAGE, 8)
        label = Label(0, y, key, 8, ink=QUIET)
        picture.labels.append(label)
        y += label.height
    picture.height = max(40.0, y + 4)
    return picture


def _framework(
    picture: Drawing,
    analysis: Analysis,
    framework: Framework,
    links: list[AllianceLink],
    groups: list[str],
    y: float,
) -> float:
    # `dimensions` needs `read` only, and a moment has it
    titles = alliance.dimensions(cast("Any", analysis.moment), framework)
    used = [d for d in titles if len(titles) <= 6 or any(_at(x) == d for x in links)]
    if any(_at(link) == "" for link in links):
        used.append("")
    # many columns leave less room for names
    left = 110.0 if len(used) < 7 else 72.0
    width = (PAGE - left) / max(1, len(used))
    told = wrapped(framework.title, PAGE, 10, bold=True)
    title = Label(0, y, told, 10, bold=True)
    picture.labels.append(title)
    y += title.height + 4
    tallest = 0.0
    heads = [titles.get(dimension, dimension) or "Outside" for dimension in used]
    size = fitting(heads, width - 6, _HEAD_SIZES, bold=True)
    for at, heading in enumerate(heads):
        lines = wrapped(heading, width - 6, size, bold=True)
        label = Label(left + at * width + 3, y, lines, size, bold=True)
        picture.labels.append(label)
        tallest = max(tallest, label.height)
    y += tallest + 3
    picture.bands.append(Band(((0, y), (PAGE, y)), 1, INK))
    for theme in analysis.order:
        own = [link for link in links if link.theme == theme.id]
        name = Label(0, y + 4, wrapped(theme.name, left - 8, 8.5), 8.5)
        picture.labels.append(name)
        bottom = y + name.height + 8
        for at, dimension in enumerate(used):
            here = [link for link in own if _at(link) == dimension]
            x = left + at * width + 3
            end = _cell(picture, here, groups, (x, y + 4, width - 6))
            bottom = max(bottom, end + 4)
        for link in own:
            picture.rows.append(
                (
                    *(framework.title, theme.name, link.dimension, link.group or "all"),
                    *(link.relation, link.polarity or "", link.target),
                    *(len(link.evidence), len(link.counter_evidence)),
                )
            )
        y = bottom
        picture.bands.append(Band(((0, y), (PAGE, y)), 0.3, QUIET))
    return y


def _at(link: AllianceLink) -> str:
    """The column a relation stands in."""
    if link.relation == _OUTSIDE:
        return ""
    return link.dimension.partition(".")[0]


def _cell(
    picture: Drawing,
    links: list[AllianceLink],
    groups: list[str],
    place: tuple[float, float, float],
) -> float:
    """A line for each group that something is said of; where the cell ends."""
    x, y, width = place
    for group in groups:
        said = [x for x in links if not x.group or group in x.group.split("|")]
        if not said:
            continue
        marks = ", ".join(_mark(link) for link in said)
        lines = wrapped(f"{group or 'all'}: {marks}", width, 8)
        label = Label(x, y, lines, 8)
        picture.labels.append(label)
        y += label.height + 2
    return y


def _mark(link: AllianceLink) -> str:
    is_outside = link.relation == _OUTSIDE
    mark = alliance.MARKS.get(
        link.polarity or "", "outside" if is_outside else "\u00b7"
    )
    lacks = not link.evidence and not is_outside
    plain = link.relation in ("expresses", _OUTSIDE)
    relation = "" if plain else f" {link.relation.replace('-', ' ')}"
    return f"{mark}{'?' if lacks else ''}{relation}"
