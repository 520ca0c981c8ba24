"""English verb forms by rule and word list: enough to turn "I have" into "Dervla has" and "I'm sending" into "Send".

No tagger is loaded for this: the verbs people promise and report with are a small set, and a form unknown here is left as it was said.
"""

from __future__ import annotations

IRREGULAR_PAST = frozenset(
    """was were had did went said got made took came saw knew thought gave found told became left felt put brought began kept held wrote
    stood heard meant met ran paid sat spoke lay led grew lost fell sent built understood drew broke spent rose drove bought wore chose
    ate slept threw caught taught sold fought flew hid rang sank shot shut stuck swore swam woke won bit blew dealt dug drank forgot froze
    hung lent lit rode shook sang sought tore bet bid burst cost cut hit hurt let quit read set split spread upset overran withdrew
    shrank stole swept wound sprang bent bound bred crept dreamt fed fled forbade forgave ground knelt laid leant learnt leapt meant
    mistook overcame oversaw redid rewrote rebuilt resent reread retold spelt spilt strode struck swung undid wept""".split()
) - frozenset("put cut hit hurt let quit read set split spread bet bid burst cost upset shut lay ground wound bound fed found".split())

# Base forms that start a task, or follow "and" after one.
BASE_VERBS = frozenset(
    """accept add address adjust agree align allow announce answer apologise apologize apply approach approve arrange ask assign
    attach audit
    back bake be begin block blog book brief bring budget build buy calculate call cancel carry catch change charge chase chat check choose
    circulate clarify clean clear close collect come commit compare complete confirm connect contact copy correct cost count cover create
    cut deal debug decide delete deliver demo deploy describe design dig disable discuss do document double double-check draft draw drive
    drop edit email enable encrypt end ensure escalate estimate explain export extend figure file fill find finish fix flag flip fly follow
    forward freeze gather get give go grab group hand handle have hear help hire hold import include increase inform install introduce
    invite invoice involve join keep kick land lay lead lean learn leave lend let limit line link list listen live loan log look lower mail
    make map mark measure meet mention merge message migrate mind move name need negotiate note notify offer open order organise organize
    own pack page paint park pass pay phone pick pilot ping plan play point post prepare present press price print promise propose
    prove provide publish pull push put quote raise reach read rebase rebuild reconcile record redo reduce refactor refund remember remind
    remove rename renew rent repair repeat replace reply report request rerun reschedule research resend reserve reset resolve respond
    rest restart restore restrict retest return review revise revisit rewrite ring roll root rotate rule run save say scan
    schedule scope search see
    sell send separate set settle share ship shift show shut sign sit sketch sleep sort sound speak spend split stand start state stay
    stick stop store submit suggest summarise summarize supply support swap switch take talk teach tell test text think tidy tie touch trace
    track train transfer translate trim try tune turn type understand update upgrade upload use validate verify visit wait walk want warn
    watch weigh wire withdraw work write""".split()
)
NEVER_INFLECT = frozenset(
    """can could will would shall should may might must ought cannot not never also just still only really already always often even now
    then there here usually probably maybe definitely certainly actually honestly simply quite kind sort to the a an and or but if when
    that this these those with without in on at by for from of as so because than who which what where how both all each every no any
    them they he she it him her his their being been done gone seen known given taken written driven shown grown broken spoken""".split()
)
ADVERBS = frozenset(
    """also just still only really already always often even now then usually probably maybe definitely certainly actually honestly simply
    quite never literally basically obviously personally truly rarely sometimes currently both genuinely fully clearly kind sort hardly
    pretty almost nearly ever""".split()
)
_SPECIAL = {"am": "is", "are": "is", "were": "was", "have": "has", "do": "does", "go": "goes", "be": "is", "was": "was"}


def is_past(word: str) -> bool:
    """Whether a word read as a finite verb is a past form."""
    return word in IRREGULAR_PAST or (
        word.endswith("ed") and len(word) > 3 and word not in {"need", "feed", "seed", "speed", "exceed", "proceed"}
    )


def third_person(word: str) -> str:
    """The form for he or she of a finite verb said with "I", "we" or "you"; other words as they are."""
    low = word.lower()
    if low in _SPECIAL:
        return _SPECIAL[low]
    if low in NEVER_INFLECT or is_past(low) or not low.isalpha() or low.endswith(("ing", "ly")):
        return word
    if low.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es" if not low.endswith("s") or low.endswith("ss") else word
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def base_of_ing(word: str) -> str | None:
    """The base form of an -ing form of a known verb, else ``None``."""
    if not word.endswith("ing") or len(word) < 5:
        return None
    stem = word[:-3]
    candidates = [stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem]
    if stem.endswith("y"):
        candidates.append(stem[:-1] + "ie")
    return next((c for c in candidates if c in BASE_VERBS), None)


def base_of_third(word: str) -> str | None:
    """The base form of an -s form of a known verb, else ``None``."""
    irregular = {"has": "have", "does": "do", "goes": "go", "is": "be"}.get(word)
    if irregular:
        return irregular
    for cut, end in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(cut) and word[: -len(cut)] + end in BASE_VERBS:
            return word[: -len(cut)] + end
    return None
