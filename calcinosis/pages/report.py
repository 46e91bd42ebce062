"""The answer as one sheet to print or keep: HTML that needs nothing else.

The Consult page holds it unseen, and prints it in place of the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from pathlib import Path

from calcinosis import Consultation
from calcinosis.case import VOCABULARY
from calcinosis.charts.wording import percent
from calcinosis.pages.derived_words import derived_in_words, lab_of
from calcinosis.pages.layout import short_label
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.wording import (
    NOT_FOR,
    capitalised,
    cause_label,
    certainty_in_words,
    interval_in_numbers,
    source_links,
    type_label,
    unused_in_words,
)
from calcinosis.reasoning import Contribution
from calcinosis.reasoning.pooling import BACKINGS
from calcinosis.reasoning.words import DERIVED_LABELS, grade_in_words, odds_in_words

STYLE = (Path(__file__).parent / "data" / "report.css").read_text(encoding="utf-8")
_LEAST_SHOWN = 0.01


def report_file(sheet: Sheet, answer: Consultation, on: date, units: Mapping[str, str]) -> str:
    """The report as a whole HTML file; ``units`` are those in which labs are shown."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Calcinosis, {_day(on)}</title><style>{STYLE}</style></head>"
        f"<body>{report(sheet, answer, on, units)}</body></html>"
    )


def report(sheet: Sheet, answer: Consultation, on: date, units: Mapping[str, str]) -> str:
    """All that was entered, the answer with its interval, flags, every reason, and the versions.

    ``units`` are those in which labs are shown.
    """
    parts = (
        _head(sheet, answer, on),
        _flags(answer),
        _answer(answer),
        _entered(sheet),
        _reasons(answer),
        _notes(answer),
        _derived(answer, units),
        _foot(answer, on),
    )
    return f'<div class="rp">{"".join(parts)}</div>'


def _head(sheet: Sheet, answer: Consultation, on: date) -> str:
    setting = "any setting" if answer.clinic == "any" else answer.clinic
    prior = ", ".join(f"{type_label(one).lower()} × {f:g}" for one, f in sheet.weights.items())
    changed = f"; prior changed by the user: {escape(prior)}" * bool(prior)
    return (
        f"<h1>Calcinosis: likely type</h1><p>{_day(on)}; setting: {escape(setting)}{changed}</p>"
        f"<p><b>{NOT_FOR}</b></p>"
    )


def _flags(answer: Consultation) -> str:
    flags = "".join(
        f"<li><b>{escape(flag.urgency.capitalize())}:</b> {escape(flag.message)} "
        f"<small>{source_links((flag.source,) if flag.source else ())}</small></li>"
        for flag in answer.red_flags
    )
    return _list("Red flags", flags) + _list("Warnings", _items(answer.warnings))


def _answer(answer: Consultation) -> str:
    type_ = answer.leading_type
    p, interval = answer.types[type_], answer.intervals[type_]
    if answer.conclusive:
        told = (
            f"<b>{escape(type_label(type_))}: {percent(p)}</b> "
            f"(95&nbsp;% interval {interval_in_numbers(interval)}); "
            f"{escape(certainty_in_words(p, interval))}."
        )
    else:
        told = f"<b>Not enough information.</b> {escape(answer.reason)}"
    tissue = f" Tissue: {escape(answer.tissue_class)}." * bool(answer.tissue_class)
    types = sorted(answer.types, key=lambda one: -answer.types[one])
    return (
        f'<h2>Answer</h2><p class="rp-lead">{told}{tissue}</p><div class="rp-pair">'
        + _shares("Type", ((type_label(t), answer.types[t], answer.intervals[t]) for t in types))
        + _shares(
            "Cause",
            (
                (cause_label(one), share, answer.aetiology_intervals[one])
                for one, share in answer.aetiologies.items()
            ),
        )
        + "</div>"
    )


