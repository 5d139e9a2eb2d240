"""Material: the files that came in, and how each was read."""

import json

from workbench.model import Transcript, Version
from workbench.ui import session, widgets

widgets.head(
    "Material",
    "Know what you have: every file, whole or with what was left out.",
    "whether a transcript says what was said; listen to the recording.",
)
project = session.project()
versions = {v.id: v for v in project.read(Version)}
transcripts = project.read(Transcript)
if not transcripts:
    widgets.empty(
        "No transcripts yet. Bring in Word, text, caption or table files:",
        "workbench import my-study.workbench interview.docx --participant C01",
    )
rows = []
for transcript in transcripts:
    version = versions[transcript.version]
    report = json.loads(version.report) if version.report.startswith("{") else {}
    rows.append(
        {
            "Transcript": transcript.id,
            "File": version.file_name,
            "Format": version.format,
            "Read": version.verdict,
            "Version": version.number,
            "Left out": len(report.get("omissions", [])),
            "Warnings": len(report.get("warnings", [])),
            "State": transcript.state,
        }
    )
if rows:
    widgets.table(rows, key="material")
    widgets.not_built_yet("Files come in with the command `workbench import`.")
