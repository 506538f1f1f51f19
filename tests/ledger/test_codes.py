from __future__ import annotations

from dataclasses import replace

import pytest
from builders import asking, code, entry, question
from hypothesis import given, settings
from hypothesis import strategies as st

from shuati.ledger import Identified, identify
from shuati.ledger.similarity import Rarity, grams_of_text
from shuati.ledger.store import Ledger
from shuati.messages import Language, describe
from shuati.model import Entry, Severity

NONE = Ledger()


def _identify(ledger: Ledger, *entries: Entry, now: int = 100) -> Identified:
    return identify(ledger, entries, "刷题", now)


def _codes(identified: Identified) -> dict[str, str]:
    return {entry.question: entry.code for entry in identified.entries}


def _one(text: str, answer: str = "答案", **more: str) -> Entry:
    return entry(question(text, answer, **more))


def test_codes_count_from_one_in_the_order_of_the_entries() -> None:
    first = _identify(NONE, _one("甲"), _one("乙"))
    assert _codes(first) == {"甲": "Q0001", "乙": "Q0002"}
    assert first.new == ("Q0001", "Q0002")


def test_an_edited_answer_keeps_code_and_guid() -> None:
    before = _identify(NONE, _one("甲", "一"), _one("乙", "二"))
    after = _identify(before.ledger, _one("甲", "一，改过"), _one("乙", "二"))
    assert [(item.code, item.guid) for item in after.entries] == [
        (item.code, item.guid) for item in before.entries
    ]
    assert after.new == after.retired == after.diagnostics == ()


def test_reordering_and_inserting_changes_no_code() -> None:
    before = _identify(NONE, _one("甲"), _one("乙"), _one("丙"))
    after = _identify(before.ledger, _one("丙"), _one("丁"), _one("甲"), _one("乙"))
    assert _codes(after) == {"丙": "Q0003", "丁": "Q0004", "甲": "Q0001", "乙": "Q0002"}


def test_moving_to_another_document_keeps_the_code() -> None:
    before = _identify(NONE, _one("甲", path="a.md"))
    assert _codes(_identify(before.ledger, _one("甲", path="b/c.md"))) == {"甲": "Q0001"}


def test_a_removed_entry_is_remembered_and_gets_its_code_back() -> None:
    before = _identify(NONE, _one("甲"), _one("乙"))
    gone = _identify(before.ledger, _one("乙"), now=200)
    assert gone.retired == ("Q0001",)
    assert [record.retired for record in gone.ledger.records] == [200, None]
    later = _identify(gone.ledger, _one("乙"), _one("丙"), now=300)
    assert _codes(later)["丙"] == "Q0003"
    assert [record.retired for record in later.ledger.records] == [200, None, None]
    back = _identify(later.ledger, _one("甲"), now=400)
    assert _codes(back) == {"甲": "Q0001"}
    assert back.entries[0].guid == before.entries[0].guid


def test_two_entries_that_become_one_keep_the_elder_code() -> None:
    elder, younger = question("甲", "一"), question("丙", "三四五")
    apart = _identify(NONE, entry(elder), entry(younger))
    joined = _identify(apart.ledger, entry(younger, elder))
    assert joined.entries[0].code == "Q0001"
    assert joined.retired == ("Q0002",)


def test_when_an_entry_is_split_the_code_stays_with_what_the_card_showed() -> None:
    shown, other = question("甲", "一二三四五"), question("乙", "六")
    before = _identify(NONE, entry(shown, other))
    after = _identify(before.ledger, entry(other), entry(shown))
    assert _codes(after) == {"甲": "Q0001", "乙": "Q0002"}


def test_merging_and_splitting_again_gives_both_their_old_codes() -> None:
    shown, other = question("甲", "一二三四五"), question("乙", "六")
    before = _identify(NONE, entry(shown), entry(other))
    joined = _identify(before.ledger, entry(shown, other))
    after = _identify(joined.ledger, entry(other), entry(shown))
    assert _codes(after) == {"甲": "Q0001", "乙": "Q0002"}


