"""Theory: a cell is clicked, a key pressed, an extract taken, a sentence written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from workbench import alliance
from workbench.alliance import OUTSIDE, UNSPECIFIED, Argument, Revision, closest
from workbench.errors import WorkbenchError
from workbench.model import (
    MUTUALITIES,
    POLARITIES,
    RELATIONS,
    TARGETS,
    VOICES,
    AllianceLink,
    Framework,
    Researcher,
)
from workbench.study import THEME, can
from workbench.themes import review
from workbench.themes.voices import NO_GROUP
from workbench.ui import contrasting, dimensions, extracts, matrix, widgets
from workbench.ui.plain import plain, short

if TYPE_CHECKING:
    from workbench.model import Theme
    from workbench.store.project import Project
    from workbench.themes.voices import Voices
    from workbench.ui.matrix import Place

_OPENED: Final = "theory_place"
_TARGET: Final = "theory_target"


def board(
    project: Project,
    by: str,
    framework: Framework,
    standing: list[Theme],
    groups: list[str],
) -> Place | None:
    """The matrix, and the place in it that is looked at."""
    columns = {**alliance.dimensions(project, framework), "": "Outside the framework"}
    said = places(project, framework, groups)
    opened: Place | None = st.session_state.get(_OPENED)
    if opened and (
        opened[0] not in {t.id for t in standing} or opened[1] not in columns
    ):
        opened = None

    def done(act: str, place: Place, polarity: str | None) -> None:
        st.session_state[_OPENED] = place
        if act == "polarity" and polarity:
            _set_polarity(project, by, framework, place, said.get(place, []), polarity)

    matrix.show(
        standing,
        columns,
        groups,
        said,
        names=alliance.constructs(project, framework),
        opened=opened,
        may=can(project.one(Researcher, id=by), THEME, project),
        done=done,
    )
    keys = [
        f"**{key}** {each.replace('-', ' ')} `{alliance.MARKS[each]}`"
        for key, each in zip("pacdn", POLARITIES, strict=True)
    ]
    st.caption(f"Keys in a place: {' · '.join(keys)} · arrows move")
    return opened


def places(
    project: Project, framework: Framework, groups: list[str]
) -> dict[Place, list[AllianceLink]]:
    """The relations argued in a framework, by theme, dimension and group."""
    found: dict[Place, list[AllianceLink]] = {}
    for link in project.read(AllianceLink, state="argued", framework=framework.id):
        outside = link.relation == OUTSIDE
        dimension = "" if outside else link.dimension.partition(".")[0]
        spoken = link.group.split("|") if link.group else groups
        for group in spoken:
            found.setdefault((link.theme, dimension, group), []).append(link)
    return found


def _set_polarity(
    project: Project,
    by: str,
    framework: Framework,
    place: Place,
    there: list[AllianceLink],
    polarity: str,
) -> None:
    """One key: the relation of a place has this polarity, and begins where none was."""
    own = [link for link in there if link.group == (place[2] or None)]
    try:
        if own:
            alliance.revise(project, by, own[-1].id, Revision(polarity=polarity))
        elif place[1] == "":
            widgets.say("Outside the framework needs a reason; write it below.")
        else:
            alliance.link(
                project,
                by,
                Argument(
                    theme=place[0],
                    framework=framework.id,
                    dimension=place[1],
                    relation="expresses",
                    target=st.session_state.get(_TARGET, UNSPECIFIED),
                    polarity=polarity,
                    group=place[2] or None,
                ),
            )
    except WorkbenchError as error:
        widgets.say(str(error))


def one_place(
    project: Project,
    by: str,
    framework: Framework,
    place: Place,
    standing: list[Theme],
    voices: Voices,
) -> None:
    """What is argued in one place, and what could speak for it or against it."""
    theme = next(each for each in standing if each.id == place[0])
    columns = alliance.dimensions(project, framework)
    where = columns.get(place[1], "outside the framework")
    group = place[2] or "everyone"
    st.header(plain(f"{short(theme.name)} · {where} · {group}"))
    if place[1]:
        dimensions.tell(project, framework, place[1])
    links = places(project, framework, [place[2]]).get(place, [])
    if not links:
        _begin(project, by, framework, place)
        return
    link = links[-1]
    if len(links) > 1:
        known = alliance.constructs(project, framework)
        names = {each.id: matrix.in_words(each, known) for each in links}
        picked = st.radio(
            "Relation", list(names), format_func=lambda id_: names[id_], horizontal=True
        )
        link = next(each for each in links if each.id == picked)
    _argue(project, by, framework, link)
    _evidence(project, by, theme, link, standing, voices, place[2])
    with st.expander("Another relation in this place"):
        _begin(project, by, framework, place)
    groups = [each for each in voices.group_sizes() if each != NO_GROUP]
    _contrast(project, by, theme, framework, place, groups)


def _begin(project: Project, by: str, framework: Framework, place: Place) -> None:
    """A relation begins: to a whole dimension, to a part of it, or to none."""
    outside = place[1] == ""
    parts = dimensions.constructs_in(project, framework, place[1])
    with st.form("begin_relation", border=False, clear_on_submit=True):
        chosen: str = place[1]
        polarity: str | None = None
        if not outside:
            left, right = st.columns(2)
            polarity = left.selectbox("Polarity", POLARITIES, key="begin_polarity")
            chosen = right.selectbox(
                "To which part",
                [place[1], *parts],
                format_func=lambda each: parts.get(each, "all of it"),
                key=f"begin_part_{framework.id}_{place[1]}",
            )
        sentence = st.text_input(
            "Why it lies outside" if outside else "One sentence (may wait)",
            key="begin_sentence",
        )
        if st.form_submit_button("Relate"):
            with widgets.attempt("Related."):
                alliance.link(
                    project,
                    by,
                    Argument(
                        theme=place[0],
                        framework=framework.id,
                        dimension=chosen,
                        relation=OUTSIDE if outside else "expresses",
                        target=st.session_state.get(_TARGET, UNSPECIFIED),
                        polarity=polarity,
                        group=place[2] or None,
                        rationale=sentence,
                    ),
                )


def _argue(project: Project, by: str, framework: Framework, link: AllianceLink) -> None:
    """The sentence first; the rest folded away."""
    if not alliance.is_supported(link) and link.relation != OUTSIDE:
        st.warning("Unsupported: no extract speaks for it yet.")
    with st.form(f"argue_{link.id}", border=False):
        sentence = st.text_input(
            "One sentence: why", link.rationale or "", key=f"why_{link.id}"
        )
        with st.expander("More: relation, between whom, in whose voice"):
            one, two, three = st.columns(3)
            relation = _pick(one, "Relation", RELATIONS, link.relation, link.id)
            target = _pick(two, "Between", TARGETS, link.target, link.id)
            voice = _pick(three, "Voice", ("", *VOICES), link.voice, link.id)
            polarity = _pick(one, "Polarity", ("", *POLARITIES), link.polarity, link.id)
            mutual = _pick(
                two, "Mutuality", ("", *MUTUALITIES), link.mutuality, link.id
            )
            condition = three.text_input(
                "Conditional on", link.condition or "", key=f"on_{link.id}"
            )
            known = alliance.dimensions(project, framework)
            acts_on = st.multiselect(
                "Bears on", list(known), list(link.acts_on), key=f"bears_{link.id}"
            )
        keep, away = st.columns([1, 5])
        if keep.form_submit_button("Keep"):
            st.session_state[_TARGET] = target
            with widgets.attempt("Kept."):
                alliance.revise(
                    project,
                    by,
                    link.id,
                    Revision(
                        relation=relation,
                        target=target,
                        voice=voice,
                        polarity=polarity,
                        mutuality=mutual,
                        condition=condition,
                        acts_on=acts_on,
                        rationale=sentence,
                    ),
                )
        if away.form_submit_button("Withdraw the relation"):
            with widgets.attempt("Withdrawn."):
                alliance.withdraw(project, by, link.id)


def _pick(
    place: st.delta_generator.DeltaGenerator,
    label: str,
    known: tuple[str, ...],
    now: str | None,
    link: str,
) -> str:
    chosen = place.selectbox(
        label, known, known.index(now or known[0]), key=f"{label}_{link}"
    )
    return chosen or ""


def _evidence(
    project: Project,
    by: str,
    theme: Theme,
    link: AllianceLink,
    standing: list[Theme],
    voices: Voices,
    group: str,
) -> None:
    """The theme's extracts of this group, each to be taken for or against."""
    found = [
        each
        for each in review.extracts(project, voices, theme.id, standing)
        if not group or group in each.groups
    ]
    marks = {
        **{each: ["speaks for it"] for each in link.evidence},
        **{each: ["speaks against it"] for each in link.counter_evidence},
    }
    first = sorted(found, key=lambda each: each.segment not in marks)

    def picked(act: str, segment: str) -> None:
        kept = [each for each in link.evidence if each != segment]
        counter = [each for each in link.counter_evidence if each != segment]
        if act == "for":
            kept.append(segment)
        elif act == "against":
            counter.append(segment)
        try:
            alliance.change_evidence(
                project, by, link.id, evidence=kept, counter_evidence=counter
            )
        except WorkbenchError as error:
            widgets.say(str(error))

    extracts.show(
        first,
        key="evidence",
        actions={"for": "For it", "against": "Against it", "out": "Neither"},
        marks=marks,
        picked=picked,
        height=360,
    )


