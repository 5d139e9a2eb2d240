"""Words of everyday talk that begin with a capital for no person's sake.

Case-folded; English, and the commonest of Czech, German, French and Spanish. A word
that is missing costs a look; a name that stands here would be overlooked where it opens
a sentence, so no name does.
"""

from __future__ import annotations

from typing import Final

_CAPITALS: Final = """
i i'm i'd i've i'll im ive id ok okay tv pc dvd cd usb pdf app ai it gp nhs adhd ptsd
ocd cbt monday tuesday wednesday thursday friday saturday sunday mondays tuesdays
wednesdays thursdays fridays saturdays sundays january february march april may june
july august september october november december christmas easter english czech german
french spanish italian dutch polish russian european american british god mr mrs ms dr
prof mum mom dad mama papa grandma grandpa nan gran covid wifi internet google
whatsapp zoom teams chatgpt speaker interviewer participant client therapist clinician
moderator sie ihnen ihr
"""
_OPENERS: Final = """
a able about above absolutely actually after afterwards again ages agreed ah aha all
almost alone already also although always am among an and another any anybody anyhow
anyone anything anyway anywhere apart apparently are aren't around as ask at away
awful back bad basically be because become been before began behind being believe best
better between big bit both breathe briefly but by bye call came can can't cannot
certain certainly check clearly close come completely correct could couldn't course
crying cute definitely depends did didn't different do does doesn't doing don't done
down during each early easier easy eh eight either else eleven email empty enough er
erm especially even eventually ever every everybody everyone everything everywhere
exactly except excuse explain fair fairly false far fewer fifteen fifty finally fine
first five for forty forever found four from funny gee generally get gets getting give
given go goes going gone good gosh got great ha had hadn't half happy hard hardly has
hasn't have haven't having he he'd he'll he's heard hello help her here here's hers
hey hi him his hm hmm hold honest honestly how how's however huh hundred i'd i'll i'm
i've if imagine imagined in indeed initially inside instead interesting into is isn't
it it'd it'll it's its itself just keep kind kinda knowing last late later laughing
least leave left less let let's like likely listen little long longer look looking
lots loud lovely luckily mainly make makes making many maybe me mean meaning meanwhile
mhm might mine mm mmm more mornings most mostly much my myself name namely near nearly
need needed neither never nevertheless new next nice night nights nine no nobody none
nonetheless nor normally not nothing now nowadays nowhere obviously odd of off oh on
once one one's only onto oops open or ordinary originally other others otherwise our
ours out outside over overall own part partly past people perhaps perfect personally
please plus possibly practically presumably pretty previously probably properly put
quick quickly quiet quite rather read reading really reckon recently relief remember
repeatedly right sad said same sat saw say saying says scared second secondly see
seeing seems sessions seven several shall she she'd she'll she's should shouldn't
silence silly similar similarly simply since sit sitting six sixty sleep slowly small
so some somebody somehow someone something sometimes somewhere soon sorry sort
speaking start still stop strange strangely stupid such suddenly suppose supposedly
sure talk talking tell ten terrible than thank thanks that that'd that'll that's the
their theirs them themselves then there there's therefore these they they'd they'll
they're they've things think thinking third thirty this those though thought thousand
three through throughout time times tired to today together tomorrow tonight too took
totally tough towards trust try trying twelve twenty twice two typically uh um under
unfortunately unless unlike until up upset us use used using usually very wait waiting
want wanted was wasn't watch watching way we we'd we'll we're we've week weeks weird
well went were weren't what what's whatever when whenever where whereas wherever
whether which whichever while who who's whoever whole whom whose why will with within
without won't wonderful wondering words work working worse worst would wouldn't write
wrong yeah year years yep yes yesterday yet you you'd you'll you're you've young your
yours yourself zero ale ano asi až byl byla bylo být co což dobře a do i já jak jako
jasně je jen jestli ještě já jo jsem jsme jsou když kde kdo která které který ke kvůli
mám máme mi mně možná můj my na nad ne nebo nebyl nebyla není nevím nic než no nikdy o
od on ona oni ono pak po pořád potom prostě proto protože před při ráda rád se si spíš
s ta tak takže takový tam tady ten teď tedy to toho trochu třeba tu tím tohle u už v
ve vlastně vím víte všechno vždycky z za zase že aber also auch da das dann der die
doch ein eine er es genau gut hier ich im in ist ja jetzt man mit nein nicht noch nur
oder schon sie so und vielleicht war was wenn wie wir alors après avec bien bon c'est
ce dans de donc elle en est et il je la le les mais nous non on oui ou parce pas pour
quand que si tout tu un une voilà vous así bueno claro como con cuando de ella él en
entonces es eso esta este hay la las lo los más me mi muy no nos o para pero porque
por pues que sí si también un una y ya yo
"""

#: Written with a capital wherever they stand.
ORDINARY_CAPITALS: Final = frozenset(_CAPITALS.split())
#: Words that often begin a sentence.
OPENERS: Final = frozenset(_OPENERS.split())