def test_equal_titles_with_other_code_keep_their_codes_when_one_is_inserted_above() -> None:
    asked = [question("输出是什么？", asking(code(f"print({at})")), f"{at}") for at in range(4)]
    before = _identify(NONE, *map(entry, asked[1:]))
    after = _identify(before.ledger, *map(entry, asked))
    assert [item.code for item in after.entries] == ["Q0004", "Q0001", "Q0002", "Q0003"]


def test_a_generic_title_hands_no_code_to_another_question() -> None:
    old = question("输出是什么？", asking(code("print(1)")), "1")
    other = question("输出是什么？", asking(code("print(2)")), "2")
    new = question("输出是什么？", asking(code("f()")), "错误")
    before = _identify(NONE, entry(old), entry(other))
    after = _identify(before.ledger, entry(other), entry(new))
    assert [item.code for item in after.entries] == ["Q0002", "Q0003"]
    assert after.retired == ("Q0001",)


def test_words_of_asking_and_formulaic_answers_hand_no_code_to_another_question() -> None:
    kept = _one("请解释正则化的含义。", "常见的做法是先重试再校验，实践里要配合预热使用")
    old = "出错时应检查淘汰，它依赖压缩的顺序，可以用采样来近似，面试时常追问剪枝"
    new = "出错时应检查合并，它把归档转化为可以度量的量，面试时常追问索引，上界由压缩给出"
    before = _identify(NONE, kept, _one("请解释握手协议的含义。", old))
    after = _identify(before.ledger, kept, _one("请解释注意力机制的含义。", new))
    assert [item.code for item in after.entries] == ["Q0001", "Q0003"]
    assert after.retired == ("Q0002",)


def test_a_question_in_wholly_other_words_keeps_its_code_by_its_answer() -> None:
    answer = "先从知识库里检索相关的段落，再把它们和问题一起交给模型，让它据此作答并注明出处。"
    kept = _one("什么是微调？", "在已有的权重上用少量标注数据继续训练。")
    before = _identify(NONE, kept, _one("什么是RAG？", answer))
    after = _identify(before.ledger, kept, _one("检索增强生成是怎么回事？", answer))
    assert [item.code for item in after.entries] == ["Q0001", "Q0002"]


def test_what_may_be_either_of_two_gets_a_new_code_and_a_finding_that_names_both() -> None:
    before = _identify(NONE, _one("小结", "一"), _one("小结", "二"))
    after = _identify(before.ledger, _one("小结", "三"), _one("小结", "四"))
    assert [item.code for item in after.entries] == ["Q0003", "Q0004"]
    assert [diagnostic.severity for diagnostic in after.once] == [Severity.WARNING] * 2
    told = [describe(diagnostic, Language.ENGLISH).text for diagnostic in after.once]
    assert all("Q0001 (小结) or Q0002 (小结)" in one for one in told)
    assert [one[-5:] for one in told] == ["Q0003", "Q0004"]


_ONE = "先从知识库里检索相关的段落，再把它们和问题一起交给模型，让它据此作答并注明出处。"
_TWO = "先从知识库里检索相关的段落，再把它们和问题一起交给模型，让它据此作答并给出页码。"


def test_a_code_that_two_questions_could_claim_equally_goes_to_neither_and_both_are_named() -> None:
    before = _identify(NONE, _one("检索增强生成的流程", _ONE))
    claims = (_one(f"检索增强生成的{what}", _TWO, path=f"{what}.md") for what in ("步骤", "环节"))
    after = _identify(before.ledger, *claims)
    assert [item.code for item in after.entries] == ["Q0002", "Q0003"]
    assert after.retired == ("Q0001",)
    assert [one.code for one in after.once] == ["maybe-an-old-code"] * 2
    assert all(dict(one.args)["first"] == "Q0001" for one in after.once)


def test_a_claim_that_is_hardly_better_than_another_is_not_enough() -> None:
    before = _identify(NONE, _one("检索增强生成的流程", _ONE))
    better = _one("检索增强生成的流程是什么", _TWO, path="b.md")
    worse = _one("检索增强生成的流程是怎样的", _TWO, path="c.md")
    alone = _identify(before.ledger, better)
    assert _codes(alone) == {"检索增强生成的流程是什么": "Q0001"}
    after = _identify(before.ledger, better, worse)
    assert [item.code for item in after.entries] == ["Q0002", "Q0003"]
    assert len(after.once) == 2


