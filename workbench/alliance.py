"""Theory: themes argued against a framework, many to many, with evidence on both sides.

A relation says how a theme stands to a dimension of a framework, between whom, in
whose voice, and whether the thing is there, missing or contested. "Outside the
framework" is an answer, and needs a rationale. Nothing here changes a theme.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from workbench.coding.codebook import read_codebook, shipped_codebooks
from workbench.coding.codes import fold
from workbench.coding.coding_table import TableRow, check_width, read_rows
from workbench.decisions.decision import Words
from workbench.decisions.theory import (
    AllianceEvidenceChanged,
    AllianceLinked,
    AllianceLinkWithdrawn,
)
from workbench.errors import RefusedError, RowsRefusedError, UnknownObjectError
from workbench.model import (
    POLARITIES,
    RELATIONS,
    TARGETS,
    VOICES,
    AllianceLink,
    Code,
    CodedSegment,
    Extract,
    Framework,
    Participant,
    Theme,
)
from workbench.study import THEME, require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.store.project import Project, Receipt

OUTSIDE: Final = "outside-framework"
UNSPECIFIED: Final = "unspecified"
REQUIRED: Final = (
    *("theme", "framework", "dimension", "relation", "target", "voice"),
    *("polarity", "group", "evidence", "rationale"),
)
OPTIONAL: Final = ("counter_evidence",)


@dataclass(frozen=True, slots=True)
class Argument:
    """What a relation says, as a person gives it: names or ids."""

    theme: str
    framework: str
    #: An id or name of a dimension, or the framework's id of a construct.
    dimension: str
    relation: str
    target: str = UNSPECIFIED
    voice: str | None = None
    polarity: str | None = None
    #: Participants' groups, `|` between several; None for everyone.
    group: str | None = None
    rationale: str | None = None
    #: Ids of coded segments or extracts.
    evidence: Sequence[str] = ()
    counter_evidence: Sequence[str] = ()


def link(project: Project, by: str, argument: Argument) -> str:
    """A theme is related to a framework; the relation's id.

    Without evidence the relation stands, but is not supported.

    Raises:
        UnknownObjectError: something named is not there, or no such choice.
        RefusedError: outside the framework without a rationale; a discarded theme.
    """
    require(project, by, THEME)
    decision = _Ground(project).decide(argument)
    project.record(decision, by=by)
    return decision.link


def withdraw(
    project: Project, by: str, link: str, reason: str | None = None
) -> Receipt:
    """A relation is no longer argued.

    Raises:
        UnknownObjectError: there is no such relation.
        RefusedError: it was withdrawn already.
    """
    require(project, by, THEME)
    standing = _argued(project, link)
    given = Words(reason) if reason else None
    return project.record(AllianceLinkWithdrawn(standing.id, given), by=by)


def change_evidence(
    project: Project,
    by: str,
    link: str,
    *,
    evidence: Sequence[str],
    counter_evidence: Sequence[str],
) -> Receipt:
    """These segments speak for a relation and against it, and no others.

    Raises:
        UnknownObjectError: there is no such relation, segment or extract.
        RefusedError: it was withdrawn, or one of the segments was.
    """
    require(project, by, THEME)
    old = _argued(project, link)
    ground = _Ground(project)
    return project.record(
        AllianceEvidenceChanged(
            link=old.id,
            old_evidence=old.evidence,
            evidence=ground.segments(evidence),
            old_counter_evidence=old.counter_evidence,
            counter_evidence=ground.segments(counter_evidence),
        ),
        by=by,
    )


def _argued(project: Project, link: str) -> AllianceLink:
    standing = project.one(AllianceLink, id=link)
    if standing.state != "argued":
        raise RefusedError(f"relation {link} was withdrawn.")
    return standing


def is_supported(link: AllianceLink) -> bool:
    """Whether at least one coded segment speaks for a relation."""
    return bool(link.evidence)


def dimensions(project: Project, framework: Framework) -> dict[str, str]:
    """The dimensions of a loaded framework, in its order: titles by id.

    A framework loaded from a file of one's own, for mapping only, is not kept in the
    project beyond its name: for it nothing is known, and any dimension is taken.
    """
    titles: dict[str, str] = {}
    if framework.name in shipped_codebooks():
        book = read_codebook(framework.name)
        titles = {each.id: each.title for each in book.all_dimensions()}
        if framework.for_mapping:
            return titles
    names = constructs(project, framework)
    prefixes = dict.fromkeys(each.partition(".")[0] for each in names)
    return {each: titles.get(each) or names.get(each) or each for each in prefixes}


def constructs(project: Project, framework: Framework) -> dict[str, str]:
    """A loaded framework's own ids of its codes, with their names."""
    if framework.for_mapping and framework.name in shipped_codebooks():
        return {each.id: each.name for each in read_codebook(framework.name).entries}
    codes = project.read(Code, framework=framework.id)
    return {each.construct: each.name for each in codes if each.construct}


