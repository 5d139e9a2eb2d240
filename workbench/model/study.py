"""The study and who works on it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.words import Wording  # noqa: TC001 - read for the shape


@dataclass(frozen=True, slots=True)
class Study:
    """The study itself, one per project."""

    id: str
    title: Wording
    orientation: str
    orientation_note: Wording | None
    is_sample: bool
    created_at: str
    #: The machine whose researcher may write; None where any may (a server, a sample).
    machine: str | None
    machine_name: Wording | None


@dataclass(frozen=True, slots=True)
class Researcher:
    """Someone who decides, debriefs or looks on."""

    id: str
    name: Wording
    role: str
    #: Ed25519 public key of this researcher's newest machine, hex.
    public_key: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of the study's set-up that can change, with a reason."""

    key: str
    value: Wording


@dataclass(frozen=True, slots=True)
class ResearchQuestion:
    """A question the study asks, dated; set aside rather than deleted."""

    id: str
    text: Wording
    asked_at: str
    state: str


@dataclass(frozen=True, slots=True)
class OutsideCopy:
    """An export or backup that left the project: where words have gone."""

    id: str
    kind: str
    file_name: Wording
    up_to: int
    at: str


@dataclass(frozen=True, slots=True)
class TakenStudy:
    """A study of another program that was brought in, and what became of it."""

    id: str
    #: qdpx, taguette or qualcoder
    format: str
    program: Wording | None
    file_name: Wording
    sha256: Wording
    report: Wording
    at: str


@dataclass(frozen=True, slots=True)
class MergedProject:
    """Another project whose decisions were taken in."""

    id: str
    head: str
    size: int
    at: str
