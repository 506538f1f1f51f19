"""A section of a question while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from shuati.model import Block, Kind


@dataclass
class Draft:
    """A section while its blocks are being collected: positions from ``first`` to ``last``."""

    label: str
    kind: Kind | None
    first: int
    blocks: list[Block] = field(default_factory=list)
    last: int = 0

    def add(self, block: Block) -> None:
        self.blocks.append(block)
        self.last = block.span.last
