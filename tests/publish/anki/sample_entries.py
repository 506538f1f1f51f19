"""Entries with all that an answer can hold."""

from __future__ import annotations

from shuati.model import (
    AnswerPart,
    Block,
    Code,
    Entry,
    Formula,
    Heading,
    Html,
    Kind,
    Location,
    Paragraph,
    Point,
    PointList,
    Question,
    Quote,
    Section,
    Span,
    Table,
)

HERE = Span(12, 40)


def said(text: str) -> Paragraph:
    return Paragraph(text, HERE)


def point(term: str | None, *blocks: Block | str) -> Point:
    made = tuple(said(block) if isinstance(block, str) else block for block in blocks)
    return Point(term, made, HERE)


def points(*items: Point, start: int | None = None) -> PointList:
    return PointList(start is not None, start or 1, items, HERE)


def question(path: str, number: str, heading: str, text: str, **more: object) -> Question:
    sections = (Section("答案", Kind.ANSWER, (said("略"),), HERE),)
    return Question(Location(path, HERE), number, heading, text, sections, **more)  # type: ignore[arg-type]


def descent() -> Entry:
    """PointList with lead terms, a formula, code, an addition, another wording."""
    text = "什么是梯度下降？它有哪些常见的变体？"
    variants = (
        question("机器学习/优化.md", "7", "梯度下降", text, heading_path=("优化方法", "一阶方法")),
        question("面试笔记.md", "31", "", "请解释梯度下降及其变体", truncated=True),
    )
    answer = (
        said(
            "梯度下降是求函数极小值的迭代方法：每一步都沿**负梯度**方向走一小段，"
            "步长由*学习率*决定。记损失函数为 $L(\\theta)$，则有"
        ),
        Formula("\\theta_{t+1} = \\theta_t - \\eta \\nabla L(\\theta_t)", HERE),
        said("常见的变体按每步所用的样本数和步长的取法区分："),
        points(
            point("批量梯度下降（BGD）", "每步用全部样本，方向准确，但样本多时一步很慢。"),
            point("随机梯度下降（SGD）", "每步只用一个样本，快而抖动，能跳出较浅的局部极小值。"),
            point(
                "小批量梯度下降",
                "每步用 32–512 个样本，兼顾速度与稳定，是深度学习的默认选择。常与下面的方法合用：",
                points(
                    point("动量", "累积过去的梯度，减少来回震荡；"),
                    point(
                        "自适应步长", "如 AdaGrad、RMSProp 和 `Adam`，为每个参数单独调节学习率。"
                    ),
                ),
            ),
            start=1,
        ),
    )
    features = points(
        point("简单", "只需要一阶导数，内存占用与参数个数成正比。"),
        point("敏感", "学习率过大会发散，过小则收敛缓慢。"),
    )
    explanation = (
        said(
            "可以把损失函数想成一片山地：梯度指向最陡的上坡，所以反方向就是下降最快的方向。"
            "步子太大会越过谷底，在两侧来回跳；步子太小则要走很久。\n小批量之所以常用，"
            "是因为它的梯度是全量梯度的无偏估计，而且一个批次正好能让 GPU 并行计算。"
        ),
        said(
            "需要注意，非凸函数可能有许多局部极小值和鞍点。实践中很少陷在坏的局部极小值里，"
            "更常见的麻烦是鞍点附近梯度接近零，训练看上去停住了。动量和学习率调度"
            "（例如余弦退火，见 [CS231n 的讲义](https://cs231n.github.io/neural-networks-3/)）能缓解这个问题。"
        ),
    )
    code = Code(
        "python",
        "import numpy as np\n\n\n"
        "def descend(gradient, start, rate=0.1, steps=100):\n"
        '    """沿负梯度走 steps 步，返回最后的位置。"""\n'
        "    position = np.asarray(start, dtype=float)\n"
        "    for step in range(steps):\n"
        "        position -= rate * gradient(position)  # 每步一小段\n"
        "        if step % 10 == 0:\n"
        '            print(f"第 {step} 步：{position}")\n'
        "    return position\n\n\n"
        "descend(lambda x: 2 * x, start=[3.0, -4.0])",
        HERE,
    )
    added = (points(point("学习率预热", "训练开始时从很小的学习率逐步升到设定值，避免早期发散。")),)
    return Entry(
        question=text,
        variants=variants,
        parts=(
            AnswerPart("答案", Kind.ANSWER, answer, 0),
            AnswerPart("特点", Kind.FEATURE, (features,), 0),
            AnswerPart("考点", Kind.NOTE, (said("优化方法、收敛性"),), 0),
            AnswerPart("解析", Kind.EXPLANATION, explanation, 0),
            AnswerPart("举例", Kind.EXAMPLE, (said("求 $f(x)=x^2$ 的极小值："), code), 0),
            AnswerPart("答案", Kind.ANSWER, added, 1),
        ),
        points=(),
        code="Q0001",
        guid="guid-descent",
        tags=("训练::优化", "类型::是什么"),
        related=("Q0002",),
    )


