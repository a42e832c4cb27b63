"""The report as one page that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from rehabcode_service.backcoding.audit import charts, plots
from rehabcode_service.backcoding.audit.counts import CodeCounts, NoteCounts, Tally
from rehabcode_service.backcoding.audit.markup import facts, figure, headline, section, table
from rehabcode_service.backcoding.audit.reading import SampledNote
from rehabcode_service.backcoding.audit.samples import sample_section
from rehabcode_service.backcoding.manifest import Header

MOST_ROWS = 25

_INTRODUCTION = (
    "What was billed for past notes, against the codes and units that the notes themselves support. A difference is no "
    "mistake: it is a place to look at, in either direction, and a person decides."
)
_LEGEND = (
    "More billed: a code that the note does not support, or more units than its minutes earn. Less billed: a supported "
    "code left out, or fewer units. Codes that the codebook does not hold are in neither, and a code that an edit "
    "bundles into a billed one is not missed."
)
_FINDING_NAMES = "kinds of findings, by the notes in which they occur"


def page(header: Header, tally: Tally, names: Mapping[str, str], sample: Sequence[SampledNote], why: str | None) -> str:
    """Return the HTML. `names` are those of codes in our own words; `why` there are no texts, None where there are."""
    compared = tally.all.compared > 0
    parts = [
        _top(header, tally),
        *(_compared(tally, names) if compared else [_supported(tally, names)]),
        _findings(tally),
        *([_calibration(tally)] if tally.bins else []),
        *([_errors(tally)] if tally.errors else []),
        sample_section(sample, why),
        _foot(header),
    ]
    style = files("rehabcode_service").joinpath("backcoding/audit/report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>Coding audit</title><style>{style}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _top(header: Header, tally: Tally) -> str:
    every = tally.all
    shown = [headline(f"{every.notes:,}", "notes read", "")]
    if every.compared:
        shown += [
            headline(_share(every.agreeing, every.compared), "of notes billed as supported", ""),
            headline(
                _share(every.over_notes, every.compared),
                f"of notes with more billed than supported: {every.over_codes:,} codes",
                "over",
            ),
            headline(
                _share(every.under_notes, every.compared),
                f"of notes with less billed than supported: {every.under_codes:,} codes",
                "under",
            ),
        ]
    else:
        shown += [headline(f"{tally.statuses[status]:,}", words, "") for status, words in _STATUSES.items()]
    told = {"source": header.source, "run": header.created_at[:10], "ranker": header.versions["ranker_version"],
            "codebook": header.versions["codebook_version"], "edits": header.versions["edits_version"]}  # fmt: skip
    return (
        f"<header><h1>Coding audit</h1><p>{_INTRODUCTION}</p>{facts(told)}"
        f'<div class="figures">{"".join(shown)}</div></header>'
    )


_STATUSES = {
    "coded": "notes that support a code",
    "no_code": "notes that support none",
    "error": "notes that could not be read",
}


def _compared(tally: Tally, names: Mapping[str, str]) -> list[str]:
    codes = sorted(tally.codes.items(), key=lambda one: (-one[1].over - one[1].under, one[0]))
    sides = [
        charts.Side(f"{code}  {names.get(code, '')}", one.over, one.under)
        for code, one in codes
        if one.over or one.under
    ]
    by_code = section(
        "Over and under, by code",
        "To the left, notes that bill a code or units which their words do not bear out; to the right, notes that bear "
        "out a code or units which were not billed.",
        figure(
            charts.two_sides(sides[:MOST_ROWS], "Over- and under-coding by code"), "Notes; both sides on one scale."
        ),
        _code_table(codes, names),
    )
    return [by_code, *_months(tally), *(_group(tally, by) for by in ("payer", "clinician")), *_units(tally)]


def _code_table(codes: Sequence[tuple[str, CodeCounts]], names: Mapping[str, str]) -> str:
    head = ("code", "", "billed", "agreed", "not supported", "units over", "not billed", "units under")
    rows = [
        (code, names.get(code, "not in the codebook"), f"{one.billed:,}", f"{one.agreed:,}", f"{one.unsupported:,}",
         f"{one.units_over:,}", f"{one.missed:,}", f"{one.units_under:,}")
        for code, one in codes
    ]  # fmt: skip
    return f"<details><summary>All {len(rows)} codes in numbers</summary>{table(head, rows)}</details>"


def _months(tally: Tally) -> list[str]:
    months = sorted(name for name, one in tally.groups["month"].items() if name != "not given" and one.compared)
    if len(months) < 2:
        return []
    of_month = [tally.groups["month"][month] for month in months]
    lines = {
        "over": [one.over_notes / one.compared for one in of_month],
        "under": [one.under_notes / one.compared for one in of_month],
    }
    drawn = plots.over_time(months, lines, "Share of notes with over- and under-coding by month")
    caption = "Share of the month's notes. Solid: more billed than supported. Dashed: less."
    return [section("By month of service", "", figure(drawn, caption))]


def _group(tally: Tally, by: str) -> str:
    groups = sorted(tally.groups[by].items(), key=lambda one: (-one[1].compared, one[0]))
    head = (by, "notes", "agreeing", "more billed", "less billed", "codes over", "codes under")
    shown = [_group_row(name, one) for name, one in groups[:MOST_ROWS]]
    left = (
        f'<p class="soft">{len(groups) - MOST_ROWS:,} more in the tables beside this page.</p>'
        if len(groups) > MOST_ROWS
        else ""
    )
    return section(f"By {by}", "", f'<div class="card">{table(head, shown)}</div>{left}')


def _group_row(name: str, one: NoteCounts) -> tuple[str, ...]:
    return (
        name, f"{one.compared:,}", _share(one.agreeing, one.compared), _share(one.over_notes, one.compared),
        _share(one.under_notes, one.compared), f"{one.over_codes:,}", f"{one.under_codes:,}",
    )  # fmt: skip


def _units(tally: Tally) -> list[str]:
    if not tally.units:
        return []
    drawn = plots.unit_differences(tally.units, "Units billed against units earned by documented minutes")
    caption = "Codes by units billed less units that their documented minutes earn."
    return [
        section("Units against minutes", "Only codes whose units and minutes are both known.", figure(drawn, caption))
    ]


def _supported(tally: Tally, names: Mapping[str, str]) -> str:
    rows = [(f"{code}  {names.get(code, '')}", count) for code, count in tally.suggested.most_common(MOST_ROWS)]
    why = "The source does not tell what was billed, so nothing is compared. Name the column with --billed."
    return section("Supported codes", why, figure(charts.bars(rows, "Notes that support a code"), "Notes."))


def _findings(tally: Tally) -> str:
    kinds = [(kind.replace("_", " "), count) for kind, count in tally.findings.most_common(MOST_ROWS)]
    missing = [(f"{code}  {name}", count) for (code, name), count in tally.missing.most_common(15)]
    shown = []
    if kinds:
        shown.append(figure(charts.bars(kinds, _FINDING_NAMES), "Findings by kind, in notes."))
    if missing:
        shown.append(
            figure(charts.bars(missing, "Documentation that is missing"), "What notes leave out most, by code.")
        )
    return section("Findings and documentation", "", *shown) if shown else ""


def _calibration(tally: Tally) -> str:
    drawn = plots.calibration(tally.bins, "Score against how often the code was billed")
    why = (
        "Codes in tenths by how likely they were said to be (across), and how often they were billed (up). On the "
        "dashed line both agree; past billing is not always right either."
    )
    return section("Scores against billing", why, figure(drawn, "The larger a dot, the more codes."))


def _errors(tally: Tally) -> str:
    rows = [(reason, f"{count:,}") for reason, count in tally.errors.most_common(MOST_ROWS)]
    return section("What could not be read", "", f'<div class="card">{table(("reason", "rows"), rows)}</div>')


def _foot(header: Header) -> str:
    return f"<footer><p>{_LEGEND} Run {escape(header.run_id[:8])}, {escape(header.created_at)}.</p></footer>"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"
