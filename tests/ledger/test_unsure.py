"""What is not clearly a question of last time gets a new code."""

from __future__ import annotations

from assigning import codes

_INDEX = ("什么是索引？", "索引按列值排好序，查找时逐层缩小范围。")
_LIST = ("什么是跳表？", "多层链表，上层跳着走。")


def test_what_is_clearly_nearer_to_one_than_to_another_keeps_its_code() -> None:
    start, end = "先看日志定位慢在哪一步，再看", "改完压一遍"
    query = ("慢查询怎么排查？", f"{start}执行计划有没有走索引，最后改语句或者加索引，{end}。")
    call = ("慢接口怎么排查？", f"{start}线程堆栈有没有等锁，最后缩小锁的范围或者换成队列，{end}。")
    new = ("慢请求怎么排查？", f"{start}执行计划有没有走索引，最后改语句或者加索引，{end}，记下。")
    given, said = codes([_INDEX, query, call, _LIST], [_INDEX, new, _LIST])
    assert given == ["Q0001", "Q0002", "Q0004"]
    assert said == []


def test_another_name_in_latin_letters_is_another_question_unless_the_answer_is_the_same() -> None:
    parts = (
        "请求行、首部和正文三段，首部里写长度、类型和缓存的办法，"
        "一次来回一个请求，连接可以留着再用。"
    )
    other = (
        "请求行、首部和正文三段照旧，外面多一层加密，"
        "先验证书再商量密钥，一次握手多一个来回，端口也不同。"
    )
    old = [_INDEX, ("HTTP 的报文是怎么组成的？", parts), _LIST]
    for said, code in ((other, "Q0004"), (parts, "Q0002")):
        given, _ = codes(old, [_INDEX, ("HTTPS 的报文是怎么组成的？", said), _LIST])
        assert given == ["Q0001", code, "Q0003"]


_DATABASE = {
    "梯度": "方向由损失的坡度决定，步子太大会越过谷底",
    "缓存": "热的留在内存，冷的丢回磁盘",
    "锁": "谁先拿到谁写，其余排队",
    "协程": "主动让出，切换不进内核",
    "分片": "键取模决定落在哪台",
    "日志": "顺序追加，崩溃后重放",
    "路由": "查表转发，最长前缀优先",
    "快照": "写时复制，旧页不动",
    "令牌": "桶里按速率补，取不到就等",
    "心跳": "三次不到换主",
    "副本": "多数写成才算成",
    "队列": "生产者只管放，消费者慢慢取",
}


def test_what_many_questions_have_in_common_tells_little_of_which_one_it_is() -> None:
    usual = "常见的做法是先采样再校验"
    old = [(f"数据库{name}是怎么回事？", f"{usual}，{own}") for name, own in _DATABASE.items()]
    new = ("数据库归档是怎么回事？", f"{usual}，归档把旧的行挪走，查的时候另开一张表")
    given, _ = codes(old, [*old[:5], new, *old[6:]])
    assert given[5] == "Q0013"
    assert given[:5] + given[6:] == [f"Q{at:04}" for at in range(1, 13) if at != 6]
