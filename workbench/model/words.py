"""Words that can be erased, and the choices the method offers."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

Wording: TypeAlias = Annotated[str, "wording"]

#: What is read where words were withdrawn.
ERASED: Final = "\N{FULL BLOCK}"
ORIENTATIONS: Final = ("reflexive", "codebook", "coding-reliability", "other")
SPEAKER_ROLES: Final = ("interviewer", "participant", "app", "interpreter", "other")
POLARITIES: Final = ("present", "absent", "contested", "conditional", "not-called-for")
TARGETS: Final = (
    *("client-AI", "client-therapist", "therapist-AI", "client-therapist-AI"),
    *("client-platform", "unspecified"),
)
RELATIONS: Final = (
    *("expresses", "partly-expresses", "extends", "contradicts"),
    *("precondition-for", "outside-framework"),
)
VOICES: Final = ("client-on-self", "clinician-on-client", "clinician-on-self", "other")
MUTUALITIES: Final = (
    *("mutual", "one-sided", "attributed-to-the-machine", "not-addressed"),
)
GROUP_RELATIONS: Final = ("shared", "complementary", "divergent", "one-group-silent")
CASE_ACTIONS: Final = (
    *("open", "revised", "scope-limited", "explained", "kept-as-exception"),
)
THEME_STATES: Final = ("candidate", "reviewed", "defined", "discarded")
