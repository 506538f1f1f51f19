"""Vetoes: rules that make a pair different, however similar its wordings are.

`HARD_VETOES` hold even where the answers alone would join the pair; the other `VETOES` do not.
A person is not asked about a pair that one of `NEVER_ASKED` keeps apart.
"""

from __future__ import annotations

from shuati.match.matchers.rules.objections import (
    Rule,
    first_words,
    one_has_a_blank,
    one_word_differs,
    roles_swapped,
)
from shuati.match.matchers.rules.scores import Evidence
from shuati.match.parse_question import ParsedQuestion
from shuati.match.vocabulary import IntentLexicon
from shuati.model import Reason, reason

# `python -m evaluation.match` shows what a change of these does.
_LONG_ENOUGH = 45  # letters of an answer from which its words show its topic
_ANSWERED_ALIKE = 0.5  # answers so similar make up for a title that names nothing
_UNRELATED = 0.06  # answers less similar than this are about other things
_THIRD_IS_NEARER = 0.6  # below this ratio another question is much nearer


def other_code(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """输出是什么？ under other code is another question."""
    a, b = evidence.a, evidence.b
    if a.body and b.body and a.body != b.body:
        return reason("other-code")
    return None


def other_form(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """A question with options, or with gaps, is another card than an open one on its subject."""
    if evidence.a.is_closed == evidence.b.is_closed:
        return None
    return reason("other-form")


def generic_title(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """输出什么？ has no subject: the code must be the same, or the answers similar."""
    a, b = evidence.a, evidence.b
    subjects = (*evidence.wording.a.subjects, *evidence.wording.b.subjects)
    if not subjects or any(
        word not in lexicon.placeholders and word not in lexicon.low_weight for word in subjects
    ):
        return None
    if (a.body and a.body == b.body) or evidence.answer_similarity >= _ANSWERED_ALIKE:
        return None
    return reason("generic-title")


def unrelated_answers(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """The same words in another field: 数据倾斜 of samples, and of the keys of a job.

    Two people may answer one question without a word in common; then no third question is
    much nearer to either.
    """
    nearness = evidence.nearness
    size = min(evidence.a.answer_size, evidence.b.answer_size)
    if size < _LONG_ENOUGH or nearness.ratio >= _THIRD_IS_NEARER:
        return None
    if nearness.word_cosine >= _UNRELATED or evidence.answer_similarity >= _UNRELATED:
        return None
    return reason("unrelated-answers")


def other_context(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """病因？ below 痛风 and below 糖尿病: what goes without saying is not the same.

    Headings and titles often name but a field. They count where the wordings name nothing else,
    where several questions of the two scopes differ so, or where each answer names its own.
    """
    if not evidence.other_context:
        return None
    a, b = evidence.a.subject.nearest, evidence.b.subject.nearest
    wording = evidence.wording
    own = {*wording.shared, *wording.left, *wording.right} - a - b
    are_separate = evidence.nearness.parallel or _each_names_its_own(evidence)
    repeated = evidence.a.path == evidence.b.path and evidence.a.key == evidence.b.key
    if own and not are_separate and not repeated:
        return None
    return reason("other-context", mine=first_words(a), theirs=first_words(b))


def _each_names_its_own(evidence: Evidence) -> bool:
    """Whether either answer has a word for its own subject, and none for the other's."""
    a, b = evidence.a, evidence.b
    mine, theirs = a.subject.nearest, b.subject.nearest
    return (
        _has_any(a.answer_text, mine)
        and _has_any(b.answer_text, theirs)
        and not _has_any(a.answer_text, theirs)
        and not _has_any(b.answer_text, mine)
    )


def _has_any(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words if len(word) > 1)


def other_stage(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """训练 and 推理 are different stages of work."""
    x = _stages(evidence.wording.a, lexicon) - evidence.a.topic
    y = _stages(evidence.wording.b, lexicon) - evidence.b.topic
    if x and y and not x & y:
        return reason("other-stage", mine=first_words(x), theirs=first_words(y))
    return None


def other_names(evidence: Evidence, lexicon: IntentLexicon) -> Reason | None:
    """enum and extern, GPT-3 and GPT-4: Latin names and numbers are not synonyms."""
    wording = evidence.wording
    left = wording.a.names.intersection(wording.left)
    right = wording.b.names.intersection(wording.right)
    if not (left and right):
        return None
    return reason("other-names", mine=first_words(left), theirs=first_words(right))


VETOES: tuple[Rule, ...] = (
    other_code,
    other_form,
    generic_title,
    other_context,
    other_stage,
    other_names,
    unrelated_answers,
)
HARD_VETOES: tuple[Rule, ...] = (
    other_code,
    other_form,
    other_context,
    generic_title,
    other_names,
    one_has_a_blank,
    one_word_differs,
    roles_swapped,
)
NEVER_ASKED: tuple[Rule, ...] = (
    other_code,
    other_form,
    other_context,
    generic_title,
)


def _stages(wording: ParsedQuestion, lexicon: IntentLexicon) -> frozenset[str]:
    return wording.stages | lexicon.stages.intersection(wording.subjects)
