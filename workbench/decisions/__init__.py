"""Every kind of decision a study can hold, one file per phase.

A decision is a frozen dataclass in the past tense. Kinds are for ever: a kind that has
been released is never edited and never removed; what must change gets a new kind.
This package says what was decided. It does not check rules (the phase's own package
does) and does not know what follows for the current state (store/projections does).
"""
