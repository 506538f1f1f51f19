"""The verdict on a pair: what the rules find, and how likely the evidence is.

The thresholds are in the files of the weights (`likelihood.weights_file`), chosen by
`evaluation.tune`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from shuati import lexicon
from shuati.match.matchers.rules.likelihood import weights_file


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to decide a pair by.

    ``same``: the rules merge it; ``alike``: because the wordings are equal. ``opposed``: a veto or
    an objection is against it, equal wordings have answers that are not, or there are too few
    questions to say how near it is; ``vetoed``: by one that no likelihood outweighs. ``row`` is its
    evidence, see `likelihood.evidence_row`.
    """

    same: bool
    alike: bool
    opposed: bool
    vetoed: bool
    row: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """Log-odds from which a pair is the same.

    ``confirmed``: where the rules merge it; ``likely``: where they do not, and none opposes it;
    ``opposed``: where one does, because words differ whose meanings are compared, or because one
    names more than its nearest.
    """

    confirmed: float
    likely: float
    opposed: float

    def merge(self, finding: Finding, log_odds: float) -> bool:
        """Whether the pair of ``finding`` is merged."""
        if finding.same:
            return finding.alike or log_odds >= self.confirmed
        least = self.opposed if finding.opposed else self.likely
        return not finding.vetoed and log_odds >= least


@cache
def shipped_levels(semantic: bool) -> Levels:
    """Those of the data file, for evidence with meaning or without."""
    return Levels(**lexicon.toml(weights_file(semantic))["levels"])
