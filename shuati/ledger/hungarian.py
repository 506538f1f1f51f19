"""The best assignment of rows to columns, and how sure each pair of it is.

Shortest augmenting paths with potentials (the Hungarian method as Jonker and Volgenant
1987 made it fast) on a sparse graph: only pairs worth a thought are edges, and every row
may stay alone. SciPy's takes full matrices and does not tell how sure a pair is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush
from math import inf

_ALONE = 1.0  # what it costs a row to stay alone; an edge costs less by what it gains


class Assignment:
    """The pairs with the greatest sum of gains.

    ``gains[row]`` maps the columns (0, 1, …) that a row may take to what that gains, above
    0 and at most 1.
    """

    def __init__(self, gains: Sequence[Mapping[int, float]]) -> None:
        self._gains = gains
        self._row = [0.0] * len(gains)  # potentials
        self._column: dict[int, float] = {}  # potentials; 0 where a column is free
        self._owner: dict[int, int] = {}
        self._held: dict[int, int] = {}  # row → column
        for row in range(len(gains)):
            self._place(row)

    def column(self, row: int) -> int | None:
        """What ``row`` takes; None where it stays alone."""
        held = self._held[row]
        return held if held >= 0 else None

    def _edges(self, row: int) -> Iterator[tuple[int, float]]:
        """The columns that a row may take and their reduced costs; -1 - row is staying alone."""
        for column, gain in ((-1 - row, 0.0), *self._gains[row].items()):
            yield column, _ALONE - gain - self._row[row] - self._column.get(column, 0.0)

    def _reach(
        self, start: int, banned: frozenset[int] = frozenset(), unlinked: int | None = None
    ) -> Iterator[tuple[int, float, int]]:
        """The columns on alternating paths from ``start``, nearest first (Dijkstra).

        Each with its distance and the row before it; ``start`` takes none of ``banned``. A
        path that has found a free column may go on where another row gives up the column
        that it holds, ``unlinked`` excepted.
        """
        heap: list[tuple[float, int, int]] = []
        done: set[int] = set()
        row: int | None = start
        distance, linked = 0.0, False
        while True:
            if row is not None:
                for column, cost in self._edges(row):
                    if column not in done and not (row == start and column in banned):
                        heappush(heap, (distance + cost, column, row))
            elif not linked:
                linked = True
                for column in self._owner.keys() - done - {unlinked}:
                    heappush(heap, (distance - self._column.get(column, 0.0), column, -1))
            while heap and heap[0][1] in done:
                heappop(heap)
            if not heap:
                return
            distance, column, before = heappop(heap)
            done.add(column)
            yield column, distance, before
            row = self._owner.get(column)

    def _place(self, start: int) -> None:
        """Give ``start`` a column, others moving on where that is best."""
        path: dict[int, tuple[float, int]] = {}
        end, farthest = 0, 0.0
        for column, distance, before in self._reach(start):
            path[column] = distance, before
            if column not in self._owner:
                end, farthest = column, distance
                break
        self._row[start] += farthest
        for column, (distance, _) in path.items():
            if column != end:
                self._column[column] = self._column.get(column, 0.0) + distance - farthest
                self._row[self._owner[column]] += farthest - distance
        column, row = end, -1
        while row != start:
            row = path[column][1]
            left = self._held.get(row, end)
            self._owner[column], self._held[row] = row, column
            column = left

    def regret(self, row: int) -> float:
        """What the sum of gains loses if ``row`` must not take the column that it takes.

        Infinite where there is neither another column for it nor another row for its column.
        """
        own = self._held[row]
        elsewhere = self._reach(row, frozenset((own, -1 - row)))
        replaced = self._reach(row, frozenset((own,)), unlinked=own)
        return min(
            next((distance for column, distance, _ in paths if column == own), inf)
            for paths in (elsewhere, replaced)
        )
