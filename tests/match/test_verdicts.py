"""Where the verdicts begin: each guard, threshold and limit of the search, by what it is for."""

from __future__ import annotations

from itertools import combinations

from builders import document, question
from judging import FIRST, alone, among_others, bank, compared, verdict

from shuati.model import Document, Question

_CACHE = "每次至多缓存一千条，先进的先出，满了就淘汰最久没有用过的那一条，命中率要看统计，"
_AUTH = "先在白名单里登记，发一枚有期限的令牌，权限按角色给，每次调用都验签名，"


def test_a_stem_with_a_blank_is_not_the_open_question_however_near_the_answers() -> None:
    stem = question("缓存的淘汰策略是（ ）。", _CACHE + "选最近最少使用。")
    asked = question("缓存的淘汰策略是什么？", _CACHE + "写成一段话。")
    assert among_others(stem, asked) == "review"
    assert among_others(question("缓存的淘汰策略", _CACHE + "选最近最少使用。"), asked) == "same"


def test_a_stem_with_a_blank_that_is_answered_alike_is_asked_about() -> None:
    stem = question("缓存的淘汰策略是（ ）。", _CACHE + "选最近最少使用。")
    asked = question("缓存的淘汰策略是什么？", _CACHE + "写成一段话。")
    assert alone(stem, asked) == "review"


def test_a_title_that_names_nothing_is_the_same_only_with_answers_that_are() -> None:
    start = "先读入一行再按空格切开，"
    one = start + "遇到空行就停，最后把次数从多到少排好写回去。"
    other = start + "然后逐个相加得到总和，除以个数就是平均，保留两位小数。"
    assert alone(question("输出什么？", one), question("输出是什么？", other)) == "different"
    assert alone(question("输出什么？", one), question("输出是什么？", one)) == "same"


def _about(path: str, thing: str, *more: Question) -> Document:
    parts = ("材料", "产地", "价格", "重量", "寿命")
    asked = (
        question(f"{thing}的{part}是什么？", f"各家的{part}不一，要看用途。") for part in parts
    )
    return document(*asked, *more, path=path)


def test_documents_on_other_subjects_ask_other_questions_in_the_same_words() -> None:
    tyres = question(
        "轮胎有哪些优势？", "看路面、季节和车重，按侧面的字母挑速度级别，胎纹深的排水好。"
    )
    tea = question(
        "茶叶有哪些优势？", "看条索、汤色和香气，春天采的嫩，存放要避光，泡开以后叶底完整。"
    )
    documents = [_about("a.md", "轮胎", tyres), _about("b.md", "茶叶", tea)]
    assert _verdict_on_last(documents) == "different"


def test_the_subject_of_a_document_goes_without_saying_in_its_questions() -> None:
    said = "每一万公里换位一次，气压每个月看一回，裂了就换，不要等到磨平"
    one = question("轮胎的保养周期是多久？", f"{said}。")
    other = question("保养周期是多久？", f"{said}以后再说。")
    assert _verdict_on_last([_about("a.md", "轮胎", one), document(other, path="b.md")]) == "same"
    assert alone(one, other) == "review"


def _verdict_on_last(documents: list[Document]) -> str:
    """The verdict on the last questions of two documents."""
    first, second = (len(one.questions) for one in documents)
    return verdict(documents, first - 1, first + second - 1)


def test_a_narrower_question_is_not_merged_however_much_the_answers_are_alike() -> None:
    wide, narrow = "大模型在金融领域的应用有哪些？", "大模型在金融风控领域的应用有哪些？"
    said = "银行用它核对账目、识别可疑交易，也用来回答客户的提问。"
    more = said + "另外给贷款打分，提前发现逾期。"
    assert alone(question(wide, said), question(narrow, more)) == "review"


