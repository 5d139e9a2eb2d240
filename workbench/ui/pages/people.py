"""People: who took part, and what each agreed to."""

from workbench.model import Attribute, AttributeValue, Participant
from workbench.ui import session, widgets

widgets.head(
    "People",
    "Know whose words these are, and what they agreed to.",
    "whether somebody could still be recognised by those who know her.",
)
project = session.project()
people = project.read(Participant)
if not people:
    widgets.empty(
        "Nobody is listed yet. Take participants from a table:",
        "workbench participant my-study.workbench --from participants.csv",
    )
names = {a.id: a.name for a in project.read(Attribute)}
values: dict[str, dict[str, object]] = {}
for entry in project.read(AttributeValue):
    values.setdefault(entry.participant, {})[names[entry.attribute]] = entry.value
if people:
    widgets.table(
        [
            {
                "Id": person.id,
                "Group": person.group,
                "Quotes": person.quotes,
                "Computation": "yes" if person.computation else "no",
                "State": person.state,
            }
            | {name: values.get(person.id, {}).get(name) for name in names.values()}
            for person in people
        ],
        key="people",
    )
    widgets.not_built_yet("Consent and withdrawal are commands: `workbench withdraw`.")