def _contrast(
    project: Project,
    by: str,
    theme: Theme,
    framework: Framework,
    place: Place,
    groups: list[str],
) -> None:
    """How the groups stand to each other in this cell."""
    with st.expander("How the groups stand to each other here"):
        cell = (framework.id, place[1])
        contrasting.ask(project, by, theme, groups, cell)


def left_empty(project: Project, framework: Framework, standing: list[Theme]) -> None:
    """Themes without a place, and dimensions without a theme: both are findings."""
    seen = alliance.matrix(project)
    mapped = {
        each.theme
        for each in project.rows(AllianceLink, state="argued", framework=framework.id)
    }
    unmapped = [short(each.name) for each in standing if each.id not in mapped]
    titles = alliance.dimensions(project, framework)
    silent = [titles.get(d, d) for name, d in seen.silent if name == framework.id]
    if unmapped:
        st.text(f"Not related to this framework: {'; '.join(unmapped)}")
    if silent:
        st.text(f"No theme speaks to: {', '.join(silent)}. Absence is a finding.")


def ask_closest(
    project: Project, framework: Framework, theme: Theme, standing: list[Theme]
) -> None:
    """Which definition the extracts come closest to, as a question."""
    if not st.button("Ask which dimension its extracts come closest to", key="closest"):
        return
    try:
        with st.spinner("Reading the extracts …"):
            found = closest.closest(project, theme, framework, standing)
    except WorkbenchError as error:
        st.info(plain(str(error)))
        return
    titles = alliance.dimensions(project, framework)
    if not found:
        st.text("There is nothing the machine may read in this theme.")
        return
    told = ", ".join(f"{titles.get(name, 'none of them')}: {n}" for name, n in found)
    st.text(f"Extracts by the dimension they come closest to: {told}.")
    best = next((titles[name] for name, _ in found if name), None)
    if best:
        st.text(f"Does the theme say something about {best}? Only you can tell.")
