"""Merging drops no picture, and moves none to where its address means another file."""

from __future__ import annotations

import pytest
from builders import paragraph, points, question

from shuati.merge import merge
from shuati.model import Block, PictureNames
from shuati.model.views import sources

_SAID = "梯度下降沿负梯度方向更新参数，直到损失不再变小为止"
_MORE = f"{_SAID}；学习率决定每一步走多远，太大会来回震荡"


def _shown(first: Block, second: Block, pictures: PictureNames) -> list[tuple[str, int]]:
    """The texts with pictures in the merged answer, each with the document that it is from."""
    asked = [
        question("什么是梯度下降？", one, path=path) for one, path in ((first, "a"), (second, "b"))
    ]
    entry = merge(asked, pictures).entry
    return [
        (text, entry.variants[part.variant].path)
        for part in entry.parts
        for text in sources(part.blocks)
        if "png" in text
    ]


@pytest.mark.parametrize("wrap", [paragraph, lambda text: points(text, "又：一点")])
@pytest.mark.parametrize(("first", "second"), [(_SAID, _MORE), (_MORE, _SAID), (_SAID, _SAID)])
@pytest.mark.parametrize("picture", ["![图](x.png)", '<img src="x.png">'])
def test_a_picture_of_other_content_stays_with_its_document(
    wrap: type, first: str, second: str, picture: str
) -> None:
    other = (("a", "x.png", "one.png"), ("b", "x.png", "two.png"))
    found = _shown(wrap(first + picture), wrap(second + picture), other)
    assert sorted(found) == sorted([(first + picture, "a"), (second + picture, "b")])
    alone = _shown(wrap(first), wrap(second + picture), other)
    assert alone == [(second + picture, "b")]


@pytest.mark.parametrize("picture", ["![图](x.png)", '<img src="x.png">'])
def test_a_picture_that_is_the_same_in_both_documents_is_there_once(picture: str) -> None:
    same = (("a", "x.png", "one.png"), ("b", "x.png", "one.png"))
    assert len(_shown(paragraph(_SAID + picture), paragraph(_SAID + picture), same)) == 1
