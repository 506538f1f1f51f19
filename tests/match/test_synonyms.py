from __future__ import annotations

from every_synonym import every_synonym

from shuati.match.parse_question import parse_question
from shuati.match.vocabulary import intent_lexicon, synonyms
from shuati.text.segmenter import Segmenter


def test_a_known_term_is_marked_with_the_first_word_of_its_group() -> None:
    known = synonyms([("过拟合", "overfit")])
    assert known.mark("什么是overfit和over fit") == ("什么是\ue000和over fit", ["过拟合"])


def test_no_latin_word_is_cut_for_a_synonym() -> None:
    known = synonyms([("丙", "zq")])
    assert known.mark("zq++与zq")[1] == ["丙"]


def test_icons_of_a_font_are_not_taken_for_marked_terms() -> None:
    text = "\ue005 什么是过拟合\uf0ff？"
    asked = parse_question(text, intent_lexicon(), every_synonym(), Segmenter([]))
    assert "过拟合" in asked.subjects
