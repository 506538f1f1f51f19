"""How much a title sounds like a question, or like the name of a section."""

from __future__ import annotations

import re
from unicodedata import category

from shuati.markdown import plain

_ASKS = re.compile(
    "什么|甚麼|什麼|如何|怎么|怎麼|怎样|怎樣|为什么|为何|為何|為什麼|哪些|哪个|哪个|哪几|哪種|哪种|哪里|是否|能否|可否|吗|嗎|"
    "呢$|多少|几种|几个|几类|何时|何种|有何|谁|区别|區別|差异|异同|优缺点|"
    r"\b(?:what|how|why|when|which|who|where|is|are|does|do|can|should|difference)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    "^(?:请|試|试|简述|簡述|简要|说说|說說|说一说|谈谈|談談|聊聊|描述|解释|解釋|介绍|介紹|列举|列舉|阐述|论述|概述|叙述|分析|比较|"
    "对比|写出|寫出|写一|给出|实现|手写|设计|计算|求|证明|判断|讲讲|讲一|举例|指出|选择|推导|翻译|编写|"
    "用|使用|已知|假设|下列|以下|下面|关于|根据|"
    r"(?:explain|describe|compare|list|give|write|implement|design|discuss)\b)",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    "(?:原理|机制|流程|过程|作用|应用|挑战|优化|特点|优势|方法|步骤|概念|定义|问题|方案|策略|场景|意义|影响|实现|架构|模型|算法|"
    "关系|趋势|实践|部署|分类|结构|性)$"
)
_SECTION = re.compile(
    "^(?:目录|目錄|总结|總結|小结|结语|结束语|前言|引言|简介|導言|概述|介绍|参考|參考|附录|附錄|推荐|推薦|更多|写在|最后|后记|致谢|声明|说明|"
    "版权|关于本|关于作者|联系|更新|文章推荐|延伸阅读|扩展阅读|相关阅读|参考资料|参考文献|参考链接|备注|面经|table of contents|toc|contents|"
    "references|summary|conclusion|introduction|overview|appendix|about|license)|"
    "(?:题|題|篇|部分|章|章节|模块|专题|系列|合集|大全|汇总|面试题|试题|题库|知识点|基础|进阶|高级|入门)$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    "(?:全文|本文|本章|文章|课程|文末|最后)?(?:(?:总结|總結|小结)(?:[与和：:].{0,8})?|结语|结束语|(?:参考|參考|推荐|推薦|延伸|扩展|相关)"
    "(?:资料|資料|文献|文獻|链接|文章|书籍|书目|阅读|閱讀|课程|资源)?|附录|附錄|更多.{0,4}|写在最后|最后|后记|致谢|声明|版权.{0,2}|"
    "联系我们?|关于作者|全文完)|"
    "(?:references|summary|conclusion|further reading|about|license)(?: .{0,20})?",
    re.IGNORECASE,
)


def sounds_asked(title: str) -> float:
    """From -0.5 (the name of a section) over 0 (a topic, no telling) to 1 (a question)."""
    text = bare(title).strip(" *_：:。.")
    if not text:
        return -0.5
    if re.search("[?？](?:[)）」』”\"']|[（(][^()（）]*[)）])*$", text):
        return 1.0
    if _SECTION.search(text) and not _ORDERS.match(text) and not _ASKS.search(text):
        return -0.5
    if _ASKS.search(text) or "?" in text or "？" in text:
        return 0.9
    if _ORDERS.match(text) or re.search(r"[（(]\s*[)）]|_{3,}|＿{2,}", text):
        return 0.8
    return 0.35 if _TOPIC.search(text) and len(text) > 4 else 0.0


def closes(title: str) -> bool:
    """Whether a heading is one that ends a document: 总结, 参考资料, 写在最后 …"""
    text = bare(title).strip(" *_：:0123456789.、一二三四五六七八九十")
    return _CLOSING.fullmatch(text) is not None and not _ASKS.search(text)


def bare(title: str) -> str:
    """A title as plain text, without the pictures in front of it."""
    text = plain(title)
    return text[ornament(text) :]


def ornament(text: str) -> int:
    """How many characters of pictures, blanks and emphasis ``text`` begins with."""
    for at, char in enumerate(text):
        if char not in " \t\u3000*_#>•·●◆■▶" and category(char) not in ("So", "Sk", "Cf", "Mn"):
            return at
    return len(text)
