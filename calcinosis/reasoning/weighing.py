"""Weighs the findings of a case: one piece of evidence each, as arrays [profile, kidney]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from calcinosis.case import (
    LAB_STATES,
    VOCABULARY,
    Case,
    DerivedValue,
    LabResult,
    counted,
    derive,
    is_on_dialysis,
    number_text,
    result_state,
    rounded_text,
    state_text,
    to_unit,
    unit_text,
)
from calcinosis.case.formulas import albumin_adjusted_calcium_mg_per_dl
from calcinosis.reasoning.model import Model, StateTable
from calcinosis.reasoning.soft_states import state_probabilities
from calcinosis.reasoning.spread import Spread, weighted_sum

Derived = Mapping[str, DerivedValue]
SHARING_ONE_WEIGHT = ("phosphate", "tmp_gfr")
_ADJUSTED = "calcium_adjusted"
_IMPLIED_DIALYSIS, _COMPUTED_TMP_GFR = "dialysis, implied", "TmP/GFR, computed"


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One piece of evidence: what was found, and how likely that is in each cause.

    ``inputs`` are the entered findings behind it (calcium and albumin make one piece).
    ``state`` is text, ``states`` are the states whose rows of knowledge it rests on.
    ``log_likelihood`` and ``spread`` are arrays [profile, kidney]; where ``by_kidney``, what is
    known of one kidney function tells nothing of the others.
    """

    finding: str
    inputs: tuple[str, ...]
    state: str
    states: tuple[str, ...]
    log_likelihood: np.ndarray
    spread: Spread
    by_kidney: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The pieces of a case and how much each counts within its group."""

    pieces: tuple[Piece, ...]
    weights: np.ndarray
    unused: tuple[str, ...]
    shape: tuple[int, int]

    def scaled(self) -> np.ndarray:
        """Weighted log-likelihoods, array [piece, profile, kidney]."""
        if not self.pieces:
            return np.zeros((0, *self.shape))
        stack = np.stack([piece.log_likelihood for piece in self.pieces])
        return self.weights[:, None, None] * stack

    def spread(self, by_kidney: bool) -> Spread:
        """Spread of the summed log-likelihood, arrays [profile, kidney], of one kind of piece."""
        terms = [
            (weight, piece.spread)
            for weight, piece in zip(self.weights, self.pieces, strict=True)
            if piece.by_kidney == by_kidney
        ]
        return weighted_sum(terms, self.shape)


def weigh(case: Case, model: Model) -> Evidence:
    """Turn a case into evidence; what is unknown gives no piece and so weighs nothing.

    Args:
        case: the findings.
        model: the compiled knowledge.

    Returns:
        Pieces in vocabulary order. ``unused`` names the findings that were left out because
        others say the same, or because they contradict each other.
    """
    settled = _settled(case)
    pieces = [
        piece
        for finding in (_IMPLIED_DIALYSIS, *settled.case, _COMPUTED_TMP_GFR)
        if (piece := _read(finding, settled, model)) is not None
    ]
    used = {item for piece in pieces for item in piece.inputs}
    return Evidence(
        tuple(pieces),
        counting_weights([piece.finding for piece in pieces], model),
        tuple(finding for finding in case if finding not in used),
        model.log_kidney.shape,
    )


def piece_of(
    finding: str, case: Case, model: Model, even_if_repeating: bool = False
) -> Piece | None:
    """The one piece of evidence that ``weigh`` makes of a finding; None where it makes none.

    With ``even_if_repeating`` also what one finding says where others say the same.
    """
    alone = len(case) == 1 and finding in case
    settled = _Settled(case, frozenset(), {}) if alone else _settled(case)
    if finding not in settled.case:
        finding = {"dialysis": _IMPLIED_DIALYSIS, "tmp_gfr": _COMPUTED_TMP_GFR}.get(finding, "")
    if even_if_repeating:
        settled = replace(settled, left_out=frozenset())
    return _read(finding, settled, model) if finding else None


def _derived(case: Case) -> dict[str, DerivedValue]:
    return {value.id: value for value in derive(case) if value.interpretable}


@dataclass(frozen=True, slots=True)
class _Settled:
    """A case without what contradicts itself, what to leave out of it, and what follows from it."""

    case: Case
    left_out: frozenset[str]
    derived: Derived


def _settled(case: Case) -> _Settled:
    case, left_out = counted(case)
    derived = _derived(case)
    if _ADJUSTED in derived:
        left_out |= {"albumin"}
    return _Settled(case, left_out, derived)


def _read(finding: str, settled: _Settled, model: Model) -> Piece | None:
    case, derived = settled.case, settled.derived
    if finding == _IMPLIED_DIALYSIS:
        if "dialysis" in case or not is_on_dialysis(case):
            return None
        log = np.log(model.kidney_items["dialysis"])
        return _from_kidney("dialysis", ("dialysis_years",), "yes", log, model)
    if finding == _COMPUTED_TMP_GFR:
        if "tmp_gfr" in case or "tmp_gfr" not in derived:
            return None
        return _computed_tmp_gfr(derived["tmp_gfr"], case, model)
    if finding in settled.left_out:
        return None
    piece = _piece(finding, case.get(finding), case, derived, model)
    return None if piece is None else _adjusted(piece, case, model)


def _piece(finding: str, value: object, case: Case, derived: Derived, model: Model) -> Piece | None:
    item = VOCABULARY[finding]
    state = state_text(case, finding)
    if finding in ("ckd", "dialysis"):
        chance = model.kidney_items[finding]
        log = np.log(chance if value else 1 - chance)
        return _from_kidney(finding, (finding,), state, log, model)
    if finding in ("egfr", "creatinine"):
        return _filtration(finding, value, case, derived, model)
    if item.kind == "lab":
        return _lab(finding, value, case, derived, model)
    if finding in model.curves:
        log, spread = model.curves[finding].at(value)
        wide = Spread(*map(_widen, spread.parts))
        return Piece(finding, (finding,), state, (), _widen(log), wide)
    table = model.tables.get(finding)
    if table is None:
        return None
    if item.kind == "multi":
        log, spread = _several(table, value, model)
        return Piece(finding, (finding,), state, value, log, spread)
    row = table.index({True: "present", False: "absent"}.get(value, value))
    states = {"yesno": ("present",), "choice": (value,)}[item.kind]
    if finding == "sex":
        states = ("female",)
    return Piece(finding, (finding,), state, states, table.log_likelihood[row], table.spread[row])


def _several(table: StateTable, chosen: tuple[str, ...], model: Model) -> tuple[np.ndarray, Spread]:
    """Several regions or tissues: their mean, times their number to a power below one."""
    rows = [table.index(choice) for choice in chosen]
    power = len(rows) ** model.knowledge.settings["several_sites_exponent"]
    mean = table.log_likelihood[rows].mean(axis=0)
    terms = [(power / len(rows), table.spread[row]) for row in rows]
    return power * mean, weighted_sum(terms, mean.shape)


def _filtration(
    finding: str, value: LabResult, case: Case, derived: Derived, model: Model
) -> Piece | None:
    """eGFR, or creatinine with the eGFR computed from it where that can be had."""
    lab, result, state = finding, value, state_text(case, finding)
    if finding == "creatinine" and "egfr" in derived:
        lab, result = "egfr", LabResult(derived["egfr"].value, derived["egfr"].unit)
        state = _as_weighed(value, f"eGFR {rounded_text(result.value, 3)}", lab, result, case)
    states = _states(lab, result, case, None)
    if not states:
        return None
    low = states.get("low" if lab == "egfr" else "high", 0.0)
    chance = model.kidney_items["low_filtration"]
    log = np.log(low * chance + (1 - low) * (1 - chance))
    return _from_kidney(finding, (finding,), state, log, model)


def _as_weighed(entered: LabResult, text: str, lab: str, result: LabResult, case: Case) -> str:
    """A measured value, what was weighed in its place, and the state of that."""
    state = result_state(lab, result, case.get("age_years"), case.get("sex"))
    parts = f"{number_text(entered.value)} {unit_text(entered.unit)}", text, state
    return ", ".join(part for part in parts if part)


def _lab(
    finding: str, value: LabResult, case: Case, derived: Derived, model: Model
) -> Piece | None:
    table = model.tables.get(finding)
    if table is None:
        return None
    inputs = [finding]
    result, state = value, state_text(case, finding)
    if finding == "calcium_total" and _ADJUSTED in derived:
        inputs.append("albumin")
        result = _adjusted_calcium(value, case)
        adjusted = f"adjusted {rounded_text(result.value)} {unit_text(result.unit)}"
        state = _as_weighed(value, adjusted, finding, result, case)
    threshold = model.very_high.get(finding)
    states = _states(finding, result, case, threshold)
    if not states:
        return None
    log, spread = _mixture(table, states)
    names = tuple(name for name, chance in states.items() if chance > 0.05)
    return Piece(finding, tuple(inputs), state, names, log, spread, True)


def _adjusted_calcium(calcium: LabResult, case: Case) -> LabResult:
    """The adjusted calcium by the formula in mg/dL, so that units never change an answer."""
    total = to_unit("calcium_total", calcium.value, calcium.unit, "mg/dL")
    albumin = case.get("albumin")
    adjusted = albumin_adjusted_calcium_mg_per_dl(
        total, to_unit("albumin", albumin.value, albumin.unit, "g/dL")
    )
    return replace(calcium, value=to_unit("calcium_total", adjusted, "mg/dL", calcium.unit))


def _computed_tmp_gfr(value: DerivedValue, case: Case, model: Model) -> Piece:
    """TmP/GFR computed from urine values counts as if the laboratory had reported it."""
    result = LabResult(value.value, value.unit)
    states = _states("tmp_gfr", result, case, None)
    log, spread = _mixture(model.tables["tmp_gfr"], states)
    names = tuple(name for name, chance in states.items() if chance > 0.05)
    likeliest = max(states, key=states.get)
    text = f"{rounded_text(value.value)} {unit_text(value.unit)}, {likeliest} (computed)"
    return Piece("tmp_gfr", value.inputs, text, names, log, spread, True)


def _states(lab: str, result: LabResult, case: Case, threshold: float | None) -> dict[str, float]:
    return state_probabilities(
        lab, result, case.get("age_years"), case.get("sex"), is_on_dialysis(case), threshold
    )


def _mixture(table: StateTable, states: dict[str, float]) -> tuple[np.ndarray, Spread]:
    """Likelihood of an uncertain state: the mixture over the states it may be.

    A bare "high" of a lab with a fourth state counts for high and very high together, and how the
    two divide what is high is certain, so that both have one spread.
    """
    rows = [(table.index(state), chance) for state, chance in states.items() if chance > 1e-12]
    if len(states) == 1 and "high" in states and "very_high" in table.states:
        rows.append((table.index("very_high"), 1.0))
    terms = np.stack([np.log(chance) + table.log_likelihood[row] for row, chance in rows])
    log = np.logaddexp.reduce(terms, axis=0)
    shares = np.exp(terms - log)
    by_row: dict[int, np.ndarray] = {}
    for share, (row, _) in zip(shares, rows, strict=True):
        row = min(row, LAB_STATES.index("high"))
        by_row[row] = by_row.get(row, 0.0) + share
    terms = [(share, table.spread[row]) for row, share in by_row.items()]
    return log, weighted_sum(terms, log.shape)


def _adjusted(piece: Piece, case: Case, model: Model) -> Piece:
    """Apply what age, dialysis and other findings do to a piece for every cause."""
    log = piece.log_likelihood
    for adjustment in model.adjustments.get(piece.finding, ()):
        if adjustment.when.holds(case):
            present = np.exp(log) if case.get(piece.finding) else -np.expm1(log)
            changed = np.maximum(present, adjustment.floor or 0.0) * (adjustment.factor or 1.0)
            changed = np.where(model.profiles_of(adjustment.exceptions)[:, None], present, changed)
            log = np.log(changed if case.get(piece.finding) else 1 - changed)
    for interaction in model.interactions.get(piece.finding, ()):
        credited = next((item for item in interaction.credit if case.get(item)), None)
        if credited == piece.finding and interaction.when.holds(case):
            log = (
                log
                + np.log(interaction.factor) * model.profiles_of((interaction.aetiology,))[:, None]
            )
    if log is piece.log_likelihood:
        return piece
    return replace(piece, log_likelihood=log)


def counting_weights(findings: Sequence[str], model: Model) -> np.ndarray:
    """How much the piece of each finding counts: its own weight, less what its group says already.

    A group of m pieces counts as 1 + (m - 1) x factor pieces: each has
    the factor, and the rest goes for the most part to the finding that is most telling by its
    nature. Phosphate and the TmP/GFR made from it share the weight of one piece. On top comes the
    weight that was fitted for the finding (``finding_weights``; 1 where it has none). What a
    finding shows never changes the weights, so an answer has no jumps.
    """
    weights = np.ones(len(findings))
    groups: dict[str, list[int]] = {}
    for i, finding in enumerate(findings):
        if finding in model.group_of:
            groups.setdefault(model.group_of[finding][0], []).append(i)
    for members in groups.values():
        if len(members) > 1:
            factor = model.group_of[findings[members[0]]][1]
            weights[members] *= factor + (1 - factor) * _prominence(findings, members, model)
    same = [i for i, finding in enumerate(findings) if finding in SHARING_ONE_WEIGHT]
    if len(same) > 1:
        weights[same] *= _prominence(findings, same, model)
    return weights * [model.finding_weights.get(finding, 1.0) for finding in findings]


def _prominence(findings: Sequence[str], members: list[int], model: Model) -> np.ndarray:
    """Shares that sum to 1 and go for the most part to the most telling finding."""
    telling = np.array([model.telling[findings[i]] for i in members])
    power = telling ** model.knowledge.settings["group_prominence"]
    return power / power.sum()


def _from_kidney(finding, inputs, state, log: np.ndarray, model: Model) -> Piece:
    shape = model.log_kidney.shape
    return Piece(finding, inputs, state, (), np.broadcast_to(log, shape), Spread.none(shape))


def _widen(per_profile: np.ndarray) -> np.ndarray:
    return np.repeat(per_profile[:, None], 3, axis=1)
