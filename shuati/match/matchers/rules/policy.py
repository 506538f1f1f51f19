"""The verdict on a pair: what the rules find, and how likely the evidence is.

The thresholds are in the files of the weights (`likelihood.Basis`), chosen by `evaluation.tune`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shuati import lexicon
from shuati.match.matchers.rules.likelihood import Basis


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to decide a pair by.

    ``same``: the rules merge it; ``alike``: because the wordings are equal. ``opposed``: a veto or
    an objection is against it, or equal wordings have answers that are not; ``vetoed``: by one that
    no likelihood outweighs.
    """

    same: bool
    alike: bool
    opposed: bool
    vetoed: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """Log-odds from which a pair is the same.

    ``confirmed``: where the rules merge it; ``joined``: where they do by its answers, although one
    opposes it; ``likely``: where they do not, and none opposes it;
    ``opposed``: where one does, because words differ whose meanings are compared.
    """

    confirmed: float
    joined: float
    likely: float
    opposed: float

    def merge(self, finding: Finding, log_odds: float) -> bool:
        """Whether the pair of ``finding`` is merged."""
        if finding.same:
            least = self.joined if finding.opposed else self.confirmed
            return finding.alike or log_odds >= least
        least = self.opposed if finding.opposed else self.likely
        return not finding.vetoed and log_odds >= least


@cache
def shipped_levels(basis: Basis) -> Levels:
    """Those of the data file."""
    return Levels(**lexicon.toml(basis.value)["levels"])
