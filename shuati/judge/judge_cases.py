"""Cases sent to a model, some in each request, until all are judged or the budget is spent."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shuati.judge.cases import Case, Judgement, shortened
from shuati.judge.endpoint import BusyError, Endpoint
from shuati.judge.prompt import messages, tokens
from shuati.judge.reply import opinions
from shuati.model import BuildError, Verdict, failure

_TRIES = 5  # of a request that a busy server refuses
_LONGEST_WAIT = 60.0  # s
_ASKED = 3  # requests in which a pair is sent before it is left
_SENSELESS = 3  # requests in a row without a usable verdict after which nothing more is sent


@dataclass(frozen=True, slots=True)
class Budget:
    """The most requests and the most tokens; None for no limit."""

    requests: int | None = None
    tokens: int | None = None


@dataclass(slots=True)
class Judging:
    """What came of it so far.

    ``unsure`` are pairs that the model left open, ``unanswered`` those of which it said nothing
    usable, ``unasked`` those that the budget or a failure left; ``tokens`` is counted by the
    server, or estimated. ``problem`` ended the work before its end; ``out_of_budget`` and
    ``interrupted`` say the same.
    """

    same: int = 0
    different: int = 0
    unsure: int = 0
    unanswered: int = 0
    unasked: int = 0
    requests: int = 0
    tokens: int = 0
    out_of_budget: bool = False
    interrupted: bool = False
    problem: BuildError | None = None

    @property
    def complete(self) -> bool:
        """Whether every case was sent."""
        return not (self.out_of_budget or self.interrupted or self.problem)


class _SpentError(Exception):
    """The next request would go beyond the budget."""


def batches(cases: Sequence[Case], size: int) -> list[tuple[Case, ...]]:
    """``cases`` in portions of ``size``."""
    return [tuple(cases[at : at + size]) for at in range(0, len(cases), size)]


def judge_cases(
    cases: Sequence[Case],
    endpoint: Endpoint,
    keep: Callable[[Sequence[Judgement]], None],
    *,
    size: int,
    budget: Budget,
    date: str,
    advanced: Callable[[int, int], None] = lambda done, total: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Judging:
    """Ask ``endpoint`` for a verdict on each of ``cases``, ``size`` in a request.

    ``keep`` gets the judgements of every request at once, so that an interruption loses none.
    What an answer leaves out is sent again in smaller portions.
    """
    result = Judging(unasked=len(cases))
    waiting = deque((batch, 1) for batch in batches(cases, size))
    senseless = 0
    try:
        while waiting:
            batch, times = waiting.popleft()
            text = _ask(batch, endpoint, result, budget, sleep)
            found = opinions(text, len(batch))
            judged = [
                Judgement(batch[at - 1], one.verdict, endpoint.model, one.why, date)
                for at, one in sorted(found.items())
                if one.verdict is not Verdict.REVIEW
            ]
            keep(judged)
            result.same += sum(one.verdict is Verdict.SAME for one in judged)
            result.different += sum(one.verdict is Verdict.DIFFERENT for one in judged)
            result.unsure += len(found) - len(judged)
            missing = [case for at, case in enumerate(batch, 1) if at not in found]
            result.unasked -= len(found)
            if missing and times < _ASKED:
                smaller = max(1, len(batch) // 2)
                waiting.extend((one, times + 1) for one in batches(missing, smaller))
            else:
                result.unanswered += len(missing)
                result.unasked -= len(missing)
            senseless = 0 if found else senseless + 1
            useful = result.same + result.different + result.unsure
            if senseless == _SENSELESS and (waiting or not useful):
                answer = shortened(text) or "-"
                raise failure(
                    "judge-makes-no-sense", "--model", model=endpoint.model, answer=answer
                )
            advanced(len(cases) - result.unasked, len(cases))
    except _SpentError:
        result.out_of_budget = True
    except KeyboardInterrupt:
        result.interrupted = True
    except BuildError as problem:
        result.problem = problem
    return result


def _ask(
    batch: Sequence[Case],
    endpoint: Endpoint,
    result: Judging,
    budget: Budget,
    sleep: Callable[[float], None],
) -> str:
    """The answer on ``batch``, asked again while the server is busy; counts what that takes."""
    sent = messages(batch)
    about = tokens(sent, len(batch))
    for attempt in range(1, _TRIES + 1):
        if budget.requests is not None and result.requests >= budget.requests:
            raise _SpentError
        if budget.tokens is not None and result.tokens + about > budget.tokens:
            raise _SpentError
        result.requests += 1
        try:
            completion = endpoint.ask(sent)
        except BusyError as busy:
            if attempt == _TRIES:
                raise busy.problem from None
            own = 2.0 ** (attempt - 1)  # exponential back-off: 1, 2, 4, 8 s
            sleep(min(_LONGEST_WAIT, own if busy.wait is None else busy.wait))
        else:
            result.tokens += about if completion.tokens is None else completion.tokens
            return completion.text
    raise AssertionError("the last attempt returns or raises")
