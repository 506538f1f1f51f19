"""The verdict on a pair: what the rules find, and how likely the evidence is.

The thresholds are in ``lexicon/match_weights.toml``, chosen by `evaluation.tune`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shuati import lexicon


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to decide a pair by.

    ``same``: the rules merge it; ``alike``: because the wordings are equal. ``vetoed`` and
    ``objected``: a rule speaks against it. ``row`` is its evidence, see `likelihood.NAMES`.
    """

    same: bool
    alike: bool
    vetoed: bool
    objected: bool
    row: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Log-odds from which a pair is the same.

    ``confirmed``: where the rules say so; ``likely``: where no rule objects; ``in_spite``: where
    one does. A veto always holds.
    """

    confirmed: float
    likely: float
    in_spite: float

    def merge(self, finding: Finding, log_odds: float) -> bool:
        """Whether the pair of ``finding`` is merged."""
        if finding.same:
            return finding.alike or log_odds >= self.confirmed
        if finding.vetoed:
            return False
        return log_odds >= (self.in_spite if finding.objected else self.likely)


@cache
def shipped_levels() -> Levels:
    """Those of the data file."""
    return Levels(**lexicon.toml("match_weights.toml")["levels"])
