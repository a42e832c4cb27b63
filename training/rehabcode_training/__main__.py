"""python -m rehabcode_training COMMAND: --help lists the commands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, get_args

from rehabcode.errors import RehabcodeError
from rehabcode_training.agreement import agreement, render_agreement, second_reading
from rehabcode_training.benchmark import render_benchmark, write_benchmark
from rehabcode_training.corpus import CORPUS, dev_notes, fitting_notes, read_files
from rehabcode_training.documentation import documentation_report
from rehabcode_training.documents import documents
from rehabcode_training.error_history import keep, render_history
from rehabcode_training.freshness import check_belongs, check_rendered
from rehabcode_training.real_notes import find_real_notes, real_notes
from rehabcode_training.results import TRAINING, read_results, write_results
from rehabcode_training.trial_report import render_trial
from rehabcode_training.trials import AUTHOR_FOLDS, PROCESSES, Material, Trial
from rehabcode_training.variant_report import ABLATION, CURVE

if TYPE_CHECKING:
    from rehabcode_training.variants import Variant


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 1 where a check fails or something is not right."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except RehabcodeError as error:
        print(error, file=sys.stderr)
        return 1


class Commands(Protocol):
    """What subparsers offer: argparse names no public type for it."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...  # noqa: A002  (argparse's own name)


def parser() -> argparse.ArgumentParser:
    """Return the commands with their options."""
    top = argparse.ArgumentParser(prog="python -m rehabcode_training", description=__doc__)
    top.add_argument("--corpus", type=Path, default=CORPUS, help="the folder of train.jsonl and dev.jsonl")
    top.add_argument(
        "--real-notes", type=Path, help="the folder of real-notes.jsonl; by default found beside the checkout"
    )
    top.add_argument("--results", type=Path, default=TRAINING, help="the folder of results.json and RESULTS.md")
    commands = top.add_subparsers(required=True)
    _add_fitting(commands)
    _add_findings(commands)
    _add_timing(commands)
    return top


def _add_fitting(commands: Commands) -> None:
    fit = commands.add_parser("fit", help="fit the ranker and write its artifact")
    fit.set_defaults(run=run_fit)
    evaluate = commands.add_parser("evaluate", help="measure, and write results.json")
    evaluate.add_argument("--only", nargs="+", choices=get_args(Trial), help="measure and print these; write nothing")
    evaluate.add_argument("--author-folds", type=int, default=AUTHOR_FOLDS, help="as many as authors: one at a time")
    evaluate.add_argument("--processes", type=int, default=PROCESSES, help="folds that are fitted at the same time")
    evaluate.add_argument("--errors", type=Path, help="write the errors of cross-validation: ids, codes and causes")
    evaluate.set_defaults(run=run_evaluate)
    ablate = commands.add_parser("ablate", help="measure with each ingredient taken out or put in")
    ablate.set_defaults(run=run_ablate)
    curve = commands.add_parser("learning-curve", help="measure with a share of the notes")
    curve.set_defaults(run=run_learning_curve)
    for variants in (ablate, curve):
        variants.add_argument("--folds", type=int, default=3, help="folds of whole authors")
        variants.add_argument("--processes", type=int, default=PROCESSES, help="folds that are fitted at the same time")
    errors = commands.add_parser(
        "errors", help="tell the errors of the ranker that ships by cause, and keep the counts"
    )
    errors.set_defaults(run=run_errors)
    report = commands.add_parser("report", help="write RESULTS.md and MODEL_CARD.md from what was measured")
    report.add_argument("--check", action="store_true", help="write nothing; fail where it is stale")
    report.set_defaults(run=run_report)


def _add_findings(commands: Commands) -> None:
    agreement = commands.add_parser("agreement", help="compare the labels of the added notes with a second reading")
    agreement.set_defaults(run=run_agreement)
    documentation = commands.add_parser("documentation", help="measure what is told missing against labelled notes")
    documentation.set_defaults(run=run_documentation)
    mismatches = commands.add_parser("mismatches", help="measure the findings about stated minutes, units and codes")
    mismatches.set_defaults(run=run_mismatches)
    completions = commands.add_parser("completions", help="mine phrases and fit what is expected where; write them")
    completions.add_argument("--measure", action="store_true", help="write completion.json instead, and print it")
    completions.set_defaults(run=run_completions)


def _add_timing(commands: Commands) -> None:
    bench = commands.add_parser("bench", help="time suggest() against spaCy's blank tokenizer")
    bench.add_argument("--write", action="store_true", help="keep the run in bench.json")
    bench.add_argument("--check", action="store_true", help="fail where a limit is not kept")
    bench.set_defaults(run=run_bench)
    throughput = commands.add_parser("throughput", help="time rehabcode backcode, and kill it on its way")
    throughput.add_argument("--notes", type=int, default=200_000, help="how many; the corpus repeated")
    throughput.add_argument("--spark", action="store_true", help="run on Spark too")
    throughput.add_argument("--kills", type=int, default=0, help="how often a run is killed; 0 kills none")
    throughput.add_argument("--folder", type=Path, help="where to write, emptied first; by default a temporary one")
    throughput.add_argument("--write", action="store_true", help="keep the run in throughput.json")
    throughput.add_argument("--check", action="store_true", help="fail where a limit is not kept")
    throughput.set_defaults(run=run_throughput)


