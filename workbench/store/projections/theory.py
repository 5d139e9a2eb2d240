"""How themes relate to a theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.decisions import theory
from workbench.model import AllianceLink, FrameworkPart, TheoryOpening
from workbench.store.changes import Change, Edit, Put
from workbench.store.projections.projection import Circumstance, follows

if TYPE_CHECKING:
    from collections.abc import Iterator


@follows(theory.AllianceLinked)
def alliance_linked(d: theory.AllianceLinked, c: Circumstance) -> Iterator[Change]:
    yield Put(
        AllianceLink(
            id=d.link,
            theme=d.theme,
            framework=d.framework,
            dimension=d.dimension,
            relation=d.relation,
            target=d.target,
            voice=d.voice,
            polarity=d.polarity,
            group=d.group,
            rationale=d.rationale,
            evidence=d.evidence,
            counter_evidence=d.counter_evidence,
            state="argued",
            by=c.by,
        )
    )


@follows(theory.AllianceLinkWithdrawn)
def alliance_link_withdrawn(
    d: theory.AllianceLinkWithdrawn, _: Circumstance
) -> Iterator[Change]:
    yield Edit(AllianceLink, (d.link,), state=("argued", "withdrawn"))


@follows(theory.AllianceEvidenceChanged)
def alliance_evidence_changed(
    d: theory.AllianceEvidenceChanged, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        AllianceLink,
        (d.link,),
        evidence=(d.old_evidence, d.evidence),
        counter_evidence=(d.old_counter_evidence, d.counter_evidence),
    )


@follows(theory.TheoryOpened)
def theory_opened(d: theory.TheoryOpened, c: Circumstance) -> Iterator[Change]:
    yield Put(TheoryOpening(d.opening, d.note, c.by, c.at))


@follows(theory.AllianceLinkRevised)
def alliance_link_revised(
    d: theory.AllianceLinkRevised, _: Circumstance
) -> Iterator[Change]:
    yield Edit(
        AllianceLink,
        (d.link,),
        relation=(d.old_relation, d.relation),
        target=(d.old_target, d.target),
        voice=(d.old_voice, d.voice),
        polarity=(d.old_polarity, d.polarity),
        mutuality=(d.old_mutuality, d.mutuality),
        condition=(d.old_condition, d.condition),
        acts_on=(d.old_acts_on, d.acts_on),
        rationale=(d.old_rationale, d.rationale),
    )


@follows(theory.FrameworkDescribed)
def framework_described(
    d: theory.FrameworkDescribed, _: Circumstance
) -> Iterator[Change]:
    for place, given in enumerate(d.parts):
        yield Put(
            FrameworkPart(
                d.framework,
                given.part,
                given.name,
                given.definition,
                given.is_dimension,
                place,
            )
        )
