"""Every projection, loaded once."""

from __future__ import annotations


def load_projections() -> None:
    """Each kind of decision has its projection."""
    from workbench.store.projections import (  # noqa: PLC0415, F401 - registers on import
        coding,
        debriefing,
        familiarisation,
        member_checking,
        people,
        reflecting,
        reviewing,
        setting_up,
        taking_over,
        themes,
        theory,
        writing_up,
    )
