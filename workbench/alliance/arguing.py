"""Themes argued against a framework, many to many, with evidence on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.alliance.frames import constructs, dimensions
from workbench.coding.codes import fold
from workbench.decisions.decision import Words
from workbench.decisions.theory import (
    AllianceEvidenceChanged,
    AllianceLinked,
    AllianceLinkRevised,
    AllianceLinkWithdrawn,
)
from workbench.errors import RefusedError, UnknownObjectError
from workbench.familiarise.field_notes import refuse_as_talk
from workbench.model import (
    MUTUALITIES,
    POLARITIES,
    RELATIONS,
    TARGETS,
    VOICES,
    AllianceLink,
    CodedSegment,
    Extract,
    Framework,
    Participant,
    Theme,
)
from workbench.study import THEME, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.store.project import Project, Receipt

OUTSIDE: Final = "outside-framework"
UNSPECIFIED: Final = "unspecified"


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
    decision = Ground(project).decide(argument)
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
    ground = Ground(project)
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


@dataclass(frozen=True, slots=True)
class Revision:
    """What is put in another way; None leaves a thing as it is, "" clears it."""

    relation: str | None = None
    target: str | None = None
    voice: str | None = None
    polarity: str | None = None
    mutuality: str | None = None
    #: What a conditional relation depends on.
    condition: str | None = None
    #: Dimensions that a facilitator or barrier bears on.
    acts_on: Sequence[str] | None = None
    rationale: str | None = None


def revise(
    project: Project, by: str, link: str, new: Revision, reason: str | None = None
) -> Receipt | None:
    """What a relation says is put in another way; None where nothing is new.

    Raises:
        UnknownObjectError: there is no such relation, or no such choice.
        RefusedError: it was withdrawn, or would be outside without a rationale.
    """
    require(project, by, THEME)
    old = _argued(project, link)
    _check_choice("relation", new.relation or None, RELATIONS)
    _check_choice("target", new.target or None, TARGETS)
    _check_choice("voice", new.voice or None, VOICES)
    _check_choice("polarity", new.polarity or None, POLARITIES)
    _check_choice("mutuality", new.mutuality or None, MUTUALITIES)
    acts_on = old.acts_on if new.acts_on is None else tuple(new.acts_on)
    framework = project.read(Framework, id=old.framework)[0]
    for each in acts_on:
        _check_choice("dimension", each, tuple(dimensions(project, framework)))
    decision = AllianceLinkRevised(
        link=old.id,
        old_relation=old.relation,
        relation=new.relation or old.relation,
        old_target=old.target,
        target=new.target or old.target,
        old_voice=old.voice,
        voice=_chosen(old.voice, new.voice),
        old_polarity=old.polarity,
        polarity=_chosen(old.polarity, new.polarity),
        old_mutuality=old.mutuality,
        mutuality=_chosen(old.mutuality, new.mutuality),
        old_condition=old.condition,
        condition=_reworded(project, old.condition, new.condition),
        old_acts_on=old.acts_on,
        acts_on=acts_on,
        old_rationale=old.rationale,
        rationale=_reworded(project, old.rationale, new.rationale),
        reason=Words(reason) if reason and reason.strip() else None,
    )
    if decision.relation == OUTSIDE and decision.rationale is None:
        msg = f"'{OUTSIDE}' is an answer that needs a rationale."
        raise RefusedError(msg)
    if not _says_something_new(decision):
        return None
    return project.record(decision, by=by)


def _says_something_new(decision: AllianceLinkRevised) -> bool:
    parts = ("relation", "target", "voice", "polarity", "mutuality", "condition")
    return any(
        getattr(decision, part) != getattr(decision, f"old_{part}")
        for part in (*parts, "acts_on", "rationale")
    )


def _chosen(old: str | None, new: str | None) -> str | None:
    return old if new is None else new or None


def _reworded(project: Project, old: str | None, new: str | None) -> str | None:
    """The wording that stands afterwards: the old one where the text is the same."""
    if new is None:
        return old
    text = new.strip()
    if old is not None and project.words(old)[old] == text:
        return old
    return Words(text) if text else None


class Ground:
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
            RefusedError: its coding was withdrawn, or it is of a field note.
        """
        found = []
        for name in names:
            segment = self._extracts.get(name, name)
            if segment not in self._segments:
                raise UnknownObjectError("coded segment or extract", name)
            if self._segments[segment] != "active":
                raise RefusedError(f"the coding of segment {segment} was withdrawn.")
            found.append(segment)
        refuse_as_talk(self._project, found)
        return tuple(dict.fromkeys(found))


def _check_choice(kind: str, given: str | None, known: Sequence[str]) -> None:
    if given is not None and given not in known:
        hint = f"Choose one of {', '.join(known)}."
        raise UnknownObjectError(kind, given, hint)