def run_agreement(options: argparse.Namespace) -> int:
    """Print how far two readings of the added notes agree, and the notes in which they differ."""
    print(render_agreement(agreement(fitting_notes(options.corpus), second_reading(options.corpus))), end="")
    return 0


def run_documentation(options: argparse.Namespace) -> int:
    """Print how well present and missing documentation is told, on the notes labelled for it."""
    print(documentation_report(options.corpus), end="")
    return 0


def run_mismatches(options: argparse.Namespace) -> int:
    """Print how well slips are found, told what the notes support and with the suggester that ships."""
    import rehabcode
    from rehabcode.codebook import Codebook
    from rehabcode.lexicon import Lexicon
    from rehabcode.payers import Payers
    from rehabcode.reader import Reader
    from rehabcode_training.mismatches import check_given, check_suggested, mismatches, render_mismatches

    read, codebook, payers = Reader(Lexicon.load()).read, Codebook.load(), Payers.load()
    checks = {
        "given gold": check_given(read, codebook, payers),
        "end to end": check_suggested(read, rehabcode.load().suggest, codebook, payers),
    }
    print(render_mismatches(mismatches(fitting_notes(options.corpus), options.corpus), checks), end="")
    return 0


def run_completions(options: argparse.Namespace) -> int:
    """Write the artifact of completing, or measure it without writing one."""
    from rehabcode_training.completion_fit import write_completions

    fitting = fitting_notes(options.corpus)
    if not options.measure:
        print(f"wrote {write_completions(fitting).name}")
        return 0
    import rehabcode
    from rehabcode import completer
    from rehabcode_training.completion import measure
    from rehabcode_training.completion_results import render_completion, write_completion_results
    from rehabcode_training.completion_speed import suggest_ratios

    ratios = suggest_ratios(completer.load().complete, rehabcode.load().suggest, fitting)
    found = measure(fitting, dev_notes(options.corpus), ratios)
    print(render_completion(found))
    print(f"wrote {write_completion_results(found, options.results).name}")
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
        keep(found.results, options.results)
    return 0


def run_report(options: argparse.Namespace) -> int:
    rendered = documents(options.results)
    if options.check:
        check_belongs(read_results(options.results), corpus=options.corpus)
    for path, text in rendered.items():
        if options.check:
            check_rendered(path.name, path.read_text(encoding="utf-8") if path.is_file() else None, text)
            print(f"{path.name} is fresh")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.name}")
    return 0


def run_ablate(options: argparse.Namespace) -> int:
    """Measure the ingredients that have no row yet."""
    from rehabcode_training.ablation import ablation

    given = read_files([options.corpus / "train.jsonl"])
    return _run_variants(options, ablation(note.id for note in given), ABLATION)


def run_learning_curve(options: argparse.Namespace) -> int:
    """Measure the shares of the notes that have no row yet."""
    from rehabcode_training.learning_curve import learning_curve

    return _run_variants(options, learning_curve(), CURVE)


def _run_variants(options: argparse.Namespace, variants: Sequence[Variant], name: str) -> int:
    from rehabcode_training.variant_run import Plan, run_variants

    path, notes = options.results / name, fitting_notes(options.corpus)
    for line in run_variants(Plan(variants, notes, path, folds=options.folds, processes=options.processes)):
        print(f"{line.name}: micro-F1 {line.figures['micro_f1'].value}", flush=True)
    print(f"{name} is complete; run `python -m rehabcode_training report`")
    return 0


def run_errors(options: argparse.Namespace) -> int:
    """Tell the errors of the ranker that ships by cause, on notes that it was not fitted on, and keep the counts."""
    import rehabcode
    from rehabcode_training.evaluate import evaluate

    trials: tuple[Trial, ...] = ("dev", "real_notes")
    found = evaluate(
        lambda _: rehabcode.load(), material(options), {}, trials=trials, author_folds=AUTHOR_FOLDS, processes=1
    )
    print(render_history(keep(found.results, options.results)), end="")
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


def run_throughput(options: argparse.Namespace) -> int:
    """Print how fast past notes are coded."""
    from tempfile import TemporaryDirectory

    from rehabcode_training.throughput import measure_throughput
    from rehabcode_training.throughput_report import render_throughput, write_throughput

    texts = [note.text for note in fitting_notes(options.corpus)]
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "throughput"
        found = measure_throughput(texts, options.notes, folder, spark=options.spark, kills=options.kills)
    print(render_throughput(found), end="")
    if options.write:
        print(f"wrote {write_throughput(found, options.results).name}")
    over = list(found.over_limit())
    for line in over:
        print(line, file=sys.stderr)
    return int(options.check and bool(over))


def material(options: argparse.Namespace) -> Material:
    """Return the notes that the options name; none that others wrote where their folder is not there."""
    folder = options.real_notes or find_real_notes(options.corpus)
    second = {note: [code.code for code in codes] for note, codes in second_reading(options.corpus).items()}
    real = real_notes(folder) if folder else ()
    return Material(fitting_notes(options.corpus), dev_notes(options.corpus), real, second)


if __name__ == "__main__":
    sys.exit(main())