def protocols() -> Entry:
    """A table, a quote, a heading, long words."""
    text = "TCP 和 UDP 有什么区别？"
    table = Table(
        ("比较项", "TCP", "UDP"),
        (
            ("连接", "面向连接，先三次握手", "无连接，直接发送"),
            ("可靠性", "确认、重传、按序交付", "尽力而为，可能丢失或乱序"),
            ("首部开销", "20–60 字节", "8 字节"),
            ("典型应用", "HTTP/1.1、SSH、SMTP", "DNS、视频通话、QUIC 的底层"),
        ),
        ("left", "", "right"),
        HERE,
    )
    answer = (
        said("两者都是传输层协议，最大的区别在于**是否保证可靠、有序的交付**。"),
        table,
        Heading(5, "怎样选择", HERE),
        points(
            point(None, "要完整、有序，用 TCP；"),
            point(None, "要低延迟、能容忍丢包，用 UDP，必要时在应用层自己做确认。"),
        ),
    )
    explanation = (
        Quote((said("“可靠”是指字节不丢、不重、不乱，并不是指连接不会断。"),), HERE),
        said("内核参数 `net.ipv4.tcp_congestion_control` 决定拥塞控制算法，`ss -ti` 能看到它。"),
        Html("<details><summary>首部长度</summary>UDP 固定 8 字节</details>", HERE),
    )
    return Entry(
        question=text,
        variants=(
            question("网络.md", "2", "TCP 和 UDP 有什么区别", text, heading_path=("计算机网络",)),
        ),
        parts=(
            AnswerPart("答案", Kind.ANSWER, answer, 0),
            AnswerPart("解析", Kind.EXPLANATION, explanation, 0),
        ),
        points=(),
        code="Q0002",
        guid="guid-protocols",
        tags=("网络::传输层",),
        related=("Q0001",),
    )


def output() -> Entry:
    """Code and options on the front, a short answer."""
    text = "下面的代码输出什么？"
    code = Code(
        "javascript",
        'const names = ["甲", "乙"];\nfor (var i = 0; i < names.length; i++) {\n'
        "  setTimeout(() => console.log(`${i}: ${names[i]}`), 0); // {{ 延迟 }}\n}",
        HERE,
    )
    options = points(
        point(None, "A：`0: 甲` 和 `1: 乙`"),
        point(None, "B：`2: undefined` 两次"),
        point(None, "C：抛出 ReferenceError"),
    )
    return Entry(
        question=text,
        variants=(question("前端.md", "3", text, text),),
        parts=(
            AnswerPart("", Kind.QUESTION, (code, options), 0),
            AnswerPart("答案", Kind.ANSWER, (said("B"),), 0),
            AnswerPart(
                "解析",
                Kind.EXPLANATION,
                (
                    said("`var` 声明的 `i` 只有一个，回调执行时循环已经结束，`i` 等于 2。"),
                    Code("js", "for (let i = 0; i < 2; i++) { /* 每次循环各有一个 i */ }", HERE),
                ),
                0,
            ),
        ),
        points=(),
        code="Q0003",
        guid="guid-output",
        tags=("前端::JavaScript",),
    )


def hostile() -> Entry:
    """What a source must not get into a card."""
    text = "`List<String>` 与 List<Integer> 运行时相同吗？{{c1::空}} [sound:x.mp3]"
    answer = (
        said("相同。<script>alert(1)</script><img src=https://e.example/a.png onerror=alert(2)>"),
        Html('<p style="color:red" onclick="x()">泛型被 <b class="y">擦除</b></p>', HERE),
        Code("", "{{题目}} \\(x\\) </pre><script>", HERE),
        said("价格是 $5 和 $6，\\\\(不是公式\\\\)"),
    )
    return Entry(
        question=text,
        variants=(question("泛型.md", "4", text, text),),
        parts=(AnswerPart("答案", Kind.ANSWER, answer, 0),),
        points=(),
        code="Q0004",
        guid="guid-hostile",
        tags=("Java",),
    )
