"""Theory: themes argued against a framework, many to many, with evidence on both sides.

A relation says how a theme stands to a dimension of a framework, between whom, in
whose voice, and whether the thing is there, missing or contested. "Outside the
framework" is an answer, and needs a rationale. Nothing here changes a theme.
"""

from workbench.alliance.arguing import (
    OUTSIDE,
    UNSPECIFIED,
    Argument,
    Revision,
    change_evidence,
    is_supported,
    link,
    revise,
    withdraw,
)
from workbench.alliance.frames import constructs, definitions, dimensions
from workbench.alliance.matrix import MARKS, Cell, Matrix, matrix, swallowed_by
from workbench.alliance.table import REQUIRED, link_from_table

__all__ = [
    "MARKS",
    "OUTSIDE",
    "REQUIRED",
    "UNSPECIFIED",
    "Argument",
    "Cell",
    "Matrix",
    "Revision",
    "change_evidence",
    "constructs",
    "definitions",
    "dimensions",
    "is_supported",
    "link",
    "link_from_table",
    "matrix",
    "revise",
    "swallowed_by",
    "withdraw",
]
