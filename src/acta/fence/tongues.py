"""The plainest command to a program, "ignore your instructions", in languages that the other phrases do not know.

A word stands for all words that begin with it, except in scripts without spaces, where it may stand anywhere.
"""

from __future__ import annotations

import re

from acta.fence.letters import plain

_NEAR = 40
"""Most characters between what is to be ignored and that it is to be."""
# What is done to them | what they are.
_WORDS = (
    ("ignorera bortse glöm strunta", "instruktion anvisning regler uppmaning prompt"),
    ("ignorer glem overse", "instruks instruktion anvisning regler prompt"),
    ("zignoruj ignoruj zapomnij pomiń", "instrukcj poleceni zasad wytyczn"),
    ("ignoruj zapomeň zapomeňte přeskoč", "instrukc pokyn pravidl příkaz"),
    ("figyelmen hagyd felejtsd", "utasítás szabály"),
    ("ignoră uită ignorați", "instrucțiuni reguli"),
    ("yoksay görmezden unut dikkate", "talimat kural yönerge komut"),
    ("αγνόησε αγνοήστε ξέχασε", "οδηγίες εντολές κανόνες"),
    ("игнорируй игнорируйте забудь забудьте проигнорируй", "инструкци указани правил предыдущ команд"),
    ("ігноруй ігноруйте забудь забудьте", "інструкці вказівк правил"),
    ("puuza sahau", "maagizo maelekezo kanuni"),
    ("abaikan lupakan", "instruksi arahan perintah peraturan"),
    ("bỏ quên", "hướng lệnh"),
    ("huwag kalimutan balewalain", "tagubilin panuto"),
    ("ignoreer vergeet", "instruksies reëls"),
    ("تجاهل انس", "التعليمات تعليمات الأوامر القواعد"),
    ("התעלם התעלמו שכח", "ההוראות הוראות ההנחיות"),
    ("अनदेखा नजरअंदाज भूल", "निर्देश नियम"),
    ("忽略 无视 無視 忘记 忘記", "指令 指示 规则 規則 提示 说明 命令 ルール"),
    ("무시 잊어", "지시 명령 규칙 지침"),
)


def _pattern(verbs: str, nouns: str) -> re.Pattern[str]:
    first, second = ("|".join(re.escape(plain(w).text) for w in words.split()) for words in (verbs, nouns))
    start = r"\b" if verbs[0] < "\u3000" else ""
    return re.compile(
        rf"{start}(?:{first})[^.!?。！？]{{0,{_NEAR}}}{start}(?:{second})|{start}(?:{second})[^.!?。！？]{{0,{_NEAR}}}{start}(?:{first})"
    )


COMMANDS = tuple(_pattern(*words) for words in _WORDS)
"""The command in each language, in a text made plain."""