def _shares(what: str, rows: Iterable[tuple[str, float, tuple[float, float]]]) -> str:
    """Probabilities with their intervals; the least ones as a count."""
    rows = tuple(rows)
    shown = [row for row in rows if row[1] >= _LEAST_SHOWN]
    cells = "".join(
        f"<tr><td>{escape(name)}</td><td>{percent(p)}</td><td>{interval_in_numbers(both)}</td></tr>"
        for name, p, both in shown
    )
    rest = len(rows) - len(shown)
    if rest:
        bar = percent(_LEAST_SHOWN)
        cells += f'<tr><td colspan="3"><small>{rest} more, each below {bar}</small></td></tr>'
    return _table((what, "Probability", "95&nbsp;% interval"), cells)


def _entered(sheet: Sheet) -> str:
    """Every finding that was entered, and every entry that could not be used."""
    told = [f"{short_label(one)}: {sheet.entry_text(one)}" for one in VOCABULARY
            if one in sheet.case]  # fmt: skip
    told += [
        f"{_field_label(field_id)}: “{slip.text}”, not used. {slip.message}"
        for field_id, slip in sheet.slips.items()
    ]
    title = f"Entered ({len(sheet.case)})"
    return _list(title, _items(told), "rp-columns") or "<h2>Entered</h2><p>Nothing yet.</p>"


def _field_label(field_id: str) -> str:
    finding_id, _, part = field_id.partition(".")
    name = short_label(finding_id) if finding_id in VOCABULARY else finding_id
    return f"{name}, own interval" if part else name


def _reasons(answer: Consultation) -> str:
    rows = "".join(map(_reason, answer.contributions))
    heads = ("Finding", "Weight", "Grade", "Source")
    leader = escape(type_label(answer.leading_type).lower())
    return f"<h2>Reasons for and against {leader}</h2>{_table(heads, rows)}" if rows else ""


def _reason(one: Contribution) -> str:
    source = "–"
    if one.sources or one.grade != "estimate":
        source = source_links(one.sources, one.grade)
    return (
        f"<tr><td>{escape(short_label(one.finding))}: {escape(one.state)}</td>"
        f"<td>{odds_in_words(one.log10_odds)}</td>"
        f'<td title="{escape(grade_in_words(one.grade), quote=True)}">{one.grade}</td>'
        f"<td>{source}</td></tr>"
    )


def _notes(answer: Consultation) -> str:
    notes = {
        "Fits nothing that is still likely": ", ".join(map(short_label, answer.unexplained)),
        "Entered but not used": unused_in_words(answer),
        "Most telling to find out next": ", ".join(map(short_label, answer.plan.findings)),
    }
    return "".join(
        f"<p><b>{title}:</b> {escape(told)}</p>" for title, told in notes.items() if told
    )


def _derived(answer: Consultation, units: Mapping[str, str]) -> str:
    told = []
    for one in answer.derived:
        value, limits = derived_in_words(one, units.get(lab_of(one), one.unit))
        told.append(f"{DERIVED_LABELS[one.id]}: {value}" + f"; limits: {limits}" * bool(limits))
    return _list("Derived values", _items(told))


def _foot(answer: Consultation, on: date) -> str:
    return (
        "<p><small>× 12 for: the finding accounts for a factor of twelve in the odds of the type. "
        f"{escape(capitalised('; '.join(map(grade_in_words, BACKINGS))))}.</small></p>"
        f"<p><small>Calcinosis {answer.app_version}, knowledge {answer.knowledge_version}, "
        f"{_day(on)}. {NOT_FOR}</small></p>"
    )


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{escape(one)}</li>" for one in texts)


def _list(title: str, items: str, kind: str = "") -> str:
    return f'<h2>{title}</h2><ul class="{kind}">{items}</ul>' if items else ""


def _table(heads: Iterable[str], rows: str) -> str:
    named = "".join(f"<th>{one}</th>" for one in heads)
    return f"<table><thead><tr>{named}</tr></thead><tbody>{rows}</tbody></table>"


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
