"""What a unit of talk does, by its words: promises, asks, agrees, refuses, corrects itself, says that something is done.

A cue is a name and a pattern over lower-case text with straight apostrophes. They say what words are there, never what they are worth:
``weights`` does.
"""

from __future__ import annotations

import functools
import re

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|today|this (?:afternoon|evening|morning)|next week|the weekend"
_NUMBER = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand"
    r"|million|percent|half|third|quarter|dozen"
)
_PEOPLE = r"(?:she|he|they)"
_DO = (
    r"(?:send|ask|write|check|call|ring|phone|email|mail|tell|talk|speak|put|draft|get|find|bring|book|make|look|set|move|add"
    r"|take|give|do|try"
    r"|let|share|fix|update|change|come|go|start|run|test|print|order|post|file|confirm|chase|pull|push|read|have|open|sort"
    r"|drop|text|message)"
)

CUES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "question": r"\?",
        "ends_question": r"\?\W*$",
        "wh_question": r"\b(?:who|what|when|where|why|how|which)\b[^.!?]*\?",
        "promise": rf"\bi(?:'ll| will|'m going to|'m gonna)\b(?! (?:be honest|tell you|say|admit|give you that))|\b(?:let me"
        rf"|i can) {_DO}\b",
        "will_then": rf"\bi'll (?:\w+ )?{_DO}\b",
        "we_will": r"\bwe(?:'ll| will|'re going to| shall)\b",
        "you_get": r"\byou(?:'ll| will) (?:have|get|hear|see)\b",
        "request": rf"\b(?:can|could|would|will) you\b|\bplease\b|\bi(?:'d)? (?:need|want|like) you to\b"
        rf"|\byou(?:'ll)? (?:need|have) to\b|^{_DO} ",
        "imperative": rf"(?:^|[.!?,;] |\b(?:and|so|then|just|you) ){_DO} (?:me|him|her|them|it|the|a|an|that|your|my|to|with)\b",
        "need": r"\b(?:need|needs|have to|has to|got to|must|should)\b",
        "offer": r"\b(?:shall i|should i|do you want me to|i can|i could|want me to|happy to|i'd be happy)\b",
        "accept": r"^\W*(?:yes|yeah|yep|yup|sure|okay|ok|fine|done|deal|agreed|will do|of course|absolutely|perfect|great"
        r"|good|right|got it|please do|go on"
        r"|sounds good|i will|i can do that|no problem|all right|alright|ja|happy to|lovely|brilliant|that works|works for me"
        r"|let's do)\b",
        "refuse": r"^\W*(?:no\b|nope|nah|not yet|i can't|i don't think|leave it|never mind|don't)\b",
        "agree": r"\b(?:agreed|agree|deal|that works|works for me|let's do (?:it|that)|decided|then that's|so that's"
        r"|sounds good|fair enough|settled)\b",
        "lets": r"\blet's\b|\bwe (?:should|could)\b|\bhow about\b|\bwhy don't we\b|\bi'd (?:say|suggest|rather|propose)\b|\bi propose\b",
        "settle": r"\b(?:so we|so it's|then it's|we keep|we go with|go with|stick with|instead|not the|from now on|as of"
        r"|stays|it stays|we stop|no more"
        r"|we don't|we do)\b",
        "day": rf"\b(?:{_DAY})\b",
        "by_day": rf"\b(?:by|before|until|on|this|next|end of) (?:the )?(?:\w+ )?(?:{_DAY}|week|month)\b",
        "month": r"\b(?:january|february|march|april|june|july|august|september|october|november|december|spring|summer"
        r"|autumn|winter|christmas)\b",
        "number": rf"\d|\b(?:{_NUMBER})\b",
        "numbers": rf"(?:\d|\b(?:{_NUMBER})\b)\D*?\W+(?:\w+\W+)*?(?:\d|\b(?:{_NUMBER})\b)",
        "money": r"[£$€]|\b(?:pounds?|euros?|dollars?|rand|grand|budget|price|cost|costs|invoice|fee|salary|paid)\b",
        "percent": r"%|\bpercent\b|\bper cent\b",
        "if": r"\bif\b|\bunless\b|\bin case\b|\bassuming\b",
        "when_then": r"\b(?:when|once|after|until|as soon as)\b",
        "maybe": r"\b(?:maybe|perhaps|might|possibly|probably|at some point|one day|eventually|some time|sometime)\b",
        "may_go_wrong": r"\b(?:risk|worry|worried|worries|afraid|scared|scares|danger|nervous|concern|concerned|problem"
        r"|trouble|lose|fail|fails|break|breaks"
        r"|late|slip|slips|stuck|wrong|blame|run out|too late|bus)\b",
        "could_if": r"\bif\b.*\b(?:then|won't|can't|we're|would|will|'ll|could|gone|nobody|no one)\b",
        "nobody": r"\b(?:nobody|no one|none of|only one|the only|alone|never)\b",
        "unknown": r"\b(?:don't know|do not know|not sure|no idea|unclear|wonder|whether|haven't (?:decided|heard)|can't say"
        r"|depends|we'll see|nobody knows"
        r"|i'd have to|open question|still open|not decided|find out|don't actually know|couldn't tell)\b",
        "look_at": r"\b(?:think about|have a think|look at|look into|revisit|come back to|see if|see whether|find out"
        r"|keep an eye|consider|next time|later)\b",
        "past": r"\b(?:was|were|had|did|\w+ed|went|came|took|made|told|said|got|found|sent|wrote|left|lost|cost|ran|gave|put)\b",
        "since": r"\b(?:since|last (?:week|month|year|\w+day)|ago|yesterday|so far|already|used to)\b",
        "because": r"\b(?:because|that's why|the reason|so that|due to|turns out|it turned out)\b",
        "done_already": r"\b(?:already|done|sent it|did it|went (?:up|out|in)|it's in|sorted|finished|yesterday|this morning)\b",
        "third_says": rf"\b{_PEOPLE}(?:'s|'d| has| had)? (?:said|says|told|promised|wants|wanted|asked|agreed)\b"
        rf"|\b[a-z]+ (?:said|says|promised) (?:she|he|they)\b",
        "third_will": rf"\b{_PEOPLE}(?:'ll|'d| will| would|'s going to| is going to)\b",
        "thanks": r"\b(?:thank you|thanks|cheers|appreciate)\b",
        "feeling": r"\b(?:sorry|glad|proud|happy|feel|felt|honest|honestly|relieved|apologi[sz]e|understand|trust|i see|fair)\b",
        "praise": r"\b(?:well done|good work|good job|brilliant|excellent|impressed|congratulations|bravo)\b",
        "small_talk": r"\b(?:coffee|weather|lunch|ha|haha|hello|hi|hey|bye|how are you|weekend|rain|tea|cake|joke|funny|dog"
        r"|cat|kids|hear me|can you hear)\b",
        "retract": r"\b(?:scratch that|forget (?:i|it|that)|never mind|no, actually|actually, no|i take (?:it|that) back"
        r"|leave it|don't bother|i'm joking|kidding|not serious)\b",
        "self": r"\bi(?:'m|'ve|'d)?\b",
        "you": r"\byou(?:'re|'ve|'d)?\b",
        "we": r"\bwe(?:'re|'ve|'d)?\b",
        "they": rf"\b{_PEOPLE}\b",
        "is": r"\b(?:is|are|it's|there's|that's)\b",
        "means": r"\b(?:means|so that means|which means)\b",
        "not": r"\b(?:not|\w+n't|no|never|without)\b",
        "would": r"\b(?:would|'d)\b",
        "remind": r"\bremind|don't forget|make sure|remember to\b",
        "tag": r"\b(?:right|yeah|okay|isn't it|don't you|won't you)\?\W*$",
    }.items()
}

AROUND = (
    "question", "ends_question", "promise", "request", "offer", "accept", "refuse", "agree", "lets", "unknown", "thanks", "by_day",
    "may_go_wrong", "if", "done_already", "retract", "number", "settle",
)  # fmt: skip
"""Cues that also say something about the units beside them."""


@functools.lru_cache(maxsize=8192)
def cues_of(text: str) -> frozenset[str]:
    """The names of the cues in ``text``; remembered, for a talk asks many times of each unit."""
    low = text.lower().replace("’", "'").replace("‘", "'")
    return frozenset(name for name, pattern in CUES.items() if pattern.search(low))