@pytest.mark.parametrize("names", [("HTTP", "HTTPS"), ("TCP", "UDP"), ("Python 2", "Python 3")])
def test_a_question_that_names_something_else_takes_no_code_unless_the_answer_is_the_same(
    names: tuple[str, str],
) -> None:
    old, new = (f"{name} 协议的工作流程是怎样的？" for name in names)
    shared = "工作流程：客户端建立连接，发送请求报文，"
    before = _identify(NONE, _one(old, f"{shared}服务器返回状态行与正文，随后按需保持或关闭连接。"))
    other = _one(new, f"{shared}先协商密钥并验证证书，之后所有内容都加密传输，防止窃听篡改。")
    assert _codes(_identify(before.ledger, other)) == {new: "Q0002"}
    same = _one(new, f"{shared}服务器返回状态行与正文，随后按需保持或关闭连接。")
    assert _codes(_identify(before.ledger, same)) == {new: "Q0001"}


def test_words_that_many_questions_have_count_less_than_those_of_one() -> None:
    asked = [f"简述{name}的作用和原理" for name in ("索引", "缓存", "熔断", "限流", "快照")]
    rarity = Rarity([grams_of_text(text).all for text in (*asked, *asked)])
    old, other = grams_of_text("简述索引的作用和原理"), grams_of_text("简述快照的作用和原理")
    assert rarity.questions(old, other) < Rarity([]).questions(old, other) - 0.1


def test_a_question_whose_answer_names_no_subject_takes_no_code_by_words_of_asking() -> None:
    old = "出错时应检查归档，它把剪枝转化为可以度量的量，如果忽略降级，结果会失真，可以用限流来近似"
    new = "它把归档转化为可以度量的量，它在压缩中起决定作用，面试时常追问分片，代价主要来自监控"
    before = _identify(NONE, _one("什么是跳表？", "略"), _one("请解释正则化的含义。", old))
    after = _identify(before.ledger, _one("什么是跳表？", "略"), _one("请解释红黑树的含义。", new))
    assert [item.code for item in after.entries] == ["Q0001", "Q0003"]


def test_a_subject_that_moved_within_a_reworded_question_is_the_same_subject() -> None:
    old = "出错时应检查归档，它把剪枝转化为可以度量的量，如果忽略降级，结果会失真，可以用限流来近似"
    new = "出错时应检查归档，它在压缩中起决定作用，面试时常追问分片，代价在监控，可以用限流来近似"
    before = _identify(NONE, _one("什么是跳表？", "略"), _one("什么是红黑树？", old))
    after = _identify(before.ledger, _one("什么是跳表？", "略"), _one("请解释红黑树的含义。", new))
    assert [item.code for item in after.entries] == ["Q0001", "Q0002"]


def test_a_question_of_a_new_document_takes_no_code_by_a_part_of_its_subject() -> None:
    both = "它依赖排序的顺序，可以用剪枝来近似"
    old, new = f"{both}，索引的词项指向文档，压缩很重要", f"{both}，索引在编码中起作用，树高有限"
    before = _identify(NONE, _one("什么是倒排索引？", old))
    after = _identify(before.ledger, _one("什么是数据库索引？", new, path="b.md"))
    assert after.new == ("Q0002",)


def test_words_that_many_questions_have_are_no_subject_even_where_the_answer_repeats_them() -> None:
    kept = [_one(f"请解释{topic}的含义。", topic) for topic in ("跳表", "词向量", "卷积核")]
    old = "含义：出错时应检查归档，它把剪枝转化为可以度量的量，如果忽略降级，结果会失真"
    new = "含义：出错时应检查分片，它把归档转化为可以度量的量，它在压缩中起决定作用"
    before = _identify(NONE, *kept, _one("请解释正则化的含义。", old))
    after = _identify(before.ledger, *kept, _one("请解释红黑树的含义。", new))
    assert after.new == ("Q0005",)


