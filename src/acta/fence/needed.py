"""For each of ``phrases.COMMANDS``, in order: texts of which what it finds holds at least one; an empty row says nothing.

Most lines of a talk hold none, and need not be searched. Read off the patterns by ``tests/needed_words.py``, and checked there.
"""

from __future__ import annotations

_ROWS = """\
directive|guardrail|guideline|instruction|instruction set|programming|prompt|safeguard|system message|system rule
above|built|foregoing|hidden|of your|preceding|previous|prior|safety|system|your
delete|discard|disregard|erase|forget|ignore
delete|discard|disregard|forget|ignore
directives|guidelines|instruction|prompt|rules
to you
check|filter|guardrail|limitation|limits|restriction|rules|safeguard|verification
directives|instruction|orders|prompt|rules
directive|instruction|prompt|task
attention|command|directive|instruction|memo|message|note|prompt|reminder
and|processing|reading|summari|that|which|who
as a
act as|act like|assume the role of|become|behave as|behave like|imagine you are|play as|pretend|simulate|switch to being|you are|you will be|you're
bound|constrained|limited|obliged|required to follow|restricted|subject
constraints|filters|guidelines|instructions|limits|restrictions|rules
pretend
activate|enable|engage|enter|go into|initiate|start|switch to
mode
do anything now|jailbr|mode
override
check|checking|requirement|rule
configuration|instruction|message|prompt|rules
instruction|message|prompt|rules
system
repeat
answer with|emit|generate|give back|output|print|produce|reply with|respond with|return
exactly|nothing|only|verbatim
output|output only|respond only
quote
action_item|due_words|follow_up|key_fact|next_meeting|not_items|open_question|owner_candidates
has to|is to|must|needs to|shall|will
blank|empty|leave
answer|give|make|produce|render|reply|respond|write
instead of
processing th|reading the transcript|summari|the summary
minute|process|summari|write
instead
add|answer|assign|change|claim|conclude|delete|disregard|do not|don't|follow|forget|highlight|ignore|include|insert|invent|list|make|mark|note|obey|omit|output|print|put|record|remember|remove|replace|reply|report|respond|say|set|state|stop|summari|translate|treat|use|write|you are|you must|you should|your
even if|even though|ignor|instead of what|no matter what|override|overriding|regardless|whatever|without
although nobody said|even though nobody said|no matter what|regardless of|whatever the transcript says|without
answer|answer only|comply with|never refuse|obey|output|respond only|response|summary|that
the assistant's|the model's|your
from now on
the exact|the following|these exact|this exact|verbatim
action items|answer|decisions|json|minutes|notes|output|response|summary
answer|minutes|notes|output|reply|response|summary
decision|minutes|output|replace|summary|transcript
agreed|approved|confirmed|decided|decision|evidence|proven|true|verified
citation|confidence|evidence|evidence for this|kind|utterance
do not|don't|must not|never
debugging|educational|research|testing
command|instruction|message|message from|notice|order|override|prompt
context|data|input|instruction|prompt|transcript|untrusted data
conversation|document|meeting|transcript
api key|context window|credentials|environment variables|instructions|prompt|system prompt
clear your|exceeded|reached|reset
hypothetically
anleitung|anweisung|befehle|instruktion|prompt|regeln|richtlinien|systemanweisung|systemprompt|vorgaben
als|du bist|entwicklermodus|sie sind|system
ausschliesslich|lediglich|nur|protokollierst|zusammenfassen|zusammenfasst
behaupte|protokollier|schreib|vermerk
abstraction de|compte de|contourne|desobei|ignore|neglige|oublie
a present|desormais|en tant qu|maintenant|mode developpeur|systeme
exclusivement|resum|seulement|uniquement
directrices|indicaciones|instrucciones|normas|ordenes|prompt|reglas
como|del sistema|eres|modo|ser
contesta|devuelve|escribe|hagas el resumen|imprime|responda|responde|resum
dimentica|ignora|non seguire
diretrizes|instrucoes|ordens|regras
negeer|sla over|vergeet
anvisning|instruktion|prompt|regler|uppmaning
anvisning|instruks|instruktion|prompt|regler
ignoruj|instrukcj|poleceni|pomin|wytyczn|zapomnij|zasad|zignoruj
ignoruj|preskoc|zapomen|zapomente
szabaly|utasitas
instructiuni|reguli
komut|kural|talimat|yonerge
εντολεσ|κανονεσ|οδηγιεσ
забудь|забудьте|игнорируи|игнорируите|инструкци|команд|правил|предыдущ|проигнорируи|указани
вказівк|правил|інструкці
kanuni|maagizo|maelekezo
abaikan|lupakan
huong|lenh
panuto|tagubilin
ignoreer|vergeet
الاوامر|التعليمات|القواعد|تعليمات
הוראות|הנחיות|וראות


무시|잊어
"""
NEEDED = tuple(tuple(row.split("|")) if row else () for row in _ROWS.split("\n")[:-1])
"""Alternatives for each command."""
