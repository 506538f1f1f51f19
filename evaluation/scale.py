"""The cost of matching large banks: ``python -m evaluation.scale [SIZE …]``.

Every size runs in its own process, so that peak memory is measured apart. Prints CPU seconds
of each stage, peak memory, and the growth from one size to the next.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

SIZES = (1_000, 10_000, 100_000)


def measure(size: int) -> dict[str, float]:
    """CPU seconds by stage and peak memory in MiB for a bank of ``size`` questions."""
    from evaluation.banks import bank
    from shuati.config.settings import Settings
    from shuati.match.cluster import cluster
    from shuati.match.pair_classifier import PairClassifier
    from shuati.match.parse import parse
    from shuati.merge import merge

    documents = bank(size)
    start = time.process_time()
    features = [parse(document, (), ()) for document in documents]
    classifier = PairClassifier(documents, features, Settings())
    compared = time.process_time()
    clusters = cluster(
        classifier.questions,
        classifier.pairs,
        classifier.classify,
        unlisted=classifier.candidates(),
    )
    clustered = time.process_time()
    figures = {"candidates": sum(1 for _ in classifier.candidates()), "pairs": len(clusters.pairs)}
    questions = classifier.questions
    del classifier, features  # as in the pipeline, where entries are made of groups alone
    entries = [merge([questions[at] for at in group]) for group in clusters.groups]
    merged = time.process_time()
    return {
        "compare": compared - start,
        "cluster": clustered - compared,
        "merge": merged - clustered,
        "total": merged - start,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        **figures,
        "entries": len(entries),
    }


def main() -> None:
    """Measure the sizes given, or all."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    before: dict[str, float] = {}
    for size in map(int, sys.argv[1:] or map(str, SIZES)):
        command = [sys.executable, "-m", "evaluation.scale", "--one", str(size)]
        figures = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        growth = f"  ×{figures['total'] / before['total']:.1f}" if before else ""
        print(f"{size:7}", "  ".join(f"{k} {v:.1f}" for k, v in figures.items()), growth)
        before = figures


if __name__ == "__main__":
    main()
