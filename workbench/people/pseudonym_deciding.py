"""What a person decides of a search, offer by offer, before anything is replaced.

A place is replaced, left, or still open. Places are told apart by where they stand and
never by their spelling: a name and the word that is spelt like it are two decisions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.people.pseudonymise import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.people.pseudonym_finder import Hit, Offer


@dataclass(slots=True)
class Deciding:
    """The offers of one search, and what was decided of their places."""

    offers: list[Offer] = field(repr=False)
    decided: list[Replacement] = field(default_factory=list, repr=False)
    #: Looked at and left as they are.
    left: list[Hit] = field(default_factory=list, repr=False)
    #: Both, to ask of one place.
    _done: set[Hit] = field(default_factory=set, init=False, repr=False)

    def __post_init__(self) -> None:
        self._done.update((each.hit for each in self.decided), self.left)

    def open_hits(self, offer: Offer) -> list[Hit]:
        """The places of an offer that nobody has decided yet."""
        return [hit for hit in offer.hits if hit not in self._done]

    def open_offers(self) -> list[Offer]:
        """Those of which a place is open."""
        return [o for o in self.offers if any(hit not in self._done for hit in o.hits)]

    def replace(self, hits: Iterable[Hit], text: str) -> None:
        """These places read otherwise from now on."""
        made = [Replacement(hit, text) for hit in hits]
        self.decided += made
        self._done.update(each.hit for each in made)

    def leave(self, hits: Iterable[Hit]) -> None:
        """These places stay as they are."""
        made = list(hits)
        self.left += made
        self._done.update(made)

    def named(self, offer: Offer) -> tuple[str, str, str]:
        """Kind, string and what stands for it in files that come later, for the key.

        Where its places were decided otherwise, or not all, nothing stands for it: the
        string is known and looked for from now on, and every place is asked about.
        """
        own = set(offer.hits)
        texts = {each.hit: each.text for each in self.decided if each.hit in own}
        one = set(texts.values()) if len(texts) == len(own) else set()
        return offer.kind, offer.found, one.pop() if len(one) == 1 else ""

    def is_left(self, offer: Offer) -> bool:
        """Whether every place of an offer was left: it is not offered again."""
        return set(offer.hits) <= set(self.left)

    def carry_over(self, earlier: Deciding) -> None:
        """What was decided of an earlier search holds for the places that still stand.

        A place of a transcript that was changed in between may stand elsewhere now; it
        is asked about again.
        """
        texts = {_place(each.hit): each.text for each in earlier.decided}
        left = {_place(hit) for hit in earlier.left}
        for hit in (hit for offer in self.offers for hit in offer.hits):
            if _place(hit) in texts:
                self.replace([hit], texts[_place(hit)])
            elif _place(hit) in left:
                self.leave([hit])


def _place(hit: Hit) -> Sequence[object]:
    """Where a place stands and what it says; why it was offered may change."""
    return (*hit.place, hit.start, hit.end, hit.found)
