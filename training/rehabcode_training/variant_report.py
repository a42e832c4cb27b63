"""The sections about ingredients and about the learning curve in training/RESULTS.md."""

from __future__ import annotations

from rehabcode_training.markdown import NONE, number, percent, table
from rehabcode_training.results import FigureLine, Results
from rehabcode_training.variant_lines import Kind, VariantLine, Variants

ABLATION, CURVE = "ablation.json", "learning_curve.json"
FORMS: dict[Kind, str] = {"whole": "{}", "alone": "{} alone", "without": "without {}", "with": "with {}"}
EXPLANATION = """
The model that ships, fitted and scored with one ingredient fewer, one more, or next to nothing. The difference in
micro-F1 has a paired interval. The time is that of an answer to that of spaCy's blank tokenizer on the same notes, the
size that of one fold's artifact. What is only not learned from is still looked up: it saves no time here.
"""
BRINGS = "What the whole has more than without the ingredient. Measurable: the interval leaves out nought.\n"
HEAD = ("micro-F1", "to the whole", "macro-F1", "exact code set", "a trap billed")


def render_ablation(variants: Variants, results: Results) -> str:
    """Return the section of the ingredients: what each variant reaches, then what each ingredient brings and costs."""
    rows = [
        (FORMS[row.kind].format(row.name), *_figures(row), times(row.ratio), megabytes(row.megabytes))
        for row in variants.rows
    ]
    return "\n".join(
        (
            "## Ingredients\n",
            _measured_on(variants, results),
            EXPLANATION.strip() + "\n",
            table(("variant", *HEAD, "time", "MB"), rows),
            "### What each ingredient brings and costs\n",
            BRINGS,
            _costs(variants),
        )
    )


def render_curve(variants: Variants, results: Results) -> str:
    """Return the section of the learning curve, the smallest share first."""
    rows = [(row.name, str(row.fitted), *_figures(row)) for row in by_size(variants)]
    told = _still_pays(variants)
    return "\n".join(
        (
            "## Learning curve\n",
            _measured_on(variants, results),
            f"Fitted on a share of the notes of the other authors; each share holds the smaller ones.{told}\n",
            table(("share", "notes fitted on", *HEAD), rows),
        )
    )


def by_size(variants: Variants) -> list[VariantLine]:
    """Return the rows from the fewest notes to the most."""
    return sorted(variants.rows, key=lambda row: row.fitted)


def _measured_on(variants: Variants, results: Results) -> str:
    ranker = (variants.artifact_sha256 or NONE)[:12]
    told = (
        f"{variants.folds} folds of whole authors over {variants.notes} notes of corpus "
        f"`{variants.corpus_sha256[:12]}`, beside ranker `{ranker}`."
    )
    now = (results.corpus_sha256, results.artifact_sha256)
    if (variants.corpus_sha256, variants.artifact_sha256) != now:
        told += " Corpus or ranker have changed since; the differences are those of then."
    return told + "\n"


def _figures(row: VariantLine) -> tuple[str, ...]:
    figures = row.figures
    return (
        number(figures["micro_f1"].value), signed(row.difference), number(figures["macro_f1"].value),
        number(figures["exact_set"].value), percent(figures["trap_billed"].value),
    )  # fmt: skip


def _costs(variants: Variants) -> str:
    whole = variants.whole
    rows = [_cost(row, whole) for row in _without(variants)] if whole else []
    if not rows:
        return "Not measured yet.\n"
    head = ("ingredient", "micro-F1 that it brings", "exact code set", "a trap billed", "time", "MB", "measurable")
    return table(head, rows)


def _without(variants: Variants) -> list[VariantLine]:
    """Return the rows with one ingredient fewer, that of the dearest loss first."""
    return sorted(variants.of("without"), key=lambda row: -(gain_of(row).value or 0.0))


def _cost(row: VariantLine, whole: VariantLine) -> tuple[str, ...]:
    gain = gain_of(row)
    exact = _less(whole.figures["exact_set"].value, row.figures["exact_set"].value)
    trap = _less(whole.figures["trap_billed"].value, row.figures["trap_billed"].value)
    return (
        row.name, signed(gain), NONE if exact is None else f"{exact:+.3f}", NONE if trap is None else f"{trap:+.1%}",
        _added(_less(whole.ratio, row.ratio)), _added(_less(whole.megabytes, row.megabytes)),
        "yes" if is_measurable(gain) else "no",
    )  # fmt: skip


def gain_of(row: VariantLine) -> FigureLine:
    """Return what the whole has over this row in micro-F1, as far as it is measured."""
    line = row.difference or FigureLine(value=None, low=None, high=None)
    return FigureLine(value=_less(0.0, line.value), low=_less(0.0, line.high), high=_less(0.0, line.low))


def is_measurable(line: FigureLine) -> bool:
    """Whether the interval leaves out nought."""
    return line.low is not None and line.high is not None and not line.low <= 0.0 <= line.high


def _less(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _added(value: float | None) -> str:
    return NONE if value is None else f"{value:+.2f}"


def _still_pays(variants: Variants) -> str:
    rows = [row for row in by_size(variants) if row.kind == "without"]
    if variants.whole is None or not rows:
        return ""
    gain = gain_of(rows[-1])
    pays = is_measurable(gain) and (gain.value or 0.0) > 0
    says = "More notes still pay" if pays else "More notes no longer pay measurably"
    return f" {says}: all of them bring {signed(gain)} micro-F1 over {rows[-1].name}."


def signed(line: FigureLine | None) -> str:
    """Return a difference with its interval, a dash for none."""
    if line is None or line.value is None or line.low is None or line.high is None:
        return NONE
    return f"{line.value:+.3f} [{line.low:+.3f}, {line.high:+.3f}]"


def times(ratio: float | None) -> str:
    return NONE if ratio is None else f"{ratio:.2f}"


def megabytes(size: float | None) -> str:
    return NONE if size is None else f"{size:.1f}"
