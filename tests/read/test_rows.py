"""Questions that are rows of fields, words, topics and filled gaps, each on a few lines."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_every_line_owned import assert_every_line_owned, assert_sections_inside

from evaluation.stages import read_document
from shuati.model import Document, Form, Kind, Option, Paragraph, Question


def _read(text: str, name: str = "a.md") -> Document:
    return read_document(name, text.encode())


def _paragraphs(question: Question, label: str = "") -> list[str]:
    """The paragraphs of the sections of a label, without one those of the answer."""
    return [
        block.text
        for section in question.sections
        if (section.label == label if label else section.kind is Kind.ANSWER)
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


def _cards(text: str, name: str = "a.md") -> list[tuple[str, list[str]]]:
    return [(one.text, _paragraphs(one)) for one in _read(text, name).questions]


def _codes(text: str, name: str = "a.txt") -> list[str]:
    return [one.code for one in _read(text, name).diagnostics]


def _right(question: Question) -> list[str]:
    return [one.label for one in question.options if one.correct]


def test_a_line_of_number_statement_and_verdict_is_a_question_of_true_or_false() -> None:
    text = "1|||酵母菌是真菌。|||对\n2|||酵母菌是原核生物。|||错\n3|||蓝细菌有细胞核。|||错\n"
    questions = _read(text, "a.txt").questions
    assert [(one.number, one.form, _right(one)) for one in questions] == [
        ("1", Form.TRUE_FALSE, ["√"]),
        ("2", Form.TRUE_FALSE, ["×"]),
        ("3", Form.TRUE_FALSE, ["×"]),
    ]
    assert [_paragraphs(one) for one in questions] == [["对"], ["错"], ["错"]]
    assert "read-as-rows" in _codes(text)


def test_labels_inside_the_fields_say_what_they_are_and_are_not_shown() -> None:
    text = (
        "题目：细胞的能量工厂是：^*^答案：C\n题目：酵母菌是原核生物。^*^答案：错误\n"
        "题目：人体最大的器官是：^*^答案：B\n"
    )
    questions = _read(text, "a.txt").questions
    assert [one.text for one in questions] == [
        "细胞的能量工厂是",
        "酵母菌是原核生物。",
        "人体最大的器官是",
    ]
    assert [one.form for one in questions] == [Form.OPEN, Form.TRUE_FALSE, Form.OPEN]
    assert "letters-without-options" in _codes(text)


def test_two_columns_of_two_scripts_are_words_and_a_listing_of_types_is_none() -> None:
    text = "皮质激素\tcorticosteroid\n麻醉药\tanesthetic\n脑膜炎\tmeningitis\n结肠镜\tcolonoscopy\n"
    questions = _read(text, "a.txt").questions
    assert [one.form for one in questions] == [Form.TERM] * 4
    assert _paragraphs(questions[0]) == ["corticosteroid"]
    assert _read("字段\t类型\nid\tint\nname\tstr\n", "a.txt").questions == ()
    assert _read("品名\t单价\n铅笔\t1.5\n橡皮\t2\n圆规\t12\n", "a.txt").questions == ()


def test_comma_separated_values_in_a_text_are_questions_with_options() -> None:
    text = (
        "题目,选项A,选项B,选项C,答案\n细胞的能量工厂是,细胞核,线粒体,核糖体,B\n"
        '"最大的器官,按面积,是",肝,皮肤,肺,B\n"下列属于原核生物的\n有",大肠杆菌,酵母菌,蓝细菌,"A,C"\n'
    )
    document = _read(text, "a.txt")
    one, two, three = document.questions
    assert one.options == (
        Option("A", "细胞核", False),
        Option("B", "线粒体", True),
        Option("C", "核糖体", False),
    )
    assert (one.form, _paragraphs(one)) == (Form.CHOICE, ["B. 线粒体"])
    assert two.text == "最大的器官,按面积,是"
    assert (three.form, _right(three)) == (Form.MULTIPLE, ["A", "C"])
    assert (three.span.first, three.span.last) == (4, 5)


def test_ones_and_twos_among_letters_are_verdicts() -> None:
    head = "questionAnswer,questionContent\n"
    text = head + "1,酵母菌是真菌。\n2,酵母菌是原核生物。\nB,最大的器官是：\n"
    questions = _read(text, "a.txt").questions
    assert [(one.form, _right(one)) for one in questions] == [
        (Form.TRUE_FALSE, ["√"]),
        (Form.TRUE_FALSE, ["×"]),
        (Form.OPEN, []),
    ]


def test_the_columns_of_a_table_of_questions_are_read_by_their_names() -> None:
    text = (
        "| 序号 | 题型 | 题干 | 选项A | 选项B | 选项C | 答案 | 解析 |\n"
        "|---|---|---|---|---|---|---|---|\n"
        "| 1 | 单选 | 细胞的能量工厂是 | 细胞核 | 线粒体 | 核糖体 | B | 进行有氧呼吸 |\n"
        "| 2 | 多选 | 属于器官的是 | 肝 | 皮肤 | 血液 | AB | |\n"
        "| 3 | 判断 | （ ）酵母菌是原核生物 | | | | 错 | 是真菌 |\n"
        "| 4 | 填空 | 能量工厂是__，绿色的是_____ | | | | 线粒体；叶绿体 | |\n"
        "| 5 | 单选 | 没有答案的是 | 甲 | 乙 | | | |\n"
    )
    one, two, three, four, five = _read(text).questions
    assert (one.number, one.form, _right(one)) == ("1", Form.CHOICE, ["B"])
    assert _paragraphs(one, "解析") == ["进行有氧呼吸"]
    assert (two.form, _paragraphs(two)) == (Form.MULTIPLE, ["A. 肝", "B. 皮肤"])
    assert (three.text, three.form, _right(three)) == ("酵母菌是原核生物", Form.TRUE_FALSE, ["×"])
    assert (four.text, four.blanks) == ("能量工厂是____，绿色的是____", ("线粒体", "叶绿体"))
    assert (five.form, _right(five), five.sections) == (Form.CHOICE, [], ())
    assert [one.span.first for one in (one, two, three, four, five)] == [3, 4, 5, 6, 7]


def test_options_of_a_judgement_are_verdicts_and_an_answer_in_words_names_its_option() -> None:
    text = (
        "| 题目 | A | B | 答案 |\n|---|---|---|---|\n| 冰是固体 | 正确 | 错误 | A |\n"
        "| 水的沸点是 | 九十度 | 一百度 | 一百度 |\n"
    )
    judged, chosen = _read(text).questions
    assert (judged.form, _right(judged)) == (Form.TRUE_FALSE, ["√"])
    assert (chosen.form, _right(chosen)) == (Form.CHOICE, ["B"])


@pytest.mark.parametrize(
    ("head", "row", "label"),
    [
        ("| # | 中文 | English |", "| 1 | 阿司匹林 | aspirin |", ""),
        ("| 单词 | 音标 | 释义 |", "| lobby | /ˈlɒbi/ | 大堂 |", "音标"),
        ("| 单词/词组 | 音标 | 释义/翻译 |", "| lobby | /ˈlɒbi/ | 大堂 |", "音标"),
        ("| 日文 | 词性 | 中文意思 |", "| 会社員 | 名 | 公司职员 |", "词性"),
        ("| 术语 | 解释 |", "| 线粒体 | 细胞的能量工厂 |", ""),
        ("| Term | Definition | 例句 |", "| cell | unit of life | A cell divides. |", "例句"),
    ],
)
def test_a_row_of_words_is_a_term_with_further_columns_as_sections(
    head: str, row: str, label: str
) -> None:
    rule = "|" + "---|" * (head.count("|") - 1)
    table = f"## 第一课\n\n{head}\n{rule}\n{row}\n{row}\n\n## 第二课\n\n{head}\n{rule}\n{row}\n"
    questions = _read(f"# 词汇\n\n{table}").questions
    assert [one.form for one in questions] == [Form.TERM] * 3
    assert all(one.span.first == one.span.last for one in questions)
    assert _paragraphs(questions[0], label)
    assert len(_paragraphs(questions[0])) == 1


def test_a_table_of_an_answer_stays_in_it() -> None:
    for head in ("| 术语 | 解释 |", "| 项目 | 区别 |", "| 缩写 | 全称 |", "| 概念 | 定义 |"):
        table = f"{head}\n|---|---|\n| 甲 | 一 |\n| 乙 | 二 |\n| 丙 | 三 |\n"
        text = f"## 什么是事务？\n\n分三点：\n\n{table}\n## 什么是锁？\n\n{table}"
        assert [one.text for one in _read(text).questions] == ["什么是事务？", "什么是锁？"]


def test_a_paragraph_below_a_table_of_words_is_no_part_of_the_last_word() -> None:
    text = "# 术语\n\n| 术语 | 解释 |\n|---|---|\n| 甲 | 一种树 |\n| 乙 | 一种草 |\n\n结束语。\n"
    assert [one.span.last for one in _read(text).questions] == [5, 6]


def test_items_with_an_arrow_are_questions_where_a_document_is_made_of_them() -> None:
    for sign in ("→", ">>"):
        text = "".join(f"- 第{at}个问 {sign} 第{at}个答\n" for at in "一二三四")
        assert _cards(text)[0] == ("第一个问", ["第一个答"])
    steps = "- 选址 → 清理\n- 铺布 → 立杆\n- 打钉 → 拉绳\n"
    assert _read(f"## 怎么搭帐篷？\n\n按顺序：\n\n{steps}").questions[0].span.last == 7


def test_words_of_a_list_have_their_examples_and_nested_words_are_words_too() -> None:
    text = (
        "# 学校词汇\n\n## 场所\n\n- classroom (n) - 教室\n  * study room (n) - 自习室\n"
        "  * Example: Our classroom is big.\n- library (n) - 图书馆\n"
    )
    one, two, three = _read(text).questions
    assert (one.text, _paragraphs(one)) == ("classroom", ["教室"])
    assert _paragraphs(one, "Example") == ["Our classroom is big."]
    assert (two.text, three.text) == ("study room", "library")
    assert all(question.form is Form.TERM for question in (one, two, three))


def test_names_that_a_note_explains_in_chinese_are_no_vocabulary() -> None:
    text = (
        "# 缓存笔记\n\n## 选型\n\n- Redis：内存数据库\n- Memcached：只有键值\n\n"
        "要看场景，别盲目。\n\n"
        "## 部署\n\n- Docker：容器\n- Kubernetes：编排\n\n先在测试环境试一遍。\n"
    )
    assert not any(one.form is Form.TERM for one in _read(text).questions)


def test_lines_of_words_are_terms() -> None:
    text = "Unit 5\n\nmelody n. 旋律\ncompose vt. 作曲；组成\nrhythm n. 节奏\nloud adj. 响亮的\n"
    questions = _read(text, "a.txt").questions
    assert [one.text for one in questions] == ["melody", "compose", "rhythm", "loud"]
    assert _paragraphs(questions[1]) == ["作曲；组成"]


def test_numbered_topics_with_what_to_know_below_are_questions() -> None:
    heads = ["红细胞的作用", "细胞膜的功能", "光合作用的意义", "反射的定义"]
    listed = "".join(f"{at}. {head}\n\n    + 第{at}点\n\n" for at, head in enumerate(heads, 1))
    lines = "".join(f"{at}、{head}: 第{at}点\n" for at, head in enumerate(heads, 1))
    assert [one.text for one in _read(listed).questions] == heads
    assert [one.text for one in _read(lines, "a.txt").questions] == heads


def test_numbered_points_of_an_answer_are_no_topics() -> None:
    points = "1. 就绪\n   - 等待处理器\n2. 运行\n   - 占有处理器\n3. 阻塞\n   - 等待事件\n"
    text = f"## 进程有哪些状态？\n\n{points}\n## 什么是抖动？\n\n{points}"
    assert len(_read(text).questions) == 2


def test_a_line_with_an_empty_gap_and_the_line_that_fills_it_are_a_question() -> None:
    text = (
        "第一章 细胞\n\n细胞的能量工厂是( )\n线粒体\n进行光合作用的场所是( )\n叶绿体\n"
        "人体最大的器官是____\n皮肤\n"
    )
    questions = _read(text, "a.txt").questions
    assert [(one.text, one.form, one.blanks) for one in questions] == [
        ("细胞的能量工厂是____", Form.BLANK, ("线粒体",)),
        ("进行光合作用的场所是____", Form.BLANK, ("叶绿体",)),
        ("人体最大的器官是____", Form.BLANK, ("皮肤",)),
    ]
    assert [_paragraphs(one) for one in questions] == [["线粒体"], ["叶绿体"], ["皮肤"]]


def test_options_below_a_sentence_with_a_gap_do_not_fill_it() -> None:
    text = (
        "最大的器官是( )\nA.肝\nB.皮肤\n能量工厂是( )\nA.线粒体\nB.液泡\n绿色的是( )\nA.甲\nB.乙\n"
    )
    assert not any(one.form is Form.BLANK for one in _read(text, "a.txt").questions)


@pytest.mark.parametrize(
    "written",
    [
        "{{c1::线粒体}}",
        "==线粒体==",
        '<font color="#F56C6C">线粒体</font>',
        '<span style="color:red">线粒体</span>',
        "{{线粒体}}",
    ],
)
def test_marked_words_throughout_a_document_fill_gaps(written: str) -> None:
    text = f"# 速记\n\n工厂是{written}。\n\n细胞有{written}和核。\n\n氧在{written}里用掉。\n"
    questions = _read(text).questions
    assert [one.text for one in questions] == [
        "工厂是____。",
        "细胞有____和核。",
        "氧在____里用掉。",
    ]
    assert all(one.form is Form.BLANK and one.blanks == ("线粒体",) for one in questions)


@pytest.mark.parametrize("written", ["__线粒体__", "**线粒体**", "<u>线粒体</u>", "==线粒体=="])
def test_emphasis_fills_gaps_below_a_heading_of_such(written: str) -> None:
    text = (
        f"# 练习\n\n## 一、填空题\n\n1. 工厂是{written}。\n2. 氧在{written}里用掉。\n\n"
        f"## 二、简答题\n\n### 1. 什么是细胞？\n\n生命的单位，含{written}。\n"
    )
    one, two, three = _read(text).questions
    assert (one.text, one.blanks, one.number) == ("工厂是____。", ("线粒体",), "1")
    assert two.form is Form.BLANK
    assert (three.text, three.form) == ("什么是细胞？", Form.OPEN)


def test_highlights_in_answers_are_emphasis() -> None:
    text = (
        "## 什么是事务？\n\n一组==操作==，全做或不做。\n\n## 什么是锁？\n\n一种==标记==，防冲突。\n"
    )
    assert [one.form for one in _read(text).questions] == [Form.OPEN, Form.OPEN]


def test_the_rows_of_a_table_that_became_lines_of_text_are_read() -> None:
    text = (
        "序號 單元 題目 答案\n1 細胞\n"
        "細胞的能量工廠是何者？ (A)細胞核 (B)粒線\n體 (C)核糖體 B\n"
        "2 細胞\n進行光合作用的是何者？(A)粒線體(B)葉\n綠體\nB\n"
        "3 生理 最大的器官是 (A)肝 (B)皮膚 B\n"
    )
    one, two, three = _read(text, "a.txt").questions
    assert [option.text for option in one.options] == ["細胞核", "粒線體", "核糖體"]
    assert (one.text, _right(one), one.span.last) == ("細胞的能量工廠是何者？", ["B"], 4)
    assert [option.text for option in two.options] == ["粒線體", "葉綠體"]
    assert (three.number, _paragraphs(three, "單元")) == ("3", ["生理"])


@pytest.mark.parametrize(
    "text",
    [
        "题干\tA\tB\t答案\n工厂是\t核\t线粒体\tB\n器官是\t肝\t皮肤\tB. 皮肤\n",
        "1#工厂是#A.核 B.线粒体#B\n2#器官是#A.肝 B.皮肤#B\n3#绿色的是#A.核 B.叶绿体#B\n",
        "单选题|工厂是|核|线粒体|B\n单选题|器官是|肝|皮肤|B\n判断题|酵母菌是真菌||| 对\n",
        "".join(f"{at},第{at}个工厂是,核,线粒体,液泡,B\n" for at in range(1, 8)),
        "题目：工厂是？@@A：核@@B：线粒体@@答案：B\n" * 3,
    ],
)
def test_rows_have_their_options_however_they_are_written(text: str) -> None:
    first, second, *_ = _read(text, "a.txt").questions
    assert [(one.form, _right(one)) for one in (first, second)] == [(Form.CHOICE, ["B"])] * 2
    assert [one.text for one in first.options][:2] == ["核", "线粒体"]


def test_the_first_row_of_a_table_of_words_may_be_in_the_place_of_its_head() -> None:
    text = "# 单词\n\n| abandon | 放弃 |\n|---|---|\n| ability | 能力 |\n| able | 能干的 |\n"
    assert _cards(text) == [("abandon", ["放弃"]), ("ability", ["能力"]), ("able", ["能干的"])]


def test_words_in_kana_are_words_too() -> None:
    text = "# 単語\n\n- 食べる（たべる）：吃\n- 学生（がくせい）：学生\n- きれい：漂亮\n"
    assert [one.text for one in _read(text).questions] == ["食べる", "学生", "きれい"]


def test_what_is_behind_a_hash_fills_the_gap() -> None:
    text = "1. The _____ pumps blood. # heart\n2. The ____ digests food. # stomach\n"
    assert [(one.text, one.blanks) for one in _read(text).questions] == [
        ("The ____ pumps blood.", ("heart",)),
        ("The ____ digests food.", ("stomach",)),
    ]


def test_a_gap_that_is_filled_behind_a_hash_is_one_among_other_questions_too() -> None:
    text = (
        "1. What pumps blood?\n\n   The heart.\n\n2. The _\\_\\___ digests food. # stomach\n"
        "3. What is skin?\n\n   An organ.\n"
    )
    first, second, third = _read(text).questions
    assert (second.text, second.form, second.blanks) == (
        "The ____ digests food.",
        Form.BLANK,
        ("stomach",),
    )
    assert _paragraphs(second) == ["stomach"]
    assert [first.form, third.form] == [Form.OPEN, Form.OPEN]


WORDS = st.text(
    st.sampled_from("细胞核能量工厂植物光合作用场所器官皮肤血液"), min_size=2, max_size=9
)
SIGNS = st.sampled_from(["|||", "^*^", "----", "@@", "##", "&&", "||", "$$$"])


@given(sign=SIGNS, rows=st.lists(st.tuples(WORDS, WORDS, st.booleans()), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_rows_come_back_whatever_separates_their_fields(
    sign: str, rows: list[tuple[str, str, bool]]
) -> None:
    text = "\n".join(
        f"{at}{sign}{one}是{two}。{sign}{'对' if right else '错'}"
        for at, (one, two, right) in enumerate(rows, 1)
    )
    questions = _read(text, "a.txt").questions
    assert [(one.number, one.text, _right(one), one.span.first) for one in questions] == [
        (str(at), f"{one}是{two}。", ["√" if right else "×"], at)
        for at, (one, two, right) in enumerate(rows, 1)
    ]


@given(
    rows=st.lists(
        st.tuples(WORDS, st.lists(WORDS, min_size=2, max_size=5, unique=True), st.integers(0, 9)),
        min_size=2,
        max_size=10,
    )
)
@settings(max_examples=60, deadline=None)
def test_options_of_comma_separated_values_come_back(
    rows: list[tuple[str, list[str], int]],
) -> None:
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["题干", *(f"选项{letter}" for letter in "ABCDE"), "答案"])
    for stem, options, right in rows:
        filled = [*options, *[""] * (5 - len(options))]
        table.writerow([f"{stem},是\n哪个", *filled, "ABCDE"[right % len(options)]])
    questions = _read(written.getvalue(), "a.txt").questions
    assert [[one.text for one in question.options] for question in questions] == [
        options for _, options, _ in rows
    ]
    assert [_right(one) for one in questions] == [
        ["ABCDE"[right % len(options)]] for _, options, right in rows
    ]
    assert [one.span.first for one in questions] == [2 + 2 * at for at in range(len(rows))]


CLAUSES = st.lists(WORDS, min_size=1, max_size=4).map("，".join)
PROSE = st.lists(CLAUSES.map(lambda text: text + "。"), min_size=3, max_size=12)


@given(sentences=PROSE, gap=st.sampled_from(["\n", "\n\n", ""]))
@settings(max_examples=60, deadline=None)
def test_prose_is_never_rows(sentences: list[str], gap: str) -> None:
    assert "read-as-rows" not in _codes(gap.join(sentences))


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "# 词汇\n",
            "## 填空题\n",
            "## 什么是细胞？\n",
            "| 单词 | 释义 |\n|---|---|\n| 甲 | 一种树 |\n| 乙 | |\n| | 草 |\n",
            "| 题干 | 选项A | 选项B | 答案 |\n|---|---|---|---|\n"
            "| 工厂是 | 核 | 膜 | A |\n| | | | |\n",
            "| abandon | 放弃 |\n|---|---|\n| ability | 能力 |\n| able | 能干的 |\n",
            "- apple (n) - 苹果\n  * pear (n) - 梨\n  * Example: An apple a day.\n- 别的\n",
            "melody n. 旋律\nloud adj. 响亮的\n没有的词\n",
            "1. 红细胞的作用\n\n    + 运输氧\n\n2. 细胞膜的功能\n    + 控制进出\n",
            "1、职能: 核算\n2、目标:\n提供资料\n",
            "工厂是==线粒体==。\n绿色的是=={{c1::叶绿体}}==\n",
            "1. 工厂是__线粒体__。\n2. 空的____。\n",
            "最大的器官是( )\n皮肤\n运氧的是____\n红细胞\n",
            "- 一 → 二\n- 三 → 四\n- 五 >> 六\n",
            "1|||题|||对\n2|||题|||错\n3|||题\n",
            "词\ttab\n题\ttab\n",
            "題號 題目 答案\n1 甲 (A)乙 (B)丙 A\n2 丁\n(A)戊 (B)己\nB\n3 庚 (A)辛 B\n",
            '题目,答案\n"甲\n乙",对\n丙,错\n',
            "一段普通的话，没有别的。\n",
        ]
    ),
    min_size=1,
    max_size=6,
)


@given(
    fragments=FRAGMENTS, gap=st.sampled_from(["", "\n"]), name=st.sampled_from(["a.md", "a.txt"])
)
@settings(max_examples=150, deadline=None)
def test_every_line_of_rows_has_one_owner(fragments: list[str], gap: str, name: str) -> None:
    data = gap.join(fragments).encode()
    assert_every_line_owned(name, data)
    assert_sections_inside(name, data)


CORPUS = {  # questions, and how many of them have a right option
    "aitrainer_tf.txt": (300, 300),
    "labsafety_henan.txt": (604, 215),
}


@pytest.mark.parametrize("name", CORPUS)
def test_rows_of_real_documents_are_all_read_with_their_verdicts(name: str, shared: Path) -> None:
    folder = shared / "corpus" / "exam"
    questions = read_document(name, (folder / name).read_bytes()).questions
    truth = json.loads((folder / "truths.json").read_text("utf-8"))[name]
    assert (len(questions), sum(map(bool, map(_right, questions)))) == CORPUS[name]
    assert len(questions) == truth["questions"]
    assert [one.span.first for one in questions] == truth.get(
        "lines", [one.span.first for one in questions]
    )


@pytest.mark.parametrize(
    ("name", "missed", "extra"),
    [("ket_edu.md", 0, 10), ("maogai_asuka.md", 0, 0), ("kuaiji_shiwu.txt", 0, 3)],
)
def test_words_and_topics_of_real_documents_are_read(
    name: str, missed: int, extra: int, shared: Path
) -> None:
    folder = shared / "corpus" / "exam"
    found = {one.span.first for one in read_document(name, (folder / name).read_bytes()).questions}
    truth = json.loads((folder / "truths.json").read_text("utf-8"))[name]
    expected = set(truth.get("lines", ()))
    near = {at + near for at in found for near in (-2, -1, 0, 1, 2)}
    assert len(expected - near) <= missed
    assert -missed <= len(found) - truth["questions"] <= extra
