"""Texts as vectors: neighbours, leads, and the same figures every time."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from shuati.match.neighbours import neighbours
from shuati.match.vectors import counts, tf_idf

TEXTS = [
    ("什么是死锁", "两个线程互相等待对方持有的锁，谁也不能继续。"),
    ("死锁怎么产生", "线程各自持有锁，又互相等待对方持有的锁。"),
    ("什么是索引", "索引是按列的值排好序的结构，查找时不必扫描全表。"),
    ("什么是视图", "视图是从基本表导出的虚表，只存放它的定义。"),
]


def vectors(texts: list[tuple[str, str]]) -> csr_matrix:
    asked, said = (list(part) for part in zip(*texts, strict=True)) if texts else ([], [])
    return tf_idf(counts(said) + 3 * counts(asked), np.ones(len(texts), bool))


def test_the_nearest_text_is_the_one_that_says_the_same() -> None:
    found = neighbours(vectors(TEXTS), 3)
    assert found.positions[0][0] == 1
    assert found.positions[1][0] == 0


def test_the_lead_is_above_one_only_for_mutual_neighbours() -> None:
    found = neighbours(vectors(TEXTS), 3)
    _, (mutual, other) = found.closeness(np.array([0, 0]), np.array([1, 2]))
    assert mutual > 1 > other


@settings(max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=60)), max_size=6))
def test_any_text_has_a_vector_of_length_one_or_none(texts: list[tuple[str, str]]) -> None:
    matrix = vectors(texts)
    assert matrix.shape[0] == len(texts)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    assert all(abs(length - 1) < 1e-5 or length == 0 for length in lengths)


def test_vectors_are_the_same_every_time() -> None:
    first, second = vectors(TEXTS), vectors(TEXTS)
    assert (first != second).nnz == 0
