"""Entries of every form, as reading and merging make them."""

from __future__ import annotations

from dataclasses import replace

from builders import entry, points, question, section

from shuati.model import Entry, Form, Kind, Option, Question

CELL = ("细胞膜", "线粒体", "核糖体", "高尔基体")


def options(*texts: str, right: str = "") -> tuple[Option, ...]:
    """Options A, B, C …; those whose letters are in ``right`` are correct."""
    letters = "ABCDEFGH"
    return tuple(
        Option(letter, text, letter in right) for letter, text in zip(letters, texts, strict=False)
    )


def verdict(right: bool) -> tuple[Option, ...]:
    return Option("√", "对", right), Option("×", "错", not right)


def asked(text: str, *more: object, form: Form, **fields: object) -> Question:
    return replace(question(text, *more), form=form, **fields)  # type: ignore[arg-type]


def choice(
    text: str = "细胞的“动力工厂”是（　）。", right: str = "B", code: str = "Q0001", **more: object
) -> Entry:
    shown = options(*CELL, right=right)
    answer = [f"{one.label}. {one.text}" for one in shown if one.correct]
    made = asked(
        text,
        *([section("答案", *answer)] if answer else []),
        section(
            "解析",
            "线粒体进行有氧呼吸，为细胞供能。细胞膜控制物质进出，核糖体合成蛋白质。",
            kind=Kind.EXPLANATION,
        ),
        form=Form.CHOICE,
        options=shown,
        **more,
    )
    return coded(entry(made), code)


def multiple(code: str = "Q0002") -> Entry:
    shown = options("`list`", "`tuple`", "`dict`", "`str`", "`set`", right="ACE")
    made = asked(
        "下列 Python 类型中，哪些是**可变**的？（　）",
        section("答案", *(f"{one.label}. {one.text}" for one in shown if one.correct)),
        section("解析", "B 和 D 一旦建立就不能改变。", kind=Kind.EXPLANATION),
        form=Form.MULTIPLE,
        options=shown,
    )
    return coded(entry(made), code)


def statement(code: str = "Q0003", right: bool = False) -> Entry:
    made = asked(
        "TCP 是无连接的传输层协议。（　）",
        section("答案", "对" if right else "错"),
        section("解析", "TCP 面向连接，UDP 无连接。", kind=Kind.EXPLANATION),
        form=Form.TRUE_FALSE,
        options=verdict(right),
    )
    return coded(entry(made), code)


def blank(code: str = "Q0004") -> Entry:
    made = asked(
        "____是细胞的控制中心，光合作用在____中进行，吸收____，放出氧气。",
        section("答案", "细胞核", "叶绿体", "CO~2~ 即二氧化碳"),
        section("解析", "呼吸作用在线粒体中进行。", kind=Kind.EXPLANATION),
        form=Form.BLANK,
        blanks=("细胞核", "叶绿体", "CO~2~ 即二氧化碳"),
    )
    return coded(entry(made), code)


def word(text: str = "abandon", meaning: str = "v. 放弃；抛弃", code: str = "Q0005") -> Entry:
    made = asked(text, section("答案", meaning), form=Form.TERM)
    return coded(entry(made), code)


CASE = "患者，男，45 岁，*反复上腹痛* 3 年，饥饿时加重，进食后缓解。近日排黑便两次。"


def case(code: str = "Q0006") -> Entry:
    shown = options("胃溃疡", "十二指肠溃疡", "慢性胃炎", "胃癌", right="B")
    made = asked(
        "该患者最可能的诊断是（　）。",
        section("答案", "B. 十二指肠溃疡", "夜间痛、饥饿痛是它的特点。"),
        form=Form.CHOICE,
        options=shown,
        stem=CASE,
    )
    return coded(entry(made), code)


def without_key(code: str = "Q0007") -> Entry:
    return choice("下列哪一项没有给出答案？（　）", "", code)


def long_options(code: str = "Q0008") -> Entry:
    shown = options(
        "在损失函数里加上参数平方和的惩罚，使参数变小，模型因此简单一些，在新数据上的表现更好",
        "把训练数据打乱后多训练几轮，直到训练集上的损失不再下降，这时模型记住了全部样本",
        "增大学习率 $\\eta$，使每一步走得更远",
        "以上都对",
        right="A",
    )
    made = asked(
        "下列做法中，能够减轻**过拟合**的是（　）。",
        section("答案", f"A. {shown[0].text}"),
        form=Form.CHOICE,
        options=shown,
    )
    return coded(entry(made), code)


def open_question(code: str = "Q0009") -> Entry:
    made = question(
        "简述梯度下降的步骤。",
        points("初始化：随机选取参数", "求梯度：对损失函数求导", "更新：沿负梯度走一步"),
    )
    return coded(entry(made), code)


def coded(made: Entry, code: str) -> Entry:
    return replace(made, code=code, guid=f"guid-{code}", tags=("训练::优化",))


def every_form() -> list[Entry]:
    """One entry or more of each form."""
    return [
        choice(),
        multiple(),
        statement(),
        blank(),
        word(),
        case(),
        without_key(),
        long_options(),
        open_question(),
    ]
