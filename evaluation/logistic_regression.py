"""Penalised logistic regression."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def fitted(
    features: NDArray[np.number], labels: NDArray[np.bool_], penalty: float
) -> tuple[float, list[float]]:
    """The bias and the weights that make ``labels`` (one a row of ``features``) likeliest.

    ``penalty`` is that of a weight's square; the bias has none.
    """
    x = np.column_stack((np.ones(len(features)), features)).astype(float)
    y = labels.astype(float)
    penalties = np.r_[0.0, np.full(x.shape[1] - 1, penalty)]

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = x @ weights
        value = (np.logaddexp(0, odds) - y * odds).sum() + (penalties * weights**2).sum()
        return float(value), x.T @ (_probability(odds) - y) + 2 * penalties * weights

    bias, *weights = minimize(loss, np.zeros(x.shape[1]), jac=True).x
    return float(bias), [float(one) for one in weights]


def _probability(odds: Floats) -> Floats:
    return np.exp(-np.logaddexp(0, -odds))
