"""What a bar or a cell tells when pointed at: the numbers behind a finding, and their sources."""

from __future__ import annotations

from calcinosis.case import LabResult, lab_state
from calcinosis.knowledge import CURVES, EvidenceRow
from calcinosis.reasoning import Consultation, EvidenceCard
from calcinosis.reasoning.words import odds_in_words

from .wording import (
    USES,
    cause_label,
    finding_in_full,
    marked_up,
    patients_in_words,
    percent,
    signed,
    state_label,
)

_ROWS_SHOWN = 3
_GRADE_ORDER = ("A", "B", "C", "estimate")
_KIDNEYS = {"normal": "kidneys normal", "reduced": "kidneys impaired", "dialysis": "on dialysis"}


def finding_hover(
    consultation: Consultation, finding: str, state: str, log10_odds: float, *, compact: bool
) -> str:
    """Marked-up text: the finding in full, its weight, likelihood by type, and evidence."""
    width = 38 if compact else 62
    lines = [
        f"<b>{marked_up(finding_in_full(finding, state), width)}</b>",
        f"{odds_in_words(log10_odds)} (log10 odds {signed(log10_odds)})",
    ]
    try:
        card = consultation.evidence(finding)
    except ValueError:
        return "<br>".join(lines)
    lines.append(marked_up(_likelihoods(consultation, card), width))
    lines.extend(marked_up(_row(consultation, row), width) for row in _rows(consultation, card))
    return "<br>".join(lines)


def _likelihoods(consultation: Consultation, card: EvidenceCard) -> str:
    by_type = card.likelihood_by_type.items()
    if card.is_density:
        head = "Density by type (1: no age, size or time is favoured): "
        numbers = [f"{cause_label(consultation, t)} {value:.2g}" for t, value in by_type]
    else:
        head = "How often so, by type: "
        numbers = [f"{cause_label(consultation, t)} {percent(value)}" for t, value in by_type]
    return head + ", ".join(numbers)


def _rows(consultation: Consultation, card: EvidenceCard) -> list[EvidenceRow]:
    """The best rows of the likeliest aetiologies about the state entered, counted ones first."""
    value, states = consultation.case.get(card.finding), ()
    if isinstance(value, LabResult):
        states = (lab_state(consultation.case, card.finding),)
    elif isinstance(value, str | tuple):
        states = (value,) if isinstance(value, str) else value
    rows = [row for row in card.rows if row.state in states] or card.rows
    order = sorted(rows, key=lambda row: (row.use == "display", _GRADE_ORDER.index(row.grade)))
    return order[:_ROWS_SHOWN]


def _row(consultation: Consultation, row: EvidenceRow) -> str:
    knowledge = consultation.posterior.model.knowledge
    if row.finding in CURVES:
        shown = f" {patients_in_words(row)}"
    else:
        shown = f" in {percent(row.share) if row.k is None else patients_in_words(row)}"
    if row.context:
        shown += f", {_KIDNEYS[row.context]}"
    state = state_label(row.finding, row.state).lower()
    if row.grade == "estimate":
        backing = "estimate"
    else:
        backing = f"grade {row.grade}"
        if row.source in knowledge.references:
            backing += ", " + knowledge.references[row.source].short
    if row.use != "likelihood":
        backing += f", {USES[row.use]}"
    return f"• {cause_label(consultation, row.aetiology)}: {state}{shown} ({backing})"
