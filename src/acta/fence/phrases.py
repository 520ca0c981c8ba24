"""The phrases by which people try to command a program, as patterns over text made plain: lower case, no accents, single spaces.

They are about who is spoken to, not about what: the same wish said to a person ("put in the minutes that …") is none of them.
"""

from __future__ import annotations

import re

from acta.fence import tongues

# Where a command can begin.
_START = (
    r"(?:^|[.!?,;:…\"'“”(\[\]>)*#-] ?|\b(?:and|then|so|now|please|just|also|but|first|hey|okay|ok|assistant|ai|bot|model|must|to|kindly|simply|immediately"
    r"|you (?:can|may|must|should|will|need to|have to|are to|shall|now)(?: now| safely| simply)?) )"
)
_IGNORE = (
    r"(?:ignore|disregard|forget(?: about)?|override|overrule|bypass|discard|dismiss|circumvent|set aside|abandon|neglect|do not follow|don't follow|stop following"
    r"|stop obeying|do not obey|don't obey|pay no attention to|do not comply with|no longer follow|throw away|erase|delete|skip|cancel|overwrite|replace)"
)
_OLD = (
    r"(?:previous|previously given|prior|preceding|earlier|above|foregoing|initial|original|system|existing|default|built[- ]in|hidden|internal|your(?: own)?|all(?: of)?"
    r"(?: the| your| these| those)?|any|every|safety|developer(?:'s)?|whatever)"
)
_TOLD = (
    r"(?:instructions?|prompts?|directives?|guidelines?|programming|system messages?|guardrails?|safeguards?|system rules?|instruction set)"
)
_RULES = r"(?:rules?|policies|policy|filters?|constraints?|restrictions?|orders?|commands?|training|protocols?|directions?|context|limitations?|checks?|text|messages?|content|conversation)"
_NARROW = r"(?:previous|prior|preceding|above|foregoing|system|your(?: own| previous| prior| system| safety| current)?|all(?: of)?(?: the| your) (?:previous|prior|above|system|safety)|all (?:previous|prior|above|of your)|safety|hidden|built[- ]in)"
_SUMMARY = r"(?:summary|summaries|minutes|notes?|output|write-?up|answer|response|reply|json|report|record)"
_SAY = r"(?:say|write|state|claim|put|record|report|add|include|insert|list|mention|note|print|output|invent|replace|omit|mark)"
_AI = (
    r"(?:a\.?i\.?|llm|language model|large language model|chat ?bot|bot|gpt(?:-?\w+)?|chat ?gpt|copilot|ai (?:assistant|model|note ?taker|system|scribe)|virtual assistant"
    r"|summari[sz]er|summary bot|note ?bot|transcription (?:bot|service|tool|software)|ai agent|acta|assistant)"
)
_ANY_AI = rf"(?:{_AI}|models?|program|machine|computer|agent|parser|note[- ]?taker|minute[- ]?taker|scribe|system|software|whoever (?:reads|is reading|processes|summari[sz]es))"
_DO = (
    r"(?:write|say|state|record|add|include|mark|list|report|ignore|set|assign|output|make|note|change|delete|remove|use|translate|respond|reply|answer|remember|treat"
    r"|summari[sz]e|disregard|forget|print|claim|stop|omit|insert|replace|follow|obey|invent|put|conclude|highlight|do not|don't|you must|you should|you are|your)"
)
_TONGUE_OLD = {
    "de": r"(?:alle[nrms]?|samtliche[nr]?|vorherige[nrms]?|vorige[nrms]?|bisherige[nrms]?|obige[nrms]?|fruhere[nrms]?|vorangegangene[nrms]?|vorangehende[nrms]?|deine[nrms]?|ihre[nrms]?|eure|ursprungliche[nrms]?)",
    "fr": r"(?:precedentes?|anterieures?|initiales?|ci-dessus|plus haut|du dessus|tes|vos|toutes?|systeme)",
    "es": r"(?:anteriores|previas|iniciales|de arriba|tus|sus|vuestras|todas|del sistema)",
    "it": r"(?:precedenti|tue|tutte|iniziali|sopra)",
    "pt": r"(?:anteriores|previas|suas|tuas|todas|acima)",
    "nl": r"(?:alle|je|jouw|vorige|eerdere|bovenstaande|voorgaande)",
}
_W = r"(?:[\w'-]+ ){0,4}?"


