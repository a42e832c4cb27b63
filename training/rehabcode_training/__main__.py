"""python -m rehabcode_training fit | evaluate | report | agreement | bench."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from rehabcode.errors import RehabcodeError
from rehabcode_training.agreement import agreement, render_agreement, second_reading
from rehabcode_training.benchmark import read_benchmark, render_benchmark, write_benchmark
from rehabcode_training.corpus import CORPUS, dev_notes, fitting_notes
from rehabcode_training.freshness import check_belongs, check_rendered
from rehabcode_training.real_notes import find_real_notes, real_notes
from rehabcode_training.report import FILE, render
from rehabcode_training.results import TRAINING, read_results, write_results
from rehabcode_training.trial_report import render_trial
from rehabcode_training.trials import AUTHOR_FOLDS, PROCESSES, Material, Trial


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 1 where a check fails or something is not right."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RehabcodeError as error:
        print(error, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the commands with their options."""
    top = argparse.ArgumentParser(prog="python -m rehabcode_training", description=__doc__)
    top.add_argument("--corpus", type=Path, default=CORPUS, help="the folder of train.jsonl and dev.jsonl")
    top.add_argument(
        "--real-notes", type=Path, help="the folder of real-notes.jsonl; by default found beside the checkout"
    )
    top.add_argument("--results", type=Path, default=TRAINING, help="the folder of results.json and RESULTS.md")
    commands = top.add_subparsers(required=True)
    fit = commands.add_parser("fit", help="fit the ranker and write its artifact")
    fit.set_defaults(run=run_fit)
    evaluate = commands.add_parser("evaluate", help="measure, and write results.json")
    evaluate.add_argument("--only", nargs="+", choices=get_args(Trial), help="measure and print these; write nothing")
    evaluate.add_argument("--author-folds", type=int, default=AUTHOR_FOLDS, help="as many as authors: one at a time")
    evaluate.add_argument("--processes", type=int, default=PROCESSES, help="folds that are fitted at the same time")
    evaluate.add_argument("--errors", type=Path, help="write the errors of cross-validation: ids, codes and causes")
    evaluate.set_defaults(run=run_evaluate)
    report = commands.add_parser("report", help="write RESULTS.md from results.json")
    report.add_argument("--check", action="store_true", help="write nothing; fail where it is stale")
    report.set_defaults(run=run_report)
    agreement = commands.add_parser("agreement", help="compare the labels of the added notes with a second reading")
    agreement.set_defaults(run=run_agreement)
    bench = commands.add_parser("bench", help="time suggest() against spaCy's blank tokenizer")
    bench.add_argument("--write", action="store_true", help="keep the run in bench.json")
    bench.add_argument("--check", action="store_true", help="fail where a limit is not kept")
    bench.set_defaults(run=run_bench)
    return top


def run_agreement(options: argparse.Namespace) -> int:
    """Print how far two readings of the added notes agree, and the notes in which they differ."""
    print(render_agreement(agreement(fitting_notes(options.corpus), second_reading(options.corpus))), end="")
    return 0


def run_fit(options: argparse.Namespace) -> int:
    from rehabcode_training.fit import write_artifact

    print(f"wrote {write_artifact(fitting_notes(options.corpus)).name}")
    return 0


def run_evaluate(options: argparse.Namespace) -> int:
    from rehabcode.lexicon import Lexicon
    from rehabcode_training.baselines import baselines
    from rehabcode_training.evaluate import evaluate
    from rehabcode_training.fit import fit

    trials = options.only or get_args(Trial)
    found = evaluate(
        fit,
        material(options),
        baselines(Lexicon.load()),
        trials=trials,
        author_folds=options.author_folds,
        processes=options.processes,
    )
    for lines in found.results.trials:
        print(render_trial(lines))
    for what in found.results.left_out:
        print(f"left out: {what}")
    if options.errors:
        rows = (json.dumps(asdict(error)) + "\n" for error in found.errors)
        options.errors.write_text("".join(rows), encoding="utf-8")
    if not options.only:
        print(f"wrote {write_results(found.results, options.results).name}")
    return 0


def run_report(options: argparse.Namespace) -> int:
    results = read_results(options.results)
    rendered = render(results, read_benchmark(options.results))
    path = options.results / FILE
    if options.check:
        check_belongs(results, corpus=options.corpus)
        check_rendered(FILE, path.read_text(encoding="utf-8") if path.is_file() else None, rendered)
        print(f"{FILE} is fresh")
    else:
        path.write_text(rendered, encoding="utf-8")
        print(f"wrote {FILE}")
    return 0


def run_bench(options: argparse.Namespace) -> int:
    import rehabcode
    from rehabcode_training.bench import bench

    notes = material(options)
    run = bench(rehabcode.load, [note.text for note in notes.fitting], [note.text for note in notes.real])
    print(render_benchmark(run))
    if options.write:
        print(f"wrote {write_benchmark(run, options.results).name}")
    over = list(run.over_limit())
    for line in over:
        print(line, file=sys.stderr)
    return int(options.check and bool(over))


def material(options: argparse.Namespace) -> Material:
    """Return the notes that the options name; none that others wrote where their folder is not there."""
    folder = options.real_notes or find_real_notes(options.corpus)
    return Material(fitting_notes(options.corpus), dev_notes(options.corpus), real_notes(folder) if folder else ())


if __name__ == "__main__":
    sys.exit(main())
