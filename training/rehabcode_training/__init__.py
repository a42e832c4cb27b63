"""How the ranker is fitted and measured: corpus, splits, fit, evaluate, report, bench."""
