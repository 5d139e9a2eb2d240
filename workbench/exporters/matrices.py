"""Who speaks in which theme, and how themes relate to a theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from workbench import alliance
from workbench.exporters.analysis import Analysis
from workbench.exporters.table import Column, Content, Line, Sheet, Table, Text
from workbench.exporters.trail_sentences import between, evidence
from workbench.exporters.writing_up import caption_in_force
from workbench.in_words import capital, in_words
from workbench.model import AllianceLink, Caption, Framework, Theme

if TYPE_CHECKING:
    from workbench.exporters.reading import Moment
    from workbench.exporters.table import Cell
    from workbench.model import Participant
    from workbench.store.project import Project

_MARK: Final = "\N{BLACK CIRCLE}"
_OUTSIDE: Final = "outside-framework"
#: Themes that fit side by side on a portrait page.
_ACROSS: Final = 7
#: Dimensions that do.
_DIMENSIONS: Final = 5


def participant_matrix(moment: Moment, *, counts: bool) -> Content:
    """Participants by group, and in which themes they speak."""
    analysis = Analysis.of(moment)
    themes = analysis.order
    spoken: dict[tuple[str, str], int] = {}
    for theme in themes:
        for segment in analysis.segments_of(theme):
            for person in analysis.quotes.voice(segment).participants:
                place = (person, theme.id)
                spoken[place] = spoken.get(place, 0) + 1
    people = sorted(
        (p for p in moment.participants_now().values() if p.state != "all"),
        key=lambda p: (p.group or "", p.id),
    )

    def shown(person: Participant, theme: Theme) -> str:
        found = spoken.get((person.id, theme.id), 0)
        return str(found) if found and counts else _MARK if found else ""

    sheet = Sheet(
        "Participants and themes",
        ["participant", "group", *(theme.name for theme in themes)],
        [(p.id, p.group, *(shown(p, theme) for theme in themes)) for p in people],
    )
    caption = caption_in_force(moment.read(Caption), "participant-matrix")
    blocks = [
        _people_table(
            caption if at == 0 else f"{caption}, continued",
            *(people, themes[at : at + _ACROSS], shown),
            counts=counts,
        )
        for at in range(0, max(1, len(themes)), _ACROSS)
    ]
    return Content(moment.study().title, blocks, (sheet,))


def _people_table(
    caption: str,
    people: list[Participant],
    themes: list[Theme],
    shown: Any,  # noqa: ANN401 - the function above
    *,
    counts: bool,
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for group in dict.fromkeys(person.group for person in people):
        members = [person for person in people if person.group == group]
        rows.append(((Line(capital(group or "Group not recorded"), "Group"),),))
        rows.extend((m.id, *(shown(m, theme) for theme in themes)) for m in members)
        if counts:
            totals = (
                f"{sum(bool(shown(m, theme)) for m in members)} of {len(members)}"
                for theme in themes
            )
            rows.append(
                (
                    (Line("Speak in the theme", "Aside"),),
                    *((Line(t, "Aside"),) for t in totals),
                )
            )
    meaning = (
        "Numbers are of coded segments." if counts else f"{_MARK} speaks in the theme."
    )
    empty = "An empty cell says that nothing was coded, not that someone disagrees."
    return Table(
        caption,
        [Column("Participant", 2.5), *(Column(theme.name, 2.1) for theme in themes)],
        rows,
        (meaning, empty),
    )


def alliance_matrix(moment: Moment) -> Content:
    """Per framework: themes by dimensions, and the arguments for each relation."""
    analysis = Analysis.of(moment)
    places = {theme.id: place for place, theme in enumerate(analysis.order)}
    links = sorted(
        (x for x in moment.read(AllianceLink, state="argued") if x.theme in places),
        key=lambda link: (places[link.theme], link.framework, link.dimension, link.id),
    )
    blocks: list[Table | Text] = []
    for framework in moment.read(Framework):
        inside = [link for link in links if link.framework == framework.id]
        if inside:
            blocks.append(_framework_table(analysis, framework, inside))
            blocks.append(_arguments(analysis, framework, inside))
    if not blocks:
        blocks.append(Text("No theme has been related to a framework."))
    return Content(moment.study().title, blocks, (_links_sheet(analysis, links),))


def _framework_table(
    analysis: Analysis, framework: Framework, links: list[AllianceLink]
) -> Table:
    # `dimensions` needs `read` only, and a moment has it
    titles = alliance.dimensions(cast("Any", analysis.moment), framework)
    dimensions = dict.fromkeys([*titles, *(_dimension(link, titles) for link in links)])
    used = [d for d in dimensions if any(_dimension(x, titles) == d for x in links)]
    if len(dimensions) <= _DIMENSIONS:  # an empty column is a finding
        used = list(dimensions)
    rows: list[tuple[Cell, ...]] = []
    for theme in analysis.order:
        own = [link for link in links if link.theme == theme.id]
        cells: list[Cell] = [(Line(theme.name, "Theme"),)]
        if own:
            for dimension in used:
                here = [x for x in own if _dimension(x, titles) == dimension]
                cells.append(tuple(line for x in here for line in _cell(x)))
        else:
            note = Line("[not related]", "Aside")
            cells.extend([(note,), *("" for _ in used[1:])])
        rows.append(tuple(cells))
    related = {_dimension(link, titles) for link in links}
    unused = [title for dimension, title in titles.items() if dimension not in related]
    why = f"{{table:{_key('why', framework)}}}"
    notes = [f"Evidence is counted in coded segments. {why} gives the reasons."]
    if unused:
        notes.append(f"No theme was related to: {', '.join(unused)}.")
    return Table(
        f"Themes and the framework \u201c{framework.title}\u201d",
        [
            Column("Theme", 3),
            *(Column(titles.get(d, d) or "Outside", 3.2) for d in used),
        ],
        rows,
        notes,
        whole_rows=False,
    )


def _dimension(link: AllianceLink, titles: dict[str, str]) -> str:
    """The column a link stands in: its dimension, or outside of all."""
    if link.relation == _OUTSIDE:
        return ""
    prefix = link.dimension.partition(".")[0]
    return prefix if prefix in titles else link.dimension


def _cell(link: AllianceLink) -> list[Line]:
    group = groups_of(link.group)
    polarity = in_words(link.polarity) or "polarity not recorded"
    support = evidence(len(link.evidence), len(link.counter_evidence))
    if not alliance.is_supported(link):
        support = "unsupported: no evidence given"
    relation = in_words(link.relation).removesuffix(" it")
    said = f"{relation}; {support.replace(' for it', '')}"
    return [Line(f"{group}: {polarity}"), Line(said, "Aside")]


def relation_in_words(study: Moment | Project, link: AllianceLink) -> str:
    """A relation to a framework by the names of its dimension and its theme."""
    # both read rows, and nothing else is asked of them
    reader: Any = study
    theme = reader.read(Theme, id=link.theme)[0].name
    framework = reader.read(Framework, id=link.framework)[0]
    where = _named_part(reader, framework, link.dimension) or "outside the framework"
    return f"relation to theory: {where}, \u201c{theme}\u201d"


def _named_part(reader: Any, framework: Framework, part: str) -> str:  # noqa: ANN401
    """What a dimension or a construct is called."""
    known = alliance.dimensions(reader, framework)
    return {**known, **alliance.constructs(reader, framework)}.get(part, part)


def _arguments(
    analysis: Analysis, framework: Framework, links: list[AllianceLink]
) -> Table:
    against = any(link.counter_evidence for link in links)
    # `constructs` needs `read` only, and a moment has it
    reader = cast("Any", analysis.moment)
    rows: list[tuple[Cell, ...]] = []
    before = ""
    for link in links:
        if link.theme != before:
            before = link.theme
            rows.append(((Line(analysis.themes[before].name, "Group"),),))
        relation = in_words(link.relation).removesuffix(" it")
        rows.append(
            (
                (
                    Line(_named_part(reader, framework, link.dimension) or "Outside"),
                    Line(f"{relation}, {between(link.target)}", "Aside"),
                ),
                (Line(groups_of(link.group)), *_polarity(link)),
                link.rationale or "[no rationale recorded]",
                _lines(_named(analysis, link, link.evidence)),
                *(
                    (_lines(_named(analysis, link, link.counter_evidence)),)
                    if against
                    else ()
                ),
            )
        )
    notes = ["Evidence: extract (Q-), or transcript and turn (the first is 1)."]
    if not against:
        notes.append("No segment was named that speaks against a relation.")
    return Table(
        f"Why the themes relate to \u201c{framework.title}\u201d as they do",
        [
            Column("Relation", 3.6),
            Column("Group", 2.6),
            Column("Rationale", 5.6),
            Column("Evidence", 3.4),
            *([Column("Against", 2.6)] if against else []),
        ],
        rows,
        notes,
        key=_key("why", framework),
    )


def _polarity(link: AllianceLink) -> tuple[Line, ...]:
    said = in_words(link.polarity)
    return (Line(said, "Aside"),) if said else ()


def groups_of(groups: str | None) -> str:
    """The groups that a relation is about, in print."""
    return (groups or "all groups").replace("|", ", ")


def _key(what: str, framework: Framework) -> str:
    """What texts call a table about a framework by."""
    return f"{what}-{framework.id}"


def _lines(found: list[str]) -> tuple[Line, ...]:
    """One place below the other."""
    return tuple(Line(place) for place in found) or (Line("none given", "Aside"),)


def _named(
    analysis: Analysis, link: AllianceLink, segments: tuple[str, ...]
) -> list[str]:
    """Where the evidence stands: participant and extract, or transcript and turn."""
    found = []
    for name in segments:
        segment = analysis.by_id.get(name)
        if segment is None:
            found.append("a segment that is no longer coded")
            continue
        voice = analysis.quotes.voice(segment)
        extract = analysis.extract_ids.get((link.theme, name))
        turn = "" if voice.turn is None else f", turn {voice.turn}"
        talk = "" if voice.name == segment.transcript else f"{segment.transcript}"
        place = f"{talk}{turn}".removeprefix(", ")
        found.append(f"{voice.name}, {extract or place}")
    return found


def _links_sheet(analysis: Analysis, links: list[AllianceLink]) -> Sheet:
    titles = {each.id: each.title for each in analysis.moment.read(Framework)}
    return Sheet(
        "Themes and theory",
        (
            *("theme", "framework", "dimension", "relation", "target", "voice"),
            *("polarity", "group", "evidence", "counter_evidence", "supported"),
            *("rationale", "argued by"),
        ),
        [
            (
                analysis.themes[link.theme].name,
                titles.get(link.framework, link.framework),
                link.dimension,
                link.relation,
                link.target,
                link.voice,
                link.polarity,
                link.group,
                "; ".join(_named(analysis, link, link.evidence)),
                "; ".join(_named(analysis, link, link.counter_evidence)),
                "yes" if alliance.is_supported(link) else "no",
                link.rationale,
                analysis.names.get(link.by, link.by),
            )
            for link in links
        ],
    )