class _Ground:
    """What an argument can rest on: themes, frameworks, groups, segments, extracts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._themes = project.read(Theme)
        self._frameworks = project.read(Framework)
        self._places: dict[str, dict[str, str]] = {}
        self._segments = {s.id: s.state for s in project.rows(CodedSegment)}
        self._extracts = {e.id: e.segment for e in project.rows(Extract)}
        self._groups = {
            fold(person.group): person.group
            for person in project.read(Participant)
            if person.group
        }

    def decide(self, given: Argument) -> AllianceLinked:
        """The decision for an argument, checked.

        Raises:
            UnknownObjectError, RefusedError.
        """
        _check_choice("relation", given.relation, RELATIONS)
        _check_choice("target", given.target, TARGETS)
        _check_choice("voice", given.voice, VOICES)
        _check_choice("polarity", given.polarity, POLARITIES)
        rationale = (given.rationale or "").strip()
        if given.relation == OUTSIDE and not rationale:
            msg = f"'{OUTSIDE}' is an answer that needs a rationale."
            raise RefusedError(msg)
        framework = self._framework(given.framework)
        group = self._group(given.group or "")
        return AllianceLinked(
            link=self._project.new_id("l"),
            theme=self._theme(given.theme),
            framework=framework.id,
            dimension=self._dimension(framework, given.dimension, given.relation),
            relation=given.relation,
            target=given.target,
            voice=given.voice,
            polarity=given.polarity,
            group=Words(group) if group else None,
            rationale=Words(rationale) if rationale else None,
            evidence=self.segments(given.evidence),
            counter_evidence=self.segments(given.counter_evidence),
        )

    def _theme(self, name: str) -> str:
        standing = [theme for theme in self._themes if theme.state != "discarded"]
        for theme in standing:
            if name == theme.id or fold(name) == fold(theme.name):
                return theme.id
        raise UnknownObjectError("theme", name)

    def _framework(self, name: str) -> Framework:
        for framework in self._frameworks:
            names = (framework.id, framework.name, framework.title)
            if fold(name) in map(fold, names):
                return framework
        known = ", ".join(each.name for each in self._frameworks) or "none"
        hint = (
            f"Loaded: {known}. Load it with "
            "'workbench codebook load PROJECT NAME --for-mapping'."
        )
        raise UnknownObjectError("framework", name, hint)

    def _dimension(self, framework: Framework, name: str, relation: str) -> str:
        if not name and relation == OUTSIDE:
            return ""
        if framework.id not in self._places:
            self._places[framework.id] = constructs(
                self._project, framework
            ) | dimensions(self._project, framework)
        places = self._places[framework.id]
        if name in places or (not places and name):
            return name
        for place, called in places.items():
            if fold(name) == fold(called):
                return place
        known = ", ".join(dimensions(self._project, framework))
        hint = f"'{framework.name}' has {known}, or the ids of its codes."
        raise UnknownObjectError("dimension", name, hint)

    def _group(self, name: str) -> str:
        parts = [part.strip() for part in name.split("|") if part.strip()]
        if self._groups:
            for part in parts:
                if fold(part) not in self._groups:
                    hint = f"There are: {', '.join(sorted(self._groups.values()))}."
                    raise UnknownObjectError("group", part, hint)
            parts = [self._groups[fold(part)] for part in parts]
        return "|".join(parts)

    def segments(self, names: Sequence[str]) -> tuple[str, ...]:
        """The ids of active coded segments, given as such or as extracts.

        Raises:
            UnknownObjectError: there is none of that id.
            RefusedError: its coding was withdrawn.
        """
        found = []
        for name in names:
            segment = self._extracts.get(name, name)
            if segment not in self._segments:
                raise UnknownObjectError("coded segment or extract", name)
            if self._segments[segment] != "active":
                raise RefusedError(f"the coding of segment {segment} was withdrawn.")
            found.append(segment)
        return tuple(dict.fromkeys(found))


def _check_choice(kind: str, given: str | None, known: Sequence[str]) -> None:
    if given is not None and given not in known:
        hint = f"Choose one of {', '.join(known)}."
        raise UnknownObjectError(kind, given, hint)


def link_from_table(project: Project, by: str, path: Path) -> int:
    """The relations of a table are argued, in one act; how many are new.

    Rows that say what is argued already are left alone.

    Raises:
        ImportRejectedError: not such a table; nothing was recorded.
        RowsRefusedError: the rows listed were refused, all others recorded.
    """
    require(project, by, THEME)
    rows = read_rows(path, REQUIRED, OPTIONAL)
    ground = _Ground(project)
    there = {_sense(each) for each in project.read(AllianceLink, state="argued")}
    decisions: list[AllianceLinked] = []
    refused: list[str] = []
    for row in rows:
        try:
            decision = ground.decide(_argument(row))
        except RefusedError as error:
            refused.append(f"{row.where}: {error}")
            continue
        if _sense(decision) not in there:
            there.add(_sense(decision))
            decisions.append(decision)
    if decisions:
        project.record(*decisions, by=by)
    if refused:
        raise RowsRefusedError(refused)
    return len(decisions)


def _argument(row: TableRow) -> Argument:
    check_width(row)
    return Argument(
        theme=row.get("theme"),
        framework=row.get("framework"),
        dimension=row.get("dimension"),
        relation=row.choice("relation", RELATIONS) or "",
        target=row.choice("target", TARGETS) or UNSPECIFIED,
        voice=row.choice("voice", VOICES),
        polarity=row.choice("polarity", POLARITIES),
        group=row.get("group") or None,
        rationale=row.get("rationale") or None,
        evidence=row.parts("evidence"),
        counter_evidence=row.parts("counter_evidence"),
    )


def _sense(link: AllianceLink | AllianceLinked) -> tuple[object, ...]:
    """What a relation says, whoever said it when: all its parts but its own id."""
    return tuple(getattr(link, part.name) for part in fields(AllianceLinked)[1:])


@dataclass(frozen=True, slots=True)
class Cell:
    """What is argued of one theme, one dimension and one group."""

    theme: str
    framework: str
    dimension: str
    #: None where a relation is argued for everyone.
    group: str | None
    links: tuple[AllianceLink, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes by dimensions by groups, with what is left empty on both sides."""

    cells: tuple[Cell, ...]
    #: Standing themes without any relation.
    unmapped: tuple[Theme, ...]
    #: (framework, dimension) without a theme: absence is a finding.
    silent: tuple[tuple[str, str], ...]


