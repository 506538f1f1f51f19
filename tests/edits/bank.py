"""A bank that is edited as people edit: documents, and questions that stay who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from builders import question
from sample_pictures import png

from shuati.merge import merge
from shuati.model import Entry, Picture, Question
from shuati.sources.picture_files import picture_name

_TOPICS = [
    "梯度消失", "注意力机制", "数据库索引", "垃圾回收", "一致性哈希", "倒排索引", "快速排序",
    "协程调度", "布隆过滤器", "知识蒸馏", "批量归一化", "缓存穿透", "分布式事务", "负载均衡",
    "正则化", "词向量", "主从复制", "内存屏障", "死锁检测", "消息队列", "反向传播", "虚拟内存",
    "写时复制", "跳表", "红黑树", "滑动窗口", "握手协议", "进程通信", "卷积核", "模型量化",
]  # fmt: skip
_WAYS = ["什么是{}？", "请解释{}的含义。", "{}是怎么回事？", "谈谈你对{}的理解", "{}的定义是什么？"]
_SAYS = [
    "它在{}中起决定作用", "常见的做法是先{}再校验", "如果忽略{}，结果会失真", "代价主要来自{}",
    "与{}相比，它更省空间", "实践里要配合{}使用", "它把{}转化为可以度量的量", "出错时应检查{}",
    "面试时常追问{}", "它依赖{}的顺序", "可以用{}来近似", "它的上界由{}给出",
]  # fmt: skip
_THINGS = [
    "采样", "压缩", "路由", "预热", "分片", "回滚", "广播", "对齐", "剪枝", "排序", "合并", "索引",
    "投票", "续约", "限流", "降级", "编码", "解码", "淘汰", "监控", "重试", "校验", "归档", "迁移",
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """A question that stays who it is (``uid``), whatever becomes of its words."""

    uid: int
    topic: str
    text: str
    says: tuple[str, ...]
    shade: int = 0  # of its picture, 0 for none

    @property
    def address(self) -> str:
        return f"p{self.uid}.png"


@dataclass
class Bank:
    """Documents by path. ``together`` holds the uids that are one entry, in groups."""

    random: Random
    documents: dict[str, list[Item]] = field(default_factory=dict)
    together: list[set[int]] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)
    touched: dict[int, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._uids = count(1)
        self._paths = count(1)
        self._topics = self.random.sample(_TOPICS, len(_TOPICS))

    # ── what a person does ───────────────────────────────────────────────────

    def add(self, path: str | None = None) -> None:
        """Write a new question somewhere."""
        if self._topics:
            topic = self._topics.pop()
            item = Item(next(self._uids), topic, self._wording(topic, ""), self._says(topic, 5))
            where = path or self.random.choice([*self.documents])
            row = self.documents.setdefault(where, [])
            row.insert(self.random.randint(0, len(row)), item)

    def add_document(self) -> None:
        path = f"文档{next(self._paths)}.md"
        self.documents[path] = []
        self.add(path)

    def reword(self, uid: int) -> None:
        item = self.item(uid)
        self._put(replace(item, text=self._wording(item.topic, item.text)), "question")

    def rewrite(self, uid: int) -> None:
        """Write most of an answer anew."""
        item = self.item(uid)
        kept = self.random.sample(item.says, 1)
        self._put(replace(item, says=(*self._says(item.topic, 4), *kept)), "answer")

    def edit_both(self, uid: int) -> None:
        """Say question and answer in other words, as far as one keeps to the matter."""
        item = self.item(uid)
        text = self._wording(item.topic, item.text)
        says = (*item.says[:3], *self._says(item.topic, 2))
        self._put(replace(item, text=text, says=says), "both")

    def draw(self, uid: int) -> None:
        """Add a picture to its answer, or draw that anew: the same file, other content."""
        item = self.item(uid)
        self._put(replace(item, shade=item.shade % 255 + 1), "picture")

    def move(self, uid: int, path: str) -> None:
        item = self.item(uid)
        self._take(uid)
        row = self.documents[path]
        row.insert(self.random.randint(0, len(row)), item)
        self._touch(uid, "place")

    def rename(self, path: str) -> None:
        self.documents[f"文档{next(self._paths)}.md"] = self.documents.pop(path)

    def split_document(self, path: str) -> None:
        row = self.documents[path]
        half = len(row) // 2
        self.documents[path], rest = row[:half], row[half:]
        self.documents[f"文档{next(self._paths)}.md"] = rest

    def reverse(self, path: str) -> None:
        self.documents[path].reverse()

    def delete(self, uid: int) -> None:
        self.gone.append(self.item(uid))
        self._take(uid)
        self.separate(uid)

    def bring_back(self) -> None:
        if self.gone and self.documents:
            item = self.gone.pop(self.random.randrange(len(self.gone)))
            self.documents[self.random.choice([*self.documents])].append(item)
            self._touch(item.uid, "place")

    def join(self, a: int, b: int) -> None:
        """Make two entries one, as a decision of the person does."""
        groups = [group for group in self.together if group & {a, b}]
        self.together = [group for group in self.together if group not in groups]
        self.together.append(set().union({a, b}, *groups))

    def separate(self, uid: int) -> None:
        """Make an own entry of what is one with others."""
        groups = [group - {uid} for group in self.together]
        self.together = [group for group in groups if len(group) > 1]

    # ── what is read ─────────────────────────────────────────────────────────

    @property
    def uids(self) -> list[int]:
        return [item.uid for row in self.documents.values() for item in row]

    def item(self, uid: int) -> Item:
        return next(i for row in self.documents.values() for i in row if i.uid == uid)

    def groups(self) -> list[list[int]]:
        """The uids of every entry, in the order in which they appear."""
        home = {uid: group for group in self.together for uid in group}
        found: dict[frozenset[int], list[int]] = {}
        for uid in self.uids:
            found.setdefault(frozenset(home.get(uid, {uid})), []).append(uid)
        return list(found.values())

    def entries(self) -> list[tuple[Entry, list[int]]]:
        """The entries as the matcher makes them, each with its uids."""
        questions = self.questions()
        names = tuple((*place, one.name) for place, one in self.pictures().items())
        return [
            (merge([questions[uid] for uid in group], names).entry, group)
            for group in self.groups()
        ]

    def pictures(self) -> dict[tuple[str, str], Picture]:
        """The pictures by document and address."""
        return {
            (path, item.address): Picture(
                picture_name(png(item.shade), "png"), item.address, png(item.shade)
            )
            for path, row in self.documents.items()
            for item in row
            if item.shade
        }

    def questions(self) -> dict[int, Question]:
        return {
            item.uid: question(
                item.text,
                "，".join(item.says) + (f"![图]({item.address})" if item.shade else ""),
                path=path,
                line=10 * at,
            )
            for path, row in self.documents.items()
            for at, item in enumerate(row, 1)
        }

    def _put(self, item: Item, what: str) -> None:
        for row in self.documents.values():
            row[:] = [item if old.uid == item.uid else old for old in row]
        self._touch(item.uid, what)

    def _take(self, uid: int) -> None:
        for row in self.documents.values():
            row[:] = [item for item in row if item.uid != uid]

    def _touch(self, uid: int, what: str) -> None:
        self.touched.setdefault(uid, set()).add(what)

    def _wording(self, topic: str, old: str) -> str:
        ways = [way.format(topic) for way in _WAYS]
        return self.random.choice([way for way in ways if way != old])

    def _says(self, topic: str, number: int) -> tuple[str, ...]:
        things = self.random.sample(_THINGS, number)
        says: Sequence[str] = self.random.sample(_SAYS, number)
        return tuple(
            f"{topic}：{say.format(thing)}" for say, thing in zip(says, things, strict=True)
        )
