"""Write up: tables that can leave, checked at the moment they do."""

from workbench.model import OutsideCopy
from workbench.ui import session, widgets

widgets.head(
    "Write up",
    "Select extracts, weave them with argument, tell the method as it was done.",
    "whether the story convinces.",
)
project = session.project()
widgets.empty(
    "Tables and records are written by command; every quote is checked on the way out.",
    "workbench export my-study.workbench theme-table themes.docx",
)
copies = project.read(OutsideCopy)
if copies:
    widgets.table(
        [
            {"What": copy.kind, "File": copy.file_name, "Day": copy.at[:10]}
            for copy in copies
        ],
        key="copies",
    )