def matrix(project: Project) -> Matrix:
    """The relations argued for standing themes, for tables; words as text.

    A relation to a single construct, such as bond.trust, stands in the cell of its
    dimension; one outside a framework in the cell of the dimension ''.
    """
    themes = [each for each in project.read(Theme) if each.state != "discarded"]
    standing = {theme.id for theme in themes}
    links = [
        each
        for each in project.read(AllianceLink, state="argued")
        if each.theme in standing
    ]
    cells: dict[tuple[str, str, str, str | None], list[AllianceLink]] = {}
    for each in links:
        groups: Sequence[str | None] = each.group.split("|") if each.group else [None]
        outside = each.relation == OUTSIDE
        dimension = "" if outside else each.dimension.partition(".")[0]
        for group in groups:
            place = (each.theme, each.framework, dimension, group)
            cells.setdefault(place, []).append(each)
    spoken = {(framework, dimension) for _, framework, dimension, _ in cells}
    mapped = {each.theme for each in links}
    return Matrix(
        cells=tuple(Cell(*place, tuple(found)) for place, found in cells.items()),
        unmapped=tuple(theme for theme in themes if theme.id not in mapped),
        silent=tuple(
            (framework.id, dimension)
            for framework in project.read(Framework)
            for dimension in dimensions(project, framework)
            if (framework.id, dimension) not in spoken
        ),
    )
