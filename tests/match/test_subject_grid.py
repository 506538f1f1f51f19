"""The same questions about different things never become one entry, however they are split.

Subjects × aspects × ways of splitting them over files and headings, in fields of all kinds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from shuati.config.settings import Settings
from shuati.match import match
from shuati.model import Document
from shuati.read import read
from shuati.sources.source import Source

FIELDS = {
    "医学": ("痛风 糖尿病 高血压 肺炎", "病因 临床表现 诊断标准 治疗原则 并发症 饮食护理"),
    "文学": ("鲁迅 老舍 巴金 沈从文", "生平 代表作 语言风格 创作思想 文学地位"),
    "数据库": ("Redis MySQL MongoDB", "优缺点 应用场景 主从复制过程 备份方法 默认端口"),
    "会计": ("资产 负债 收入 费用", "定义 确认条件 分类 计量方法 列报要求"),
    "刑法": ("盗窃罪 诈骗罪 抢劫罪", "构成要件 量刑标准 既遂的认定 与民事纠纷的界限"),
    "机器学习": ("决策树 支持向量机 随机森林", "损失函数 优缺点 过拟合的处理 参数的选择"),
    "历史": ("唐朝 宋朝 明朝", "建立的经过 赋税制度 选官制度 对外交往 灭亡的原因"),
    "化学": ("乙醇 乙酸 乙醛", "结构 物理性质 制备方法 检验方法 用途"),
    "语言": ("Java Python Rust", "内存管理 并发模型 错误处理 包管理"),
    "园艺": ("月季 绣球 茉莉", "浇水 修剪 施肥 越冬 繁殖方法"),
}
WORDS = """
定期 检查 温度 比例 结构 边界 材料 文件 规则 数值 顺序 环节 记录 压力 速度 时间 成本 距离
方向 颜色 表面 内部 外部 中心 阶段 初期 后期 人员 区域 市场 合同 报告 样本 曲线 模块 接口
土壤 阳光 水分 气候 制度 政策 河流 城市 边疆 铜器 诗歌 小说 戏剧 报刊 指标 血管 肾脏 关节
"""
ASKING = ("{subject}的{aspect}是什么？", "{subject}的{aspect}", "简述{subject}的{aspect}。")
BARE = ("{aspect}", "{aspect}是什么？", "简述{aspect}。")


def _answer(rng: random.Random, subject: str, aspect: str, naming: bool) -> str:
    words = rng.sample(WORDS.split(), 12)
    sentence = f"一是{words[0]}与{words[1]}，{words[2]}决定{words[3]}；二是{words[4]}、{words[5]}和"
    sentence += (
        f"{words[6]}，随{words[7]}变化；三是{words[8]}的{words[9]}，取决于{words[10]}{words[11]}。"
    )
    return f"{subject}的{aspect}：{sentence}" if naming else sentence


Asked = list[tuple[str, str]]  # path and text of files


def _one_file_each(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    form, naming = rng.choice(ASKING), rng.random() < 0.5
    return [
        (f"{subject}.md", _section(f"# {subject}", "###", subject, aspects, form, rng, naming))
        for subject in field
    ]


def _one_file_each_bare(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    form, naming = rng.choice(BARE), rng.random() < 0.5
    title = rng.choice(("# {}", "# {}复习笔记", "# 第二章 {}", "# {}常见考题"))
    return [
        (f"{at}.md", _section(title.format(subject), "###", subject, aspects, form, rng, naming))
        for at, subject in enumerate(field)
    ]


def _named_by_file(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    form, naming = rng.choice(BARE), rng.random() < 0.5
    return [
        (f"{subject}.md", _section("", "##", subject, aspects, form, rng, naming))
        for subject in field
    ]


def _one_file(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    form = rng.choice(ASKING)
    text = "\n".join(_section("", "###", one, aspects, form, rng, False) for one in field)
    return [("全部.md", f"# 复习题\n\n{text}")]


def _one_file_with_headings(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    form = rng.choice(BARE)
    parts = (_section(f"## {one}", "###", one, aspects, form, rng, False) for one in field)
    return [("全部.md", "# 复习题\n\n" + "\n".join(parts))]


def _mixed(field: list[str], aspects: list[str], rng: random.Random) -> Asked:
    """Half of the subjects in a file with headings, each other in a file that names it."""
    half = len(field) // 2 or 1
    return _one_file_with_headings(field[:half], aspects, rng) + _one_file_each(
        field[half:], aspects, rng
    )


def _section(
    title: str,
    marks: str,
    subject: str,
    aspects: list[str],
    form: str,
    rng: random.Random,
    naming: bool,
) -> str:
    asked = (
        f"{marks} {at}. {form.format(subject=subject, aspect=aspect)}\n\n"
        f"{_answer(rng, subject, aspect, naming)}\n"
        for at, aspect in enumerate(aspects, 1)
    )
    return "\n".join(filter(None, (title, *asked)))


SPLITS = (
    _one_file_each,
    _one_file_each_bare,
    _named_by_file,
    _one_file,
    _one_file_with_headings,
    _mixed,
)


def _banks() -> Iterator[tuple[str, Asked]]:
    for field, (subjects, aspects) in FIELDS.items():
        for split in SPLITS:
            for seed in range(3):
                rng = random.Random(f"{field}{split.__name__}{seed}")
                chosen = rng.sample(subjects.split(), rng.randint(2, len(subjects.split())))
                yield (
                    f"{field}-{split.__name__.strip('_')}-{seed}",
                    split(chosen, aspects.split(), rng),
                )


BANKS = dict(_banks())


def merged(documents: list[Document]) -> list[list[str]]:
    """The wordings of every group of several questions."""
    questions = [question for document in documents for question in document.questions]
    return [
        [f"{questions[at].path}:{questions[at].span.first} {questions[at].text}" for at in group]
        for group in match(documents, Settings()).groups
        if len(group) > 1
    ]


@pytest.mark.parametrize("name", BANKS)
def test_questions_about_different_things_stay_apart(name: str) -> None:
    documents = [read(Source(path, text.encode(), "topics")) for path, text in BANKS[name]]
    assert sum(len(document.questions) for document in documents) >= 6
    assert merged(documents) == []
