"""Themes by group, and questionnaire scores beside themes and theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from workbench import alliance
from workbench.alliance import joint_display as joint
from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Line, Sheet, Table, Text
from workbench.exporters.theme_table import bracketed, cited
from workbench.in_words import capital, in_words, listed
from workbench.model import AllianceLink, Framework, GroupContrast, Participant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Cell
    from workbench.model import Theme

_NO_GROUP: Final = "Group not recorded"
_OPEN: Final = "[not recorded]"


def group_comparison(moment: Moment, style: str, *, counts: bool) -> Content:
    """For each theme what each group says, and how the groups stand to each other.

    Raises:
        RefusedError: an extract does not match its transcript; all are listed.
    """
    analysis = Analysis.of(moment)
    groups = _groups(moment)
    said = {
        each.theme: each
        for each in sorted(moment.read(GroupContrast), key=lambda e: (e.at, e.id))
        if each.framework is None
    }
    analysis.check_extracts()
    rows: list[tuple[Cell, ...]] = []
    data: list[tuple[str | int | None, ...]] = []
    for theme in analysis.order:
        contrast = said.get(theme.id)
        relation = in_words(contrast.relation) if contrast else _OPEN
        silent = f" ({contrast.silent})" if contrast and contrast.silent else ""
        text = (contrast.text if contrast else None) or ""
        cells: list[Cell] = []
        for group, members in groups.items():
            cells.append(_said(analysis, theme, group, members, style, counts=counts))
        stand = (Line(capital(f"{relation}{silent}")), *([Line(text)] if text else []))
        rows.append(((Line(theme.name, "Theme"),), *cells, stand))
        reached = [_reached(analysis, theme, members) for members in groups.values()]
        data.append((theme.name, *reached, f"{relation}{silent}", text))
    width = 9.0 / max(1, len(groups))
    columns = [
        Column("Theme", 3.2),
        *(
            Column(_heading(group, members, counts=counts), width)
            for group, members in groups.items()
        ),
        Column("Relation", 3.8),
    ]
    notes = ["Groups are set side by side to complete or to contrast, not to converge."]
    if any(theme.id not in said for theme in analysis.order):
        notes.append(f"{_OPEN}: nobody has set the groups side by side for this theme.")
    names = ("theme", *groups, "relation", "in what")
    return Content(
        moment.study().title,
        (Table("Themes by group", columns, rows, notes, whole_rows=False),),
        (Sheet("Themes by group", names, data),),
    )


def _heading(group: str, members: list[Participant], *, counts: bool) -> str:
    size = f" (n\u00a0=\u00a0{len(members)})" if counts else ""
    return f"{capital(group)}{size}"


def _groups(moment: Moment) -> dict[str, list[Participant]]:
    found: dict[str, list[Participant]] = {}
    here = [p for p in moment.participants_now().values() if p.state != "all"]
    for person in sorted(here, key=lambda p: (p.group or "\uffff", p.id)):
        found.setdefault(person.group or _NO_GROUP, []).append(person)
    return found


def _reached(analysis: Analysis, theme: Theme, members: list[Participant]) -> str:
    spoke = {person.id for person in analysis.people_of(theme)}
    return f"{sum(each.id in spoke for each in members)} of {len(members)}"


def _said(
    analysis: Analysis,
    theme: Theme,
    group: str,
    members: list[Participant],
    style: str,
    *,
    counts: bool,
) -> tuple[Line, ...]:
    """What a group says in a theme: its chosen extracts, and how many speak."""
    lines: list[Line] = []
    for extract, segment in analysis.quoted(theme):
        voice = analysis.quotes.voice(segment)
        if group in voice.groups or (group == _NO_GROUP and not voice.groups):
            words, source = cited(analysis, extract, segment)
            lines.append(Line(words, "Quote"))
            lines.append(Line(bracketed(source, style), "Source"))
    spoke = {person.id for person in analysis.people_of(theme)}
    if not lines and not any(member.id in spoke for member in members):
        return (Line("[silent]", "Aside"),)
    if counts:
        lines.append(Line(f"{_reached(analysis, theme, members)} speak in it", "Aside"))
    return tuple(lines) or (Line("[speaks; no extract chosen]", "Aside"),)


def joint_display(moment: Moment) -> Content:
    """Questionnaire scores beside themes and beside the cells of each framework."""
    analysis = Analysis.of(moment)
    scales = joint.scales(moment)
    title = moment.study().title
    if not scales:
        told = "No questionnaire scores are in the study; see the page Theory."
        return Content(title, (Text(told),), (Sheet("Joint display", ("none",), ()),))
    groups = _groups(moment)
    blocks: list[Table | Text] = []
    data: list[tuple[str | int | None, ...]] = []
    for scores in scales:
        scored = {
            group: [member.id for member in members]
            for group, members in groups.items()
            if any(member.id in scores.of for member in members)
        }
        rows: list[tuple[Cell, ...]] = []
        for theme in analysis.order:
            spoke = {person.id for person in analysis.people_of(theme)}
            for number, (group, members) in enumerate(scored.items()):
                found = joint.beside_theme(scores, spoke, members)
                name: Cell = (Line(theme.name, "Theme"),) if number == 0 else ()
                sides = (found.speaking.in_words, found.silent.in_words)
                own = (group,) if len(scored) > 1 else ()
                rows.append((name, *own, *sides))
                data.append((scores.title, "theme", theme.name, group, "", *sides))
        columns = (
            Column("Theme", 5),
            *((Column("Group", 2.6),) if len(scored) > 1 else ()),
            Column("Those who speak in it", 4.7),
            Column("Those who do not", 4.7),
        )
        caption = f"{capital(scores.title)}: scores beside the themes"
        notes = _notes(scores, scored, groups)
        blocks.append(Table(caption, columns, rows, notes))
    for framework in moment.read(Framework):
        cells, listed_ = _beside_cells(analysis, framework, scales)
        if cells is not None:
            blocks.append(cells)
            data.extend(listed_)
    names = ("scale", "beside", "name", "group", "polarity", "speaking", "not speaking")
    return Content(title, blocks, (Sheet("Joint display", names, data),))


def _notes(
    scores: joint.Scores,
    scored: Mapping[str, object],
    groups: Mapping[str, object],
) -> tuple[str, ...]:
    source = f"{capital(scores.title)}: {scores.citation}. Median (range), no items."
    whose = f"Scored by {listed(scored)}"
    without = [group for group in groups if group not in scored]
    whose += f"; nobody of the {listed(without)} has a score." if without else "."
    protected = (
        f"Fewer than {joint.FEWEST} people are not shown, nor what would give them "
        "away. A score says nothing about why; read it beside what was said."
    )
    return source, whose, protected


def _beside_cells(
    analysis: Analysis, framework: Framework, scales: list[joint.Scores]
) -> tuple[Table | None, list[tuple[str | int | None, ...]]]:
    """Scores of those whose words are evidence, by dimension and polarity."""
    links = [
        link
        for link in analysis.moment.read(
            AllianceLink, state="argued", framework=framework.id
        )
        if link.theme in analysis.themes and link.evidence
    ]
    # `dimensions` needs `read` only, and a moment has it
    titles = alliance.dimensions(cast("Any", analysis.moment), framework)
    people = analysis.moment.participants_now()
    voices = {
        name: [
            each
            for each in analysis.quotes.voice(analysis.by_id[name]).participants
            if each in people and people[each].state != "all"
        ]
        for link in links
        for name in link.evidence
        if name in analysis.by_id
    }
    places: dict[tuple[str, str, str], list[AllianceLink]] = {}
    for link in links:
        dimension = link.dimension.partition(".")[0]
        group = (link.group or "everyone").replace("|", ", ")
        places.setdefault((dimension, group, link.polarity or ""), []).append(link)
    rows: list[tuple[Cell, ...]] = []
    data: list[tuple[str | int | None, ...]] = []
    for (dimension, group, polarity), here in sorted(places.items()):
        said = joint.people_of_links(here, voices)
        name = titles.get(dimension, dimension) or "Outside"
        lines = []
        for scores in scales:
            found = joint.summary(scores, said).in_words
            data.append(
                (scores.title, framework.title, name, group, polarity, found, "")
            )
            if found != joint.NOBODY:
                lead = f"{capital(scores.title)}: " if len(scales) > 1 else ""
                lines.append(Line(f"{lead}{found}"))
        if lines:
            rows.append((name, group, in_words(polarity) or _OPEN, tuple(lines)))
    if not rows:
        return None, data
    columns = (
        Column("Dimension", 3.4),
        Column("Group", 2.6),
        Column("Polarity", 2.6),
        Column("Scores of those whose words are evidence", 7.8),
    )
    caption = f"Scores beside the framework \u201c{framework.title}\u201d"
    told = "Cells whose speakers have no score are left out."
    return Table(caption, columns, rows, (told,)), data