def _both(verb: str, old: str, noun: str) -> str:
    """``verb``, then ``noun`` with ``old`` before or behind it."""
    return rf"\b{verb} (?:{_W}{old} {_W}{noun}|{_W}{noun} (?:[\w'-]+ ){{0,2}}{old})\b"


_PATTERNS = (
    # Rules are to be forgotten.
    rf"{_START}{_IGNORE} (?:[\w']+ ){{0,3}}?{_OLD} (?:[\w']+,? ){{0,3}}?{_TOLD}\b",
    rf"{_START}{_IGNORE} (?:[\w']+ ){{0,2}}?{_NARROW} (?:[\w']+,? ){{0,2}}?{_RULES}\b(?! (?:of the (?:road|game|house)|of mine|slide|e-?mail))",
    rf"{_START}(?:ignore|disregard|forget|discard|delete|erase) (?:the |any |all )?(?:rules|instructions?|guidelines|prompt|text|transcript|messages?)(?: \w+){{0,2}} (?:above|before this|you (?:were|have been|had been|got|received|'ve been))",
    (
        rf"{_START}(?:ignore|disregard|forget|discard|delete) (?:absolutely )?(?:everything|anything|all|all of|whatever|what)(?: that)? (?:above(?! (?!and |this |here |or )\w)|before this|(?:was|is|has been|had been) (?:said|written|stated) (?:above|before this (?:line|point))|preceding"
        r"|you (?:were|have been|'ve been|had been|are|got)(?: \w+)? (?:told|taught|instructed|given|asked|trained)(?=(?: (?:before|so far|until now|previously|above|up to|earlier|and|to|by))|[.,;:!]|$)|in (?:the|your) (?:prompt|context))"
    ),
    (
        r"\b(?:previous|above|earlier|prior|your|system|these|old|original) (?:\w+ )?(?:instructions?|prompts?|directives|guidelines|rules)(?: given)? (?:are|is|were|was|have been|has been|do|does|no)"
        r"(?: now| hereby| all)* (?:void|invalid|cancel\w+|revoked|a test|fake|superseded|not apply|longer|outdated|overridden|expired|null|suspended|lifted|disabled)"
    ),
    r"\b(?:rules|instructions|guidelines|restrictions|guardrails|limits) (?:no longer|do not|don't|will not) (?:apply|bind) to you\b",
    rf"{_START}(?:disable|turn off|switch off|deactivate|remove|lift|suspend) (?:\w+ ){{0,2}}(?:your|safety|content|all) (?:\w+ ){{0,2}}(?:filters?|guardrails?|restrictions?|safeguards?|checks?|rules|limits|verification|limitations?)\b",
    rf"{_START}(?:follow|obey|use|apply|execute|adopt)(?: only)? (?:these|the following|my|this|new)(?: new| following)? (?:instructions?|rules|orders|directives|prompt)(?: instead| only| from now on|, (?:and )?(?:not|no))",
    r"\bnew (?:system |top[- ]priority |important |updated )?(?:instructions?|directives?|prompt|task)(?: (?:for|to) (?:you|the (?:\w+ )?(?:model|assistant|ai|bot|system|summari[sz]er)))? ?(?::|follow\b)",
    (
        r"\b(?:instructions?|message|command|note|directive|prompt|reminder|memo|attention)(?:,)? (?:to|for) (?:the |any |all |our )?(?:\w+ )?"
        rf"(?:{_AI}|models?|summari[sz]ers?)(?: \w+)?(?:[,:.!]| (?:that|who|is|reading|processing|summari)|$)"
    ),
    (
        r"\b(?:if|when|since|because|any|every|whichever|to the|dear|attention) (?:you(?:'re| are) )?(?:an? |the )?(?:\w+ )?"
        rf"(?:{_AI}|model) (?:that (?:is |reads|processes|summari)|which |who |reading|processing|summari[sz]|and (?:are |you ))"
    ),
    # Who it is to be.
    r"\bas an? (?:a\.?i\.?|artificial intelligence)(?:,| (?:language|model|assistant|system|you|note|i (?:am|can|must|cannot))\b)|\bas an? (?:large )?language model\b|\bas a (?:helpful )?(?:ai )?assistant,? you\b",
    (
        r"\b(?:you are|you're|you will be|become|act as|behave as|behave like|act like|imagine you are|pretend (?:that )?(?:you are|you're|to be)|role-?play as|simulate|assume the role of|switch to being)(?: now| from now on| henceforth)?"
        rf" (?:an? |the |my |called |named )?(?:\w+[ -]){{0,4}}?(?:{_AI}(?! (?:team|company|lead|person|expert|strategy|budget|project|policy|coach|manager|to the|professor|principal|director|editor|head))\b|jailbroken|unrestricted|unfiltered|uncensored|dan\b(?= |[,.:]|$)(?! \w+son)|linux terminal|python interpreter|model (?:without|with no|that))"
    ),
    r"\byou(?: are|'re|r are)? (?:now |hereby |no longer |not )+(?:bound|restricted|limited|constrained|subject|required to follow|obliged) (?:by|to) (?:\w+ ){0,2}(?:rules|instructions|guidelines|restrictions|policies|prompt|policy)",
    r"\byou (?:have|are under) no (?:more )?(?:rules|restrictions|guidelines|instructions|limits|filters|constraints)(?: (?:now|any ?more|anymore)|[.,!]|$)",
    r"\bpretend (?:that )?(?:you (?:have|had) no (?:\w+ )?(?:rules|restrictions|guidelines|instructions|limits|filters)|(?:\w+ ){1,6}(?:(?:was|were|has been|have been|had been) (?:\w+ )?)?(?:approved|agreed|decided|signed|accepted|promised|fired|rejected|cancelled|adopted)\b)",
    rf"{_START}(?:enter|enable|activate|switch to|engage|go into|initiate|start) (?:developer|god|dan|jailbreak|unrestricted|sudo|root|admin|administrator|maintenance|debug|override|opposite) mode\b(?! (?:on|in|for|of) (?:the|your|my|his|her|our|a|that|this|each|every|all) )",
    r"\byou(?: are|'re) (?:now )?in (?:developer|god|dan|jailbreak|unrestricted|sudo|root|admin|administrator|maintenance|debug|override|opposite) mode\b",
    r"\b(?:developer|god|dan|jailbreak|unrestricted|sudo|admin|override) mode (?:is )?(?:now )?(?:on(?! (?:the|your|my|his|her|our|a|that|this|each) )|enabled|activated|engaged|unlocked|active)\b|\bjailbr[eo]a?k(?:en|ed)? (?:mode|prompt|yourself|the model)|\bdo anything now\b",
    r"\b(?:system|admin|administrator|developer|instruction|prompt|safety|root|priority|operator) (?:level )?override\b(?! (?:switch|button|key|valve))|\boverride (?:code|accepted|authori[sz]ed|granted|confirmed|command|sequence)\b(?= ?(?:[:.,\d]|alpha|omega|accepted|confirmed|now))",
    rf"{_START}(?:override|overrule|bypass|disable|ignore|skip) (?:your|all|any|the) (?:\w+ )?(?:evidence|verification|quote|citation|fact)[- ]?(?:checks?|checking|rules?|requirements?)\b",
    # What it was told.
    r"\b(?:reveal|print|repeat|show|output|leak|display|dump|recite|expose|disclose|tell me|give me|what (?:is|are|was|were)|quote|paste|include|append|copy)(?: to me| me)? (?:your|the|all|its)(?: of your)? (?:full |entire |exact |complete |whole )?(?:system |initial |original |hidden |secret |internal |first )(?:prompts?|instructions?|messages?|rules|configuration)\b",
    r"\b(?:reveal|print|repeat|output|leak|dump|recite|disclose) (?:your|all your) (?:\w+ )?(?:prompts?|instructions?|rules)\b|\byour (?:system|initial|hidden|secret) (?:prompts?|instructions?|messages?)\b",
    r"\b(?:ignore|override|overwrite|replace|change|forget|disregard|end of|begin|start of|new|updated) (?:\w+ ){0,2}system (?:prompt|message|instructions?)\b|^\W*system (?:prompt|message|instructions?|notice|update)\b ?[:.\-]|\bsystem (?:prompt|message|notice|instruction) ?:",
    rf"{_START}repeat (?:everything|all|the (?:text|words|content|lines?)|all the (?:text|words)) (?:above|before this|you (?:were|have been) (?:given|told))",
    # What it is to answer with.
    rf"{_START}(?:output|return|respond with|reply with|emit|print|produce|generate|answer with|give back)(?: back)? (?:only |just |exactly |nothing but )?(?:the following |this |these |valid |exactly this |only this |the exact )*(?:raw )?(?:json|xml|yaml|string|token|sentence|text verbatim)\b(?! (?:from|for|to|in|file|by|on|when|so|instead|with|over|rather|because|and (?!nothing|no ))\b)",
    rf"{_START}(?:output|respond|reply|answer|print|write|return|say|emit)(?: back)?(?: with)? (?:only|exactly|verbatim|nothing (?:but|else than|except))(?: with)? (?:the following|the (?:word|words|string|sentence|phrase|text)|this (?:sentence|text|json|string)|an? (?:json|empty)|json|\"|“|in json)",
    rf"{_START}output (?:only |exactly )?(?:the following|this)\b|\boutput only\b|\brespond only (?:with|in)\b",
    r"\b(?:open|left)(?:ing)? (?:curly )?(?:brace|curly|bracket)s?[, ]+(?:open )?(?:double )?quote\b|\bquote[, ]+\w+[, ]+(?:un|end |close )?quote[, ]+colon\b",
    r"\b(?:action_items?|key_facts?|open_questions?|follow_ups?|next_meeting|due_words|not_items|owner_candidates)\b",
    rf"\b(?:{_SUMMARY}|summary field|items (?:list|array)|decisions (?:list|array)) (?:field )?(?:must|shall|has to|needs to|is to|will) (?:only |always |exactly |now |simply )?(?:say|state|contain|begin|start|read|be (?:empty|exactly|only|replaced)|consist|output)\b",
    rf"{_START}(?:return|output|produce|write|give|leave)(?: me)? (?:an? |the )?(?:empty|blank) (?:summary|list|json|items|minutes|response|answer|output)\b|\bleave (?:the )?(?:summary|items|minutes|output|action items|decisions) (?:empty|blank)\b",
    rf"{_START}(?:write|produce|give|make|render|answer|reply|respond)(?: me| us)?(?: with| in)? (?:the |your |this )?(?:{_SUMMARY} )?(?:as|in|like) (?:an? )?(?:pirate(?: speak)?|poem|haiku|limerick|emojis?|base64|morse(?: code)?|all caps|capital letters|rhymes?|leetspeak|rot13)\b",
    r"\binstead of (?:an? |the |your )?(?:summary|minutes|notes|json|summari[sz]ing[^.?!,]{0,30})[, ]+(?:please )?(?:write|output|print|say|tell|give|produce|reply|do|return)\b",
    r"\b(?:stop|cease|abort|terminate) (?:summari[sz]ing|the summary|processing (?:the|this) (?:transcript|meeting|text)|reading the transcript)\b",
    # What it is to write, whatever was said.
    rf"\b(?:when|whenever|while|before|after|as|if|once) (?:you(?: are|'re)?|the (?:{_AI}|model|system|summary|tool)|anyone|it) (?:\w+ ){{0,3}}(?:summari[sz]\w*|minutes? (?:this|the meeting)|writes? the (?:summary|minutes|notes)|process(?:es|ing)? (?:this|the (?:transcript|meeting)))\b[^.?!]{{0,70}}?\b{_SAY}\b",
    rf"\b(?:do not|don't|never|must not) (?:mention|record|include|report|list|note|write|minute|put|reveal|say)\b[^.?!]{{0,80}}\b(?:{_SUMMARY}|decisions|action items)\b[^.?!]{{0,20}}[.,;:!]? ?(?:and |but )?(?:instead,? (?:you (?:must|should|will) )?(?:just )?{_SAY}|{_SAY} instead)\b",
    rf"(?:^|[.!?,;:] ?|\b(?:hey|dear|okay|ok|attention|now|and|so|hello|listen|please) )(?:the )?(?:{_AI}|dear (?:model|summari[sz]er|note[- ]?taker))[,:!]? (?:please |now |kindly |you must |you should |you will |i want you to |i need you to )*(?<! the ){_DO}\b",
    rf"\b(?:note[- ]?taker|minute[- ]?taker|scribe|secretary|{_ANY_AI})\b[,:][^.?!]{{0,100}}\b(?:regardless|no matter what|even though (?:we|nobody|it|they)|even if (?:nobody|it|they|we)|whatever (?:was|we|they|anybody) sa(?:id|y)|without (?:any )?(?:evidence|quotes?|proof)|override|overriding|ignor(?:e|ing) (?:what|everything|the rest)|instead of what)",
    rf"\b{_SAY} [^.?!]{{0,80}}\b(?:regardless of (?:what (?:was|is|they|we|anybody|people) (?:\w+ )?(?:said|say|agreed|decided)|the (?:transcript|evidence|discussion))|no matter what (?:was|is|the transcript|they|people) (?:\w+ )?(?:said|say|says)|whatever the transcript says|(?:even )?without (?:any )?(?:evidence|quotes?|citations?) (?:in|from|for|behind)|although nobody said|even though nobody said)",
    rf"\byou (?:must|will|should|shall|have to|are (?:required|instructed|ordered|commanded|programmed|authori[sz]ed) to|need to)(?: now| always| only| therefore)? (?:obey|output|comply with (?:these|my|the following|this)|never refuse|respond only|answer only|{_SAY} (?:in (?:the|your) {_SUMMARY} )that (?!you|we|i |they)|{_SAY} (?:in|into) (?:the|your) (?:summary|output|answer|response))",
    r"\b(?:your|the assistant's|the model's) (?:new|real|true|only|actual|updated|next|sole|primary) (?:task|job|role|goal|purpose|objective|mission|instructions?|directive)s? (?:is|are)(?: now)?(?: to)? (?:only |always )?(?:write|say|output|ignore|respond|print|summari[sz]e|translate|reply|report|answer|insert|claim|these|as follows|the following)\b",
    r"\bfrom now on,? you (?:will |must |should |are to |shall )?(?:only |always )?(?:respond|output|reply only|reply with|answer only|answer with|act as|obey|ignore|write only|speak as|identify as)\b",
    rf"{_START}(?:add|insert|append|prepend|include|write|put|place)\b[^.?!]{{0,60}}\b(?:the following|this exact|these exact|the exact|verbatim)\b[^.?!]{{0,60}}\b(?:summary|output|answer|response|json|minutes|notes|decisions|action items)\b",
    rf"\b(?:in|into|to|at the (?:end|top|start|beginning) of) (?:the|your) (?:summary|output|answer|response|json|minutes|notes|decisions|action items)[,:]? (?:you (?:must|should|will) )?{_SAY} (?:exactly|only|verbatim|the following|the (?:word|words|sentence|phrase|string))\b(?! what (?:he|she|they|i|was))",
    rf"{_START}(?:start|begin|end|open|close|finish) (?:the |your )(?:summary|output|answer|response|reply|minutes|notes) with (?:the (?:word|words|sentence|phrase)|\"|“|exactly|')",
    r"\bthe (?:real|true|actual|correct|official) (?:summary|minutes|transcript|decision|output) (?:is|are|reads|says|follows?)(?: as follows)? ?:|\breplace (?:the|every|all|each) (?:summary|decisions?|action items|owners?|items|names?|minutes|dates?) (?:in the \w+ )?(?:with|by)\b",
    r"\b(?:mark|set|flag|treat|count|classify|report|list) (?:everything|all (?:of )?(?:the |these |them |your )?(?:items?|lines|decisions|statements|quotes|claims|it)?|every (?:item|line|statement|claim)) ?as (?:verified|approved|decided|decisions?|confirmed|agreed|proven|true|evidence)\b",
    r"\b(?:cite|quote|use|give|attach|invent|fabricate|make up) (?:\w+ ){0,3}(?:utterances?(?: number)? (?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|any)|(?:fake|false|any|some) (?:evidence|citations?)|as (?:the )?evidence for this)\b|\bset (?:the )?(?:confidence|evidence|kind) (?:of |to |field)",
    r"\b(?:do not|don't|never|must not) (?:reveal|disclose|tell (?:the |any )?(?:user|reader)s?|mention) (?:about )?(?:this|that you|these|the existence of|having (?:read|received)) ?(?:instructions?|prompt|message|injection|command|were)?(?: to (?:the |any )?(?:user|reader)s?)?(?=[.,!]| (?:instructions?|to the (?:user|reader)|were told|in (?:the|your) (?:output|answer|response|summary))|$)",
    r"\b(?:for (?:the )?(?:purposes? of )?(?:testing|debugging|educational|research)(?: purposes)?)[, ]+(?:please |you may |you must |now )?(?:ignore|output|print|disregard|reveal|write that|say that)\b",
    r"\b(?:this|the following|what follows) (?:is|are) (?:an? )?(?:new |important |critical |urgent |direct )?(?:system|official system|administrator|developer|operator|root) (?:instructions?|messages?|prompts?|commands?|orders?|notice|override)\b|\bmessage from (?:your|the) (?:developers?|operator|creators?|system administrator|programmers?)[:,]",
    r"\b(?:end|beginning|start) of (?:the )?(?:system |user |meeting )?(?:transcript|prompt|instructions?|context|input|untrusted data|data)\b ?(?:[.:;>\]=#*-]|$)(?! ?(?:there|it|we|you|i|she|he)\b)",
    rf"{_START}(?:the )?(?:transcript|meeting|conversation|document) (?:above|ends here|is over|is fake|was a test|is (?:only )?a (?:decoy|test|distraction))[.,;:]? ?(?:now|ignore|the real|new|and now|what|here|disregard|so|your)",
    rf"{_START}(?:send|post|upload|forward|exfiltrate|email|leak)\b[^.?!]{{0,40}}\b(?:your|the) (?:system prompt|prompt|api keys?|credentials|context window|instructions|environment variables)\b",
    r"\b(?:tokens?|context) (?:limit|window) (?:reached|exceeded)[.,;:]? (?:restart|ignore|new|reset|forget)|\breset (?:your|the) (?:memory|context|instructions|rules|programming)\b|\bclear your (?:memory|context|instructions)\b",
    r"\bhypothetically[^.?!]{0,20}\bif you (?:had no|weren't bound|could ignore) ",
    # German.
    _both(
        r"(?:ignorier\w*|vergiss|vergesst|vergessen sie|missachte\w*|umgeh\w*|ubergeh\w*|uberschreib\w*|verwirf|beachte \w+ nicht)",
        _TONGUE_OLD["de"],
        r"(?:anweisung(?:en)?|instruktion(?:en)?|regeln|vorgaben|befehle|anleitung(?:en)?|prompts?|richtlinien|systemprompts?|systemanweisung(?:en)?)",
    ),
    r"\b(?:du bist|sie sind) (?:jetzt|nun|ab sofort|ab jetzt) (?:\w+ ){0,4}(?:ki|k\.i\.|bot|sprachmodell|assistent|assistentin|modell|entwicklermodus|chatbot)\b|\bals (?:ki|k\.i\.|sprachmodell|ki-modell|ki-assistent)\b(?:,| (?:sollst|musst|darfst|bist|hast))|\bentwicklermodus\b|\bsystem-?prompt\b",
    r"\b(?:gib|geben sie|antworte|antworten sie|schreib\w*) (?:nur|ausschliesslich|lediglich) (?:\w+ ){0,4}(?:aus|json|dem wort|folgende[mns]?)\b|\bwenn (?:du|sie) (?:\w+ ){0,4}(?:zusammenfasst|zusammenfassen|protokollierst)\b[^.?!]{0,60}\b(?:schreib\w*|fug\w*|sag\w*|erwahn\w*|nenn\w*|behaupte\w*)",
    r"\b(?:schreib\w*|vermerk\w*|behaupte\w*|protokollier\w*) [^.?!]{0,80}\b(?:egal was (?:gesagt|besprochen)|obwohl (?:es )?niemand|unabhangig davon, was|auch wenn (?:es )?niemand)",
    # French.
    _both(
        r"(?:ignore[zr]?|oublie[zr]?|(?:ne )?(?:tiens|tenez|tenir) (?:pas |aucun |plus )?compte (?:de|des)|neglige[zr]?|contourne[zr]?|fai(?:s|tes) abstraction (?:de|des)|desobei\w*(?: a| aux)?)",
        _TONGUE_OLD["fr"],
        r"(?:instructions?|consignes?|regles?|directives?|ordres?|invites?|prompts?)",
    ),
    r"\b(?:tu es|vous etes) (?:maintenant|desormais|a present) (?:\w+ ){0,4}(?:ia|i\.a\.|assistant|modele|bot|mode (?:developpeur|debug|administrateur))\b|\ben tant que? (?:modele de langage|qu'?ia|ia|assistant virtuel)\b|\bmode developpeur\b|\b(?:invite|prompt|message|instructions?) (?:du )?systeme\b",
    r"\b(?:reponds|repondez|renvoie|renvoyez|affiche|affichez|produis|ecris|ecrivez) (?:uniquement|seulement|exclusivement)\b|\b(?:quand|lorsque|lorsqu'|si|en) (?:tu|vous|on)? ?(?:\w+ ){0,2}(?:resume\w*|resumant)\b[^.?!]{0,60}\b(?:ajoute\w*|ecri\w*|dis|dites|mentionne\w*|indique\w*|pretend\w*)",
    # Spanish.
    _both(
        r"(?:ignor(?:a|e|ad|en|ar)|olvid(?:a|e|ad|en|ate de)|ha(?:z|ga|gan) caso omiso (?:de|a)|no (?:hagas|haga) caso (?:de|a)|descart[ae]|omit[ae]|desobedece\w*)",
        _TONGUE_OLD["es"],
        r"(?:instrucciones|reglas|ordenes|directrices|indicaciones|normas|prompts?)",
    ),
    r"\b(?:ahora )?(?:eres|sera?s) (?:ahora |a partir de ahora )?(?:una? )?(?:\w+ ){0,3}(?:ia|i\.a\.|asistente (?:virtual|sin|de ia)|modelo (?:de lenguaje|sin)|bot|chatbot)\b|\bcomo (?:un )?(?:modelo de lenguaje|ia|inteligencia artificial)\b,|\bmodo (?:desarrollador|programador|dios)\b|\b(?:prompt|mensaje|instrucciones?) del sistema\b",
    r"\b(?:responde|devuelve|imprime|escribe|contesta|responda) (?:solo|unicamente|solamente|exclusivamente) (?:\w+ ){0,3}(?:json|palabra|siguiente|texto)\b|\b(?:cuando|al|si) (?:\w+ ){0,2}(?:resum\w+|hagas el resumen)\b[^.?!]{0,60}\b(?:anad\w*|agreg\w*|escrib\w*|di\b|incluy\w*|pon\b|afirm\w*)",
    # Italian, Portuguese, Dutch.
    _both(r"(?:ignor(?:a|ate|are)|dimentica\w*|non seguire)", _TONGUE_OLD["it"], r"(?:istruzioni|regole|direttive|comandi)"),
    _both(r"(?:ignor(?:e|a|ar|em)|esque(?:ca|ce|cam)|desconsider[ea])", _TONGUE_OLD["pt"], r"(?:instrucoes|regras|ordens|diretrizes)"),
    _both(r"(?:negeer|vergeet|sla over)", _TONGUE_OLD["nl"], r"(?:instructies|regels|opdrachten|aanwijzingen)"),
)
COMMANDS = (*(re.compile(p) for p in _PATTERNS), *tongues.COMMANDS)
"""Commands to a program in a text made plain."""

