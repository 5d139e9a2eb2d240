"""`workbench pseudonymise`: a search offers, a person decides, place by place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.acting import acting, open_project, settle
from workbench.cli.console import AsName, Json, ProjectAt, Speaker, speaking
from workbench.in_words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.people.identity_key import IdentityKey
    from workbench.people.pseudonym_deciding import Deciding
    from workbench.people.pseudonym_finder import Hit, Offer
    from workbench.people.pseudonymise import Done
    from workbench.store.project import Project

_CONTEXT = 40
_HELP = (
    "Enter: replace all by {suggestion}; or type what stands for it; "
    "k keep, e each place by itself, s decide later, q stop here"
)


def add_to(app: typer.Typer) -> None:
    """The command is part of the app."""
    app.command("pseudonymise")(pseudonymise)


def pseudonymise(
    project: ProjectAt,
    key: Annotated[Path, typer.Option("--key", help="the identity key, elsewhere")],
    list_: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE.csv", help="text,kind,replacement"),
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="decide each offer now")
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="erase what reworded texts of yours said before"),
    ] = False,
    as_: AsName = None,
    json_: Json = False,
) -> None:
    """Find names and what else tells who somebody is; replace what a person decided."""
    with speaking(as_json=json_) as out:
        from workbench.people import identity_key
        from workbench.people import pseudonymise as work
        from workbench.people.pseudonym_deciding import Deciding
        from workbench.people.pseudonym_list import read_list, with_list

        opened = open_project(project)
        by = acting(opened, as_)
        identity_key.refuse_inside(key, opened)
        passphrase = identity_key.passphrase_from_environment() or typer.prompt(
            "Passphrase of the identity key", hide_input=True, err=True
        )
        stored = identity_key.open_key(key, passphrase)
        known = with_list(stored, read_list(list_)) if list_ else stored
        found = work.search(opened, known)
        deciding = Deciding(found, work.decided_already(found, known))
        if review:
            asked = _Review(out, opened, deciding)
            for offer in deciding.open_offers():
                if not asked.decide(offer):
                    break
            named = [deciding.named(o) for o in asked.offers if not deciding.is_left(o)]
            kept = [o.found for o in asked.offers if deciding.is_left(o)]
            identity_key.remember(key, passphrase, named, kept, project=opened)
        if list_ is not None:
            rows = [(e.kind, e.text, e.replacement) for e in known.entries]
            given = [row for row in rows if row[2]]
            identity_key.remember(key, passphrase, given, (), project=opened)
        done = None
        if deciding.decided:
            offered = sum(len(offer.hits) for offer in found)
            done = work.replace_decided(
                *(opened, by, deciding.decided),
                offered=offered,
                kept=len(deciding.left),
            )
            settle(opened, by)
        known = identity_key.open_key(key, passphrase)
        earlier = _earlier(opened, known) if done is not None else frozenset()
        if forget:
            _forget(out, opened, by, known)
        _tell(out, deciding, done, earlier)


def _earlier(project: Project, key: IdentityKey) -> frozenset[str]:
    """The entries that `--forget` erases: of names that are replaced throughout."""
    from workbench.people.pseudonym_past import reworded

    return frozenset(each.words for each in reworded(project, key))


def _forget(out: Speaker, project: Project, by: str, key: IdentityKey) -> None:
    from workbench.people.pseudonym_past import forget_reworded

    gone = forget_reworded(project, by, key)
    settle(project, by)
    out.say(f"{counted(gone, 'earlier wording')} of texts of yours erased.")


class _Review:
    """Offers, decided one after another at the terminal."""

    def __init__(self, out: Speaker, project: Project, deciding: Deciding) -> None:
        from workbench.people.pseudonym_texts import texts_of

        #: Those of which a place was decided here.
        self.offers: list[Offer] = []
        self._out, self._deciding = out, deciding
        self._texts = {text.place: text.text for text in texts_of(project)}

    def decide(self, offer: Offer) -> bool:
        """One offer is decided or left for later; False where the person stops."""
        hits = self._deciding.open_hits(offer)
        self._out.say(f"\n{offer.found}: {offer.kind}, {counted(len(hits), 'place')}")
        for hit in hits[:5]:
            self._out.say(f"  {self._place(hit)}")
        if len(hits) > 5:
            self._out.say(f"  and {len(hits) - 5} more")
        answer = self._ask(offer)
        if answer == "q":
            return False
        if answer == "e":
            for hit in hits:
                self._out.say(f"  {self._place(hit)}")
                if not self._settle(offer, [hit], self._ask(offer)):
                    return False
            return True
        return self._settle(offer, hits, answer)

    def _ask(self, offer: Offer) -> str:
        told = _HELP.format(suggestion=offer.suggestion)
        given = typer.prompt(
            told, default=offer.suggestion, show_default=False, err=True
        )
        return str(given).strip()

    def _settle(self, offer: Offer, hits: Sequence[Hit], answer: str) -> bool:
        if answer == "q":
            return False
        if answer in ("s", "e", ""):
            return True
        if answer == "k":
            self._deciding.leave(hits)
        else:
            self._deciding.replace(hits, answer)
        if offer not in self.offers:
            self.offers.append(offer)
        return True

    def _place(self, hit: Hit) -> str:
        text = self._texts[hit.place]
        before = text[max(0, hit.start - _CONTEXT) : hit.start]
        after = text[hit.end : hit.end + _CONTEXT]
        return f"{hit.where}: {before}»{hit.found}«{after}".replace("\n", " ")


def _tell(
    out: Speaker, deciding: Deciding, done: Done | None, earlier: frozenset[str]
) -> None:
    from workbench.people.pseudonym_finder import NOT_SEARCHABLE, SEARCHED

    left = [(offer, deciding.open_hits(offer)) for offer in deciding.open_offers()]
    if left:
        out.say("Found and not decided:")
        rows = [
            (
                offer.found,
                offer.kind,
                len(hits),
                "perhaps a word" if offer.is_doubtful else "",
                ", ".join(sorted({hit.transcript for hit in hits})),
            )
            for offer, hits in left
        ]
        out.table(("found", "what", "places", "", "in"), rows)
        out.say("To decide them: the same command with --review.")
    if done is not None:
        out.say(
            f"{counted(done.replaced, 'place')} replaced, "
            f"{counted(done.erased, 'entry', 'entries')} erased."
        )
        for each in done.transcripts:
            out.say(
                f"  {each.transcript}: segments {each.unchanged} unchanged, "
                f"{each.shifted} shifted, {each.text_changed} with changed words"
            )
        if done.reworded or done.as_spoken:
            out.say(
                f"Extracts worded for print: {done.reworded} with the replacements, "
                f"{done.as_spoken} back to what was spoken; word these anew."
            )
        for other in done.elsewhere:
            reword = ": reword it" if other.is_standing else ""
            gone = ": --forget erases it" if other.words in earlier else ""
            out.say(f"  still in the {other.told}{reword}{gone}")
    out.say("Looked for: " + "; ".join(SEARCHED) + ".")
    out.say("Cannot be found by looking: " + "; ".join(NOT_SEARCHABLE) + ".")
    out.result(_as_json(left, done))


def _as_json(
    left: Sequence[tuple[Offer, list[Hit]]], done: Done | None
) -> dict[str, Any]:
    from workbench.people.pseudonym_finder import NOT_SEARCHABLE, SEARCHED

    return {
        "offers": [
            {
                "found": offer.found,
                "kind": offer.kind,
                "suggestion": offer.suggestion,
                "doubtful": offer.is_doubtful,
                "places": [
                    {
                        "transcript": hit.transcript,
                        "part": hit.part,
                        "turn": hit.turn,
                        "start": hit.start,
                        "end": hit.end,
                    }
                    for hit in hits
                ],
            }
            for offer, hits in left
        ],
        "replaced": done.replaced if done else 0,
        "erased": done.erased if done else 0,
        "extracts_reworded": done.reworded if done else 0,
        "extracts_as_spoken": done.as_spoken if done else 0,
        "transcripts": [
            {
                "transcript": each.transcript,
                "unchanged": each.unchanged,
                "shifted": each.shifted,
                "text_changed": each.text_changed,
            }
            for each in (done.transcripts if done else ())
        ],
        "elsewhere": [
            {
                "what": each.what,
                "id": each.id,
                "field": each.field,
                "decision": each.decision,
                "standing": each.is_standing,
            }
            for each in (done.elsewhere if done else ())
        ],
        "searched": list(SEARCHED),
        "not_searchable": list(NOT_SEARCHABLE),
    }
