"""Develop and review: themes against the extracts and the whole."""

from workbench.model import Code, CodedSegment, Theme, Transcript
from workbench.ui import session, widgets

widgets.head(
    "Develop and review",
    "Check each theme against its extracts, then against every transcript.",
    "whether there is enough meaning in a theme, or too much for one.",
)
project = session.project()
themes = [t for t in project.read(Theme) if t.state != "discarded"]
if not themes:
    widgets.empty("No themes yet.", "workbench theme my-study.workbench --from FILE")
segments = project.rows(CodedSegment, state="active")
transcripts = len(project.rows(Transcript, state="active"))
codes = {code.id for code in project.rows(Code)}
if themes:
    widgets.table(
        [
            {
                "Theme": theme.name,
                "State": theme.state,
                "Codes": len([code for code in theme.codes if code in codes]),
                "Segments": sum(s.code in theme.codes for s in segments),
                "Transcripts": f"{_reach} of {transcripts}",
            }
            for theme in themes
            for _reach in [
                len({s.transcript for s in segments if s.code in theme.codes})
            ]
        ],
        key="review",
    )
