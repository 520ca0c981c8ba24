"""The language engine: asks, judges, asks once more, and hands over what the transcript bears out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from acta.engines import Answer, Asker, Extractor, Question, TooLong
from acta.errors import EngineError
from acta.fence.fencing import Fencing
from acta.language.judge import again, closing, draft, judge
from acta.language.prepare import Prepared, prepare, tokens_of
from acta.language.prompt import Line
from acta.language.reply import read
from acta.language.topics import halves
from acta.model import Diagnostic, Draft, Lexicon, Meeting, Transcript, Usage, Utterance

# A part of so few lines is not split any more.
_SMALLEST = 8
_PLAINLY = "\n\nYour last answer held no JSON object. Answer with the JSON object alone."


@dataclass(frozen=True, slots=True)
class Estimate:
    """What asking about a talk will take, about: calls, tokens sent and answered at most."""

    calls: int
    tokens_in: int
    tokens_out: int


class LanguageEngine:
    """An ``engines.Extractor`` over anything that answers questions.

    ``hints`` reads the talk first: what it finds is told to the model, and is the recall check of what the model finds.
    """

    def __init__(
        self,
        asker: Asker,
        hints: Extractor,
        *,
        fencing: Fencing = Fencing(),
        lexicon: Lexicon = Lexicon(),
        before: Callable[[Prepared], None] = lambda _: None,
        on_step: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._asker = asker
        self._hints = hints
        self._fencing = fencing
        self._lexicon = lexicon
        self._before = before
        self._on_step = on_step

    @property
    def name(self) -> str:
        """The name of the service."""
        return self._asker.name

    def prepared(self, transcript: Transcript[Utterance], meeting: Meeting) -> Prepared:
        """The talk as it would be asked about; nothing is sent."""
        embedded = self._hints.draft(transcript, meeting)
        return prepare(transcript, meeting, embedded, fencing=self._fencing, lexicon=self._lexicon, context=self._asker.context)

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """Propose minutes; raises ``EngineError`` when the model gives no usable answer."""
        prepared = self.prepared(transcript, meeting)
        self._before(prepared)
        desk = _Desk(self._asker, self._on_step)
        total = len(prepared.parts)
        for k, lines in enumerate(prepared.parts, 1):
            self._on_step(f"part {k} of {total}" if total > 1 else "reading")
            desk.read(prepared, lines, (k, total))
        judged = judge(prepared, desk.texts)
        if question := again(prepared, judged):
            self._on_step("asking again about what failed")
            desk.ask(question)
            judged = judge(prepared, desk.texts)
        if question := closing(prepared, judged):
            self._on_step("summing up")
            desk.ask(question)
            judged = judge(prepared, desk.texts)
        result = draft(prepared, judged, desk.usage(self._asker))
        return replace(result, diagnostics=(*result.diagnostics, *desk.doubts))


def estimate(prepared: Prepared, questions: Sequence[Question]) -> Estimate:
    """What asking ``questions`` about ``prepared`` will take, and the second round, counted as if a fifth of the items failed."""
    sent = sum(tokens_of(q) for q in questions)
    rules = tokens_of(replace(prepared.question((), (1, 1)), text=""))
    out = sum(q.longest for q in questions)
    more = 1 if len(prepared.parts) == 1 else 2
    return Estimate(len(questions) + more, sent + more * (rules + 1_500), out // 2 + more * 800)


class _Desk:
    """The questions and answers of one talk so far."""

    def __init__(self, asker: Asker, on_step: Callable[[str], None]) -> None:
        self._asker = asker
        self._on_step = on_step
        self._answers: list[Answer] = []
        self.texts: list[str] = []
        self.doubts: list[Diagnostic] = []

    def read(self, prepared: Prepared, lines: Sequence[Line], part: tuple[int, int]) -> None:
        """Ask about some lines; when they or the answer are too long, about their halves, until every line has been read."""
        question = prepared.question(lines, part)
        try:
            answer = self._asked(question)
        except TooLong as error:
            if len(lines) < _SMALLEST:
                raise EngineError(
                    f"{self._asker.name}: not even {len(lines)} lines fit into the context of {self._asker.model}",
                    code="small-context",
                    hint="Correct “context” in the service's settings, or give the server a larger one (Ollama: num_ctx).",
                ) from error
            answer = None
        if answer is not None and not (answer.cut or (found := read(answer.text)) is None or found.broken):
            self.texts.append(answer.text)
            return
        if answer is not None and (len(lines) < _SMALLEST or not answer.cut):
            self._once_more(question, answer)
            return
        self._on_step("that was too long: reading it in halves")
        for half in halves(lines):
            self.read(prepared, half, (part[0], max(2, part[1])))

    def _once_more(self, question: Question, answer: Answer) -> None:
        """An answer without readable minutes gets one more chance; of two unfinished ones the better counts, with a doubt."""
        second = self._asked(replace(question, text=question.text + _PLAINLY))
        best = max((second, answer), key=lambda a: len(found.items) if (found := read(a.text)) else -1)
        found = read(best.text)
        if found is None:
            raise EngineError(
                f"{self._asker.name}: {self._asker.model} answers without minutes: no JSON object with “items” is in its answer",
                code="bad-answer",
                hint="Use another model; small ones often cannot keep to a form. acta doctor shows what is there.",
            )
        if found.broken:
            self.doubts.append(Diagnostic("answer-cut", "An answer broke off; what came after its last whole item is not known."))
        self.texts.append(best.text)

    def ask(self, question: Question) -> None:
        """Ask a question whose failing loses nothing: what failed stays failed."""
        try:
            self.texts.append(self._asked(question).text)
        except TooLong:
            self.doubts.append(Diagnostic("answer", "What failed was too long to be asked about again."))

    def _asked(self, question: Question) -> Answer:
        answer = self._asker.ask(question)
        self._answers.append(answer)
        return answer

    def usage(self, asker: Asker) -> Usage:
        """What it took."""
        costs = [a.cost for a in self._answers if a.cost is not None]
        return Usage(
            engine=asker.name,
            model=asker.model,
            calls=len(self._answers),
            cached=sum(a.cached for a in self._answers),
            tokens_in=sum(a.tokens_in for a in self._answers if not a.cached),
            tokens_out=sum(a.tokens_out for a in self._answers if not a.cached),
            cost=sum(costs) if costs else None,
            seconds=round(sum(a.seconds for a in self._answers), 3),
        )