def test_answers_clearly_nearer_than_any_third_join_what_is_asked_alike() -> None:
    one = question("登录态如何保持？", _AUTH + "管理员另外短信确认。")
    alike = question("怎么让用户不用反复登录？", _AUTH + "过期后静默续上。")
    other = question("为什么登录要加验证码？", _AUTH + "过期后静默续上。")
    start = "先在白名单里登记，发一枚有期限的令牌，"
    third = question("审计日志要记什么？", start + "只追加不修改，按天切分，另存一份到别处。")
    assert among_others(one, alike, third) == "same"
    assert among_others(one, other, third) == "review"


def test_a_title_without_a_way_of_asking_is_joined_where_no_third_question_is_near() -> None:
    title = question("接口鉴权", "几个哈希位都为一才算可能在，误判偏向一边。")
    asked = question("接口鉴权怎么做？", "省内存，宁可多查也别漏，扩容时整体重建。")
    assert among_others(title, asked) == "same"
    assert alone(title, asked) == "review"


def test_a_title_without_a_way_of_asking_is_asked_about_where_the_answers_differ() -> None:
    title = question("接口鉴权", "几个哈希位都为一才算可能在，误判偏向一边。")
    differs = question("接口鉴权怎么做？", "省内存，宁可多查也别漏，误判偏多就扩容重建。")
    alike = question("接口鉴权怎么做？", "省内存，几个哈希位都为一也可能误判，扩容时整体重建。")
    assert alone(title, differs) == "review"
    assert alone(title, alike) == "same"


def test_a_person_is_asked_where_answers_are_near_and_the_wordings_differ() -> None:
    one = question("鉴权在支付业务中的应用", "先在白名单里登记，管理员另外短信确认。")
    near = question("支付业务里鉴权的挑战", "先在白名单里登记，过期后静默续上。")
    far = question("红烧肉放多少糖？", "冰糖二十克，小火炒到枣红。")
    more = "先在白名单里登记，只追加不修改，按天切分，另存一份到别处。"
    third = question("审计日志要记什么？", more)
    assert among_others(one, near, third) == "review"
    assert among_others(one, far, third) == "different"


def test_a_question_is_compared_with_all_of_six_others_that_name_its_object() -> None:
    asked = (
        ("跳表是什么？", "按页读入内存，坏页单独登记，"),
        ("什么是跳表？", "写满一段才换下一段，旧段归档，"),
        ("请解释跳表。", "每个分区各有一个首领，其余跟随，"),
        ("跳表的定义", "先记日志再改数据，崩溃以后重放，"),
        ("跳表的概念", "哈希环上顺时针找到第一台机器，"),
        ("谈谈跳表", "版本号大的胜出，冲突交给人看，"),
        ("说说跳表", "心跳三次不到就换主，"),
    )
    documents = [bank(f"{at}.md", question(*one)) for at, one in enumerate(asked)]
    own = [at * (FIRST + 1) + FIRST for at in range(len(asked))]
    assert set(combinations(own, 2)) <= compared(*documents)


def test_a_question_is_compared_with_both_of_the_two_that_are_answered_most_alike() -> None:
    order = "下单按钮点了两次，服务端用唯一的请求号去重，第二次直接返回第一次的结果，"
    ledger = "银行流水半夜逐笔对账，差异挂起等人核实，"
    stock = "库存预占以后十五分钟不付款就释放，超卖靠数据库行锁兜底，"
    rates = "汇率按日终中间价折算，小数四舍六入五成双，"
    asked = (
        ("用户手快点了两回，怎么只生成一张订单？", order + ledger),
        ("接口的幂等怎么实现？", order + stock),
        ("秒杀卖超了怎么办？", stock + "热门商品提前拆成多份放在不同机器上。"),
        ("财务发现少了一块钱如何追查？", ledger + rates),
        ("跨境收款折算有误差吗？", rates + "误差月底统一进损益科目。"),
    )
    documents = [bank(f"{at}.md", question(*one)) for at, one in enumerate(asked)]
    own = [at * (FIRST + 1) + FIRST for at in range(len(asked))]
    assert {(own[0], own[1]), (own[0], own[3])} <= compared(*documents)
