"""Names planted in talk, in all their forms: how many are offered, how much beside.

Prints one JSON object. 400 places: English and Czech names, alone and in full, plain,
possessive, inflected, without accents, in capitals, at the beginning of a sentence and
inside; once with all people in the identity key, once with half, once with none. Around
them stands invented everyday talk. `offered` are planted places that a person is asked
about; `false_per_1000_words` are all other places that are offered.

    python bench/pseudonymise.py
    python bench/pseudonymise.py --project STUDY.workbench    offers per 1,000 words
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench.people.identity_key import Entry, IdentityKey  # noqa: E402
from workbench.people.pseudonym_finder import Finder, Text  # noqa: E402

#: A first name, its forms in Czech sentences, and a family name.
_CZECH: Final = (
    ("Jana", "Jany Janě Janu Jano Janou Janin", "Nováková"),
    ("Eliška", "Elišky Elišce Elišku Eliško Eliškou Eliščin", "Procházková"),
    ("Tereza", "Terezy Tereze Terezu Terezou Terezina", "Kučerová"),
    ("Pavel", "Pavla Pavlovi Pavle Pavlem Pavlův", "Dvořák"),
    ("Zdeněk", "Zdeňka Zdeňkovi Zdeňkem Zdeňkův", "Horák"),
    ("Ondřej", "Ondřeje Ondřejovi Ondřejem Ondřejův", "Kratochvíl"),
    ("Petr", "Petra Petrovi Petře Petrem Petrův", "Beneš"),
    ("Martina", "Martiny Martině Martinu Martinou Martinin", "Veselá"),
    ("Marek", "Marka Markovi Markem Markův", "Urban"),
    ("Lucie", "Lucii Lucií Luciin", "Sedláčková"),
)
_ENGLISH: Final = (
    *(("Tobias", "Fenwick"), ("Siobhan", "Ackroyd"), ("Gareth", "Pemberton")),
    *(("Aisha", "Rahman"), ("Kwame", "Boateng"), ("Hope", "Lattimer")),
    *(("Will", "Hargreaves"), ("Rose", "Whitlock"), ("Deirdre", "O'Malley")),
    *(("Imogen", "Castleton"), ("Rosalind", "Thackeray"), ("Nigel", "Braithwaite")),
)
_TALK: Final = (
    "I had not thought about it like that before, to be honest.",
    "It was late and I could not sleep, so I wrote everything down.",
    "The app asked me what I wanted and I did not know.",
    "We agreed on two small steps for the week and I did one.",
    "My therapist said that would be fine, and then we laughed.",
    "Sometimes it repeats itself, and then I close it.",
    "Nobody else was awake, you see, and that was the point.",
    "On Monday I went back to work and felt all right, more or less.",
    "Well, yes, but it is a machine after all, isn't it.",
    "When I read it again the next day I was a bit ashamed.",
    "Trust is a big word. I would say I relied on it.",
    "Dřív bych to nikomu neřekla, ale tady to šlo samo.",
    "Pak jsme si domluvili, co udělám do příště, a já to udělala.",
)
_INSIDE: Final = (
    "and then {} came in and said nothing",
    "I told {} about it, of course",
    "it was with {} that I talked most",
    "potom jsem viděla {} na chodbě",
)
_OPENING: Final = ("{} never asked again.", "{} was there as well, I think.")


def forms(chance: random.Random, number: int) -> tuple[str, str, str]:
    """A planted form, its first name, and its family name."""
    if number % 2:
        first, inflected, family = chance.choice(_CZECH)
        form = chance.choice([first, f"{first} {family}", *inflected.split()])
        if chance.random() < 0.15:
            form = _without_accents(form)
    else:
        first, family = chance.choice(_ENGLISH)
        form = chance.choice(
            [first, f"{first} {family}", f"{first}'s", f"{first}\u2019s", first.upper()]
        )
    return form, first, family


def _without_accents(text: str) -> str:
    from workbench.people.name_forms import without_accents  # noqa: PLC0415

    return without_accents(text)


def planted(chance: random.Random, count: int) -> list[tuple[str, int, int, str]]:
    """Turns with one planted form each: text, start, end, first name."""
    turns = []
    for number in range(count):
        form, first, _ = forms(chance, number)
        frame = chance.choice(_OPENING if chance.random() < 0.25 else _INSIDE)
        before = " ".join(chance.choices(_TALK, k=chance.randrange(1, 6)))
        after = " ".join(chance.choices(_TALK, k=chance.randrange(0, 5)))
        start = len(before) + 1 + frame.index("{}")
        text = f"{before} {frame.format(form)} {after}"
        turns.append((text, start, start + len(form), first))
    return turns


def measure(count: int, seed: int) -> dict[str, object]:
    """How many of the planted places are offered, and what is offered beside them."""
    chance = random.Random(seed)  # noqa: S311 - talk to measure, not a secret
    turns = planted(chance, count)
    people = [(first, family) for first, _, family in _CZECH] + list(_ENGLISH)
    listed = people[::2]
    told: dict[str, object] = {"planted": count}
    known = {
        "all_listed": people,
        "half_listed": listed,
        "none_listed": [],
    }
    for name, given in known.items():
        entries = tuple(
            Entry(n, "P01", "name", f"{first} {family}")
            for n, (first, family) in enumerate(given, start=1)
        )
        finder = Finder(IdentityKey(entries), [text for text, *_ in turns])
        offered, false, missed = 0, 0, []
        for number, (text, start, end, first) in enumerate(turns):
            hits = finder.find(Text("int-1", number, text))
            found = [hit for hit in hits if hit.start < end and start < hit.end]
            offered += bool(found)
            false += len(hits) - len(found)
            if not found:
                missed.append(first)
        words = sum(len(text.split()) for text, *_ in turns)
        told[name] = {
            "offered": offered,
            "share": round(offered / count, 4),
            "false_per_1000_words": round(1000 * false / words, 2),
            "words": words,
            "missed": sorted(set(missed)),
        }
    return told


def of_project(address: str) -> dict[str, object]:
    """Offers per 1,000 words in a study, with nothing listed."""
    from workbench.people.pseudonym_finder import TURN  # noqa: PLC0415
    from workbench.people.pseudonym_texts import texts_of  # noqa: PLC0415
    from workbench.people.pseudonymise import search  # noqa: PLC0415
    from workbench.store.project import Project  # noqa: PLC0415

    project = Project.open(address)
    talk = [text for text in texts_of(project) if text.part == TURN]
    words = sum(len(text.text.split()) for text in talk)
    found = search(project, IdentityKey(()))
    parts = [hit.part for offer in found for hit in offer.hits]
    places = parts.count(TURN)
    return {
        "words": words,
        "strings": len(found),
        "places": places,
        "places_per_1000_words": round(1000 * places / words, 2),
        "places_outside_talk": len(parts) - places,
    }


def main() -> None:
    """The planted names, or a study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--planted", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--project")
    given = parser.parse_args()
    if given.project:
        print(json.dumps(of_project(given.project)))
    else:
        print(json.dumps(measure(given.planted, given.seed), indent=1))


if __name__ == "__main__":
    main()