def test_of_questions_in_the_same_words_the_answer_decides_whatever_the_context() -> None:
    many = [_one(f"{chr(0x4E00 + 7 * at)}是何物？", "略", path="d.md") for at in range(40)]
    kept, other = _one("什么是跳表？", "有序链表"), _one("小结", "一二三四五六", path="b.md")
    before = _identify(NONE, *many, kept, _one("小结", "小结：树的高度决定查找的次数"), other)
    renamed = _one("什么是跳表？", "有序链表", path="c.md")
    rewritten = _one("小结", "小结：散列把键映到桶，冲突用链解决", path="c.md")
    after = _identify(before.ledger, *many, renamed, rewritten, other)
    assert [item.code for item in after.entries[40:]] == ["Q0041", "Q0044", "Q0043"]
    assert len(after.once) == 1


def test_a_mark_in_the_source_wins_over_everything() -> None:
    before = _identify(NONE, _one("甲", "一"), _one("乙", "二"))
    after = _identify(before.ledger, _one("完全改写", "也改了", mark="Q0001"), _one("乙", "二"))
    assert [item.code for item in after.entries] == ["Q0001", "Q0002"]
    assert after.diagnostics == ()


def test_a_mark_that_nobody_has_becomes_the_code() -> None:
    fresh = _identify(NONE, _one("甲", mark="Q0042"), _one("乙"))
    assert _codes(fresh) == {"甲": "Q0042", "乙": "Q0043"}


def test_a_mark_that_stands_twice_is_kept_by_the_first_and_told() -> None:
    fresh = _identify(NONE, _one("甲", mark="Q0042"), _one("乙", mark="Q0042"))
    assert _codes(fresh) == {"甲": "Q0042", "乙": "Q0043"}
    assert [diagnostic.severity for diagnostic in fresh.diagnostics] == [Severity.WARNING]


def test_a_lost_ledger_gives_the_same_guids() -> None:
    entries = [_one("甲"), _one("乙"), _one("小结", "一"), _one("小结", "二")]
    guids = {item.variants: item.guid for item in _identify(NONE, *entries).entries}
    again = {item.variants: item.guid for item in _identify(NONE, *reversed(entries)).entries}
    assert guids == again
    assert len(set(guids.values())) == 4


def test_another_deck_gives_other_guids() -> None:
    one, two = (identify(NONE, [_one("甲")], deck, 1).entries[0].guid for deck in ("一", "二"))
    assert one != two


def test_a_guid_that_the_ledger_has_already_is_not_given_again() -> None:
    before = _identify(NONE, _one("甲"))
    (record,) = before.ledger.records
    variant = replace(record.fingerprints[0], asked="x", answer="y", minhash="")
    renamed = replace(record, question="乙", fingerprints=(variant,))
    after = _identify(Ledger((renamed,)), _one("甲"))
    assert after.entries[0].code == "Q0002"
    assert after.entries[0].guid != record.guid


@st.composite
def _answers(draw: st.DrawFn, text: str) -> str:
    """An answer to ``text``, in signs that no other answer has."""
    first = 0x4E00 + 500 * "甲乙丙丁戊己".index(text)
    signs = st.integers(first, first + 400).map(chr)
    return draw(st.text(signs, min_size=1, max_size=30))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), unique=True), min_size=1, max_size=5),
    st.data(),
)
def test_codes_and_guids_never_change_hands(builds: list[list[str]], data: st.DataObject) -> None:
    ledger, owners = NONE, dict[str, str]()
    for now, texts in enumerate(builds):
        made = [entry(question(text, data.draw(_answers(text)))) for text in texts]
        result = identify(ledger, made, "刷题", now)
        ledger = result.ledger
        for item in result.entries:
            assert owners.setdefault(item.code, item.question) == item.question
            assert owners.setdefault(item.guid, item.question) == item.question
        codes = [record.code for record in ledger.records]
        assert codes == sorted(set(codes))
        assert len({record.guid for record in ledger.records}) == len(codes)
