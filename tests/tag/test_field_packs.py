"""Words of one field take effect where a document is of that field, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from builders import document, entry, question

from evaluation.labelled_fields import labelled_fields
from shuati.config.settings import AUTOMATIC, Settings
from shuati.config.strings import TAGS_BESIDE
from shuati.match.vocabulary import synonym_groups
from shuati.model import Entry
from shuati.read.document_fields import fields_of
from shuati.tag import tag

_OFFICE = (
    ("怎样安排领导的日常事务？", "按轻重缓急排好，先办急的。"),
    ("事务性工作怎样少占时间？", "集中在下午处理，写成清单。"),
    ("来访登记排成长队列怎么办？", "加一个窗口，预约的先办。"),
)
_SYSTEMS = (
    ("数据库事务的隔离级别有哪些？", "读未提交、读已提交、可重复读、串行化。"),
    ("缓存雪崩怎么办？", "过期时间加随机值，加限流和熔断。"),
    ("消息队列有什么用？", "解耦、异步、削峰，例如 Kafka。"),
)
_PHYSIOLOGY = (
    ("反射弧由哪几部分组成？", "感受器、传入神经、中枢、传出神经、效应器。"),
    ("条件反射和非条件反射有什么区别？", "前者后天形成，后者生来就有。"),
    ("牵张反射是怎样的？", "肌肉受牵拉时反射性地收缩。"),
)


def _tagged(*asked: tuple[str, str], fields: Sequence[str] = (AUTOMATIC,)) -> tuple[Entry, ...]:
    entries = [entry(question(text, said)) for text, said in asked]
    return tag(entries, replace(Settings(), fields=tuple(fields)))


def _topics(entries: Sequence[Entry]) -> set[str]:
    roots = {name.split("::")[0] for one in entries for name in one.tags}
    return roots - TAGS_BESIDE


def test_a_word_of_another_field_gives_no_topic() -> None:
    assert _topics(_tagged(*_OFFICE)) == set()
    assert _topics(_tagged(*_PHYSIOLOGY)) == set()
    assert {"数据库", "缓存", "消息队列"} <= _topics(_tagged(*_SYSTEMS))


def test_a_field_that_the_settings_name_takes_effect_everywhere_and_none_where_they_name_none() -> (
    None
):
    assert "Java" in _topics(_tagged(*_PHYSIOLOGY, fields=["计算机"]))
    assert _topics(_tagged(*_SYSTEMS, fields=[])) == set()
    assert _topics(_tagged(*_SYSTEMS, fields=["医学"])) == set()


def test_documents_of_one_bank_are_each_of_their_own_field() -> None:
    systems = [entry(question(*one, path="b.md")) for one in _SYSTEMS]
    office = [entry(question(*one, path="a.md")) for one in _OFFICE]
    tagged = tag([*systems, *office], Settings())
    assert "数据库" in _topics(tagged[:3])
    assert _topics(tagged[3:]) == set()


def test_one_question_alone_does_not_make_a_document_one_of_its_field() -> None:
    others = [question(text, said) for text, said in _OFFICE]
    assert fields_of([question(*_SYSTEMS[1]), *others], (AUTOMATIC,)) == set()
    assert fields_of([question(*_SYSTEMS[1])], (AUTOMATIC,)) == {"计算机"}


def test_synonyms_of_a_field_hold_in_a_bank_of_that_field_alone() -> None:
    def known(asked: Sequence[tuple[str, str]], *fields: str) -> set[str]:
        settings = replace(Settings(), fields=fields or (AUTOMATIC,))
        bank = [document(*(question(*one) for one in asked))]
        return {word for group in synonym_groups(bank, settings) for word in group}

    assert "transaction" in known(_SYSTEMS)
    assert "transaction" not in known(_OFFICE)
    assert "transaction" in known(_OFFICE, "计算机")


@pytest.mark.parametrize(
    ("field", "own"),
    [("Redis", "计算机"), ("大模型", "人工智能"), ("内科护理", "医学"), ("民法", None)],
)
def test_a_document_is_of_the_field_whose_words_it_uses(field: str, own: str | None) -> None:
    (found,) = (one for one in labelled_fields() if one.name == field)
    fields = fields_of(found.documents[0].questions, (AUTOMATIC,))
    assert (own in fields) if own else not fields
    assert own == "医学" or "医学" not in fields
