"""Words that decide whether a string is a speaker's label, and whose.

Languages beside English: German, French, Spanish, Italian, Portuguese, Dutch, Swedish;
for roles also Chinese, Russian and Arabic. All are case-folded.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Who asks.
INTERVIEWER: Final = _words(
    """
    interviewer interviewers interviewerin int intv ivr moderator moderatorin
    facilitator researcher researchers interviewador interviewadora entrevistador
    entrevistadora intervistatore intervistatrice intervieweuse enquêteur enquêtrice
    chercheur chercheuse forscher forscherin investigador investigadora onderzoeker
    intervjuare intervjuaren forskare iv er 采访者 访谈者 访问者 研究者
    интервьюер المحاور الباحث
    """
)
#: Who was interviewed.
PARTICIPANT: Final = _words(
    """
    participant participants participante partecipante interviewee interviewees
    respondent respondents respondente répondant répondante informant informante
    interviewte interviewter befragte befragter befragtes enquêté enquêtée entrevistado
    entrevistada intervistato intervistata geïnterviewde deltagare deltagaren teilnehmer
    teilnehmerin client clients klient klientin cliente patient patients patientin
    paziente paciente therapist therapeut therapeutin clinician clinicians counsellor
    counselor psychologist psychiatrist practitioner ip 受访者
    被访者 参与者 患者 来访者 респондент
    пациент участник المشارك المشاركة المريض
    """
)
#: A machine that talks.
APP: Final = _words(
    """
    app bot chatbot ai assistant machine computer robot agent chatgpt gpt claude siri
    alexa
    """
)
#: Who says it again in another language.
INTERPRETER: Final = _words(
    """
    interpreter translator dolmetscher dolmetscherin übersetzer übersetzerin interprète
    traducteur traductrice intérprete traductor interprete tolk 翻译 переводчик المترجم
    """
)
#: Nobody in particular, or somebody in passing.
OTHER: Final = _words(
    """
    all everyone everybody group several multiple observer nurse receptionist
    unidentified unknown inconnu unbekannt alle tous todos
    """
)
#: Small words inside a name.
JOINERS: Final = _words(
    """
    and und et y e & + / de di da du del der van von la le el of the den
    """
)
#: Words that head a note or a sentence, before a colon.
NOT_A_NAME: Final = _words(
    """
    project study site pseudonym occupation language setting mode attendees
    transcriber transcribed present recorder
    note notes nb anmerkung remarque nota notitie date datum fecha data goal goals aim
    aims task tasks example examples beispiel exemple ejemplo time zeit heure hora
    location ort lieu lugar place venue title titel titre duration dauer length
    interview interviews transcript transcription topic topics subject subjects age
    alter âge edad gender sex summary background context objective objectives step steps
    warning figure table source sources http https mailto ftp re fw ps todo comment
    comments observation observations result results conclusion important remember
    reminder today yesterday tomorrow monday tuesday wednesday thursday friday saturday
    sunday morning evening yes no yeah ok okay well so and but or because then also
    anyway honestly look listen actually basically first second third firstly secondly
    thirdly finally however therefore eg ie etc i.e e.g like that this these those here
    there it he she they we you my his her their our your what why how when where who
    which if as in on at to for from by with about not the a an one two three some
    something anything everything nothing reference references file files name names
    email phone address consent recording recorded audio video version page section part
    chapter appendix keywords key words sleep laughs laughter laughing pause silence
    inaudible unclear crosstalk sighs crying mood energy problem problems point reason
    reasons answer question frage antwort bzw zb z.b und aber d.h c'est mais et pero y
    maar en
    """
)
#: 'She said:' quotes somebody; it does not open a turn.
SPEECH_VERBS: Final = _words(
    """
    said says say saying asked asks asking goes went thought thinks think told tell
    replied answered answers wrote writes reads read means meant is was were are am be
    been sounds sounded adds added feels felt heard hear remember wonder wondered sagte
    sagt sagen meinte meint fragte fragt dachte dit disait demande dijo dice preguntó
    zei zegt vroeg disse sade säger
    """
)
#: Words that begin a clause.
OPENERS: Final = _words(
    """
    she he it they we you my his her their our your this that these those there here for
    in on at to with from by as if when what why how where who which the a an one some
    and but so or because then like i i'm i'd i've let not no yes just only about after
    before during until since while don't can't please maybe perhaps er sie es wir ihr
    ich der die das zum il elle ils elles je tu nous ça por el ella yo hij zij het ik
    """
)
#: Words that may stand beside a role.
QUALIFIERS: Final = _words(
    """
    the a female male first second third lead co app's client's and und et y
    """
)