MARKS = tuple(
    re.compile(p, flags)
    for p, flags in (
        (
            r"<\|?/?\s*(?:im_start|im_end|im_sep|system|user|assistant|endoftext|endofprompt|eot_id|start_header_id|end_header_id|begin_of_text|end_of_text|start_of_turn|end_of_turn)\s*\|?>",
            re.IGNORECASE,
        ),
        (r"\[/?(?:INST|SYS|SYSTEM|SYSTEM_PROMPT|ASSISTANT|USER)\]|<</?SYS>>|<s>\s*\[|</s>|<(?:start|end)_of_turn>", re.IGNORECASE),
        (
            r"</?\s*(?:transcript|system|instructions?|prompt|user|assistant|context|document|notes|data|utterances?|tool\w*|function\w*|source|input|meeting|untrusted|hints?|glossary|example|answer|output|think(?:ing)?|admin)\b[^<>]{0,40}>",
            re.IGNORECASE,
        ),
        (
            r"(?:^|\n|[.!?…]\s|[\"“'(\-]\s?)\s*(?:SYSTEM|ASSISTANT|DEVELOPER|SYSTEM PROMPT|INSTRUCTIONS?|ADMIN|Human|Assistant|System|Developer)\s?:(?!\s?\d)(?=\s)",
            re.NOFLAG,
        ),
        (r"^\s*(?:system|assistant|developer|user)\s*:", re.IGNORECASE),
        (
            r"(?:^|\s)#{2,6}\s*(?:new\s+|end\s+of\s+)?(?:instructions?|system|task|response|input|prompt|override|assistant|human|user|rules|context|transcript)\b",
            re.IGNORECASE,
        ),
        (
            r"[\[{]\s*[\"“']?\w+[\"”']\s*:|[{,]\s*\"\w+\"\s*:|\"(?:summary|items|kind|evidence|decisions?|owner|due|text|role|content)\"\s*:",
            re.IGNORECASE,
        ),
        (r"(?:^|\s)#{2,6}\s+\S", re.NOFLAG),
        (r"```|~~~|\{\{[^{}]*\}\}|\{%|<%|\$\{\w|<!--|-->|<script\b|<!\[CDATA\[|\]\]>", re.IGNORECASE),
        (r"[-=*_#]{3,}\s*(?:end|begin|start|new|system|instructions?|stop)\b", re.IGNORECASE),
        (r"\b(?:END|BEGIN|START)(?: OF)? (?:TRANSCRIPT|PROMPT|INSTRUCTIONS?|CONTEXT|INPUT|DATA|SYSTEM|MESSAGE)\b", re.NOFLAG),
        (r"\bBEGIN (?:SYSTEM|NEW|ADMIN)\b|\bIGNORE (?:ALL|YOUR|PREVIOUS)\b", re.NOFLAG),
    )
)
"""What marks a new speaker, part or data to a program, in a text as it was written."""

SQUEEZED = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)(?:all|any|the|of|my|these|those|every)*(?:previous|prior|above|earlier|preceding|system|your|all){1,4}"
    r"(?:system|safety|previous|prior)*(?:instructions?|rules|prompts?|directives?|guidelines?|programming)|revealyoursystemprompt|yoursystemprompt"
    r"|youarenow(?:a|an|in|the)?(?:ai|dan|developermode|unrestricted|jailbroken)|developermodeenabled|doanythingnow|asanailanguagemodel|asalanguagemodel"
    r"|outputonlythefollowing|respondonlywith|writethatthebudgetwasapproved"
)
"""The same in a text without any gaps."""
