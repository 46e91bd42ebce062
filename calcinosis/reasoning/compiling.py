"""Compiles the audited knowledge and the counts of published cases into a model."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from calcinosis.case import LAB_STATES, NUMBER_LIMITS, VOCABULARY
from calcinosis.knowledge import (
    CLINICS,
    CONTEXTS,
    CURVES,
    CaseCounts,
    Curve,
    Knowledge,
    load_case_counts,
    load_knowledge,
)
from calcinosis.reasoning.model import (
    KIDNEY_FINDINGS,
    OTHER,
    VERY_HIGH,
    CurveTable,
    Model,
    StateTable,
)
from calcinosis.reasoning.pooling import Pooling
from calcinosis.reasoning.profile import Profile, all_profiles
from calcinosis.reasoning.spread import spread_of_shares

_CURVE_POINTS = 240


@lru_cache(maxsize=1)
def default_model() -> Model:
    """The model of the packaged knowledge and case counts, compiled once for the process."""
    return compile_model(load_knowledge(), load_case_counts())


def compile_model(knowledge: Knowledge, counts: CaseCounts) -> Model:
    """Turn knowledge and counts of published cases into a model.

    Args:
        knowledge: audited knowledge files.
        counts: what published cases of each aetiology showed; may be empty.

    Returns:
        Model whose every likelihood lies strictly between 0 and 1.
    """
    return _Compiler(knowledge, counts).compile()


class _Compiler:
    def __init__(self, knowledge: Knowledge, counts: CaseCounts):
        self.knowledge = knowledge
        self.counts = counts
        self.settings = knowledge.settings
        self.listed: tuple[Profile, ...] = all_profiles(knowledge)
        self.pooling = Pooling(knowledge, counts)

    def compile(self) -> Model:
        settings = self.settings
        type_ids = tuple(self.knowledge.types)
        aetiologies = tuple(self.knowledge.aetiologies.values())
        aetiology_ids = (*(a.id for a in aetiologies), OTHER)
        owner = np.array([aetiology_ids.index(p.aetiology.id) for p in self.listed])
        owner = np.append(owner, len(aetiologies))
        form_share = np.append([p.share for p in self.listed], 1.0)
        form_variance = np.append([p.share_variance for p in self.listed], 0.0)
        type_of = np.array([type_ids.index(a.type) for a in aetiologies] + [type_ids.index(OTHER)])
        membership = np.zeros((len(type_ids), len(aetiology_ids)))
        membership[type_of, np.arange(len(aetiology_ids))] = 1.0
        factors = np.array([self.counts.cause_factors.get(one, 1.0) for one in aetiology_ids])
        log_prior, prior_variance = {}, {}
        for clinic in CLINICS:
            share = np.array([a.prior[clinic] for a in aetiologies])
            flat = share ** settings["prior_exponent"]
            flat = np.append(
                flat / flat.sum() * (1 - settings["other_share"]), settings["other_share"]
            )
            if clinic == "any":
                self.mixture = (flat[owner] * form_share)[:-1]
            fitted = flat * factors
            log_prior[clinic] = np.log(fitted[owner] / fitted.sum() * form_share)
            ess = np.array([a.prior_ess for a in aetiologies])
            variance = settings["prior_exponent"] ** 2 * (1 / ess + 1 / (2 * ess**2))
            prior_variance[clinic] = np.append(variance, variance.max())[owner] + form_variance
        self.mixture /= self.mixture.sum()
        pooled = [self.pooling.kidney(p.aetiology) for p in self.listed]
        kidney = np.array([pool.shares for pool in pooled])
        kidney = np.vstack([kidney, self.mixture @ kidney])
        kidney_patients = np.array([pool.patients for pool in pooled])
        kidney_patients = np.append(kidney_patients, settings["other_ess"])
        tables = {"sex": self._sex()}
        for item in VOCABULARY.values():
            if item.id in KIDNEY_FINDINGS:
                continue
            if item.kind == "yesno":
                tables[item.id] = self._yes_no(item.id)
            elif item.kind == "multi" or item.id == "extent":
                tables[item.id] = self._shares(item.id, item.choices)
            elif item.kind == "lab" and item.id in self.pooling.findings:
                tables[item.id] = self._lab(item.id)
        curves = {finding: self._curve(finding) for finding in CURVES}
        usual = np.exp(log_prior["any"])
        return Model(
            knowledge=self.knowledge,
            counts=self.counts,
            aetiology_ids=aetiology_ids,
            owner=owner,
            type_ids=type_ids,
            type_of=type_of,
            membership=membership,
            log_prior=log_prior,
            prior_variance=prior_variance,
            log_kidney=np.log(kidney),
            kidney_spread=spread_of_shares(kidney, kidney_patients[:, None], kidney.min()),
            kidney_patients=kidney_patients,
            tables=tables,
            curves=curves,
            kidney_items={k: np.array(v) for k, v in self.knowledge.kidney_items.items()},
            very_high={lab: split.threshold for lab, split in self.knowledge.very_high.items()},
            group_of={f: (g.id, g.factor) for g in self.knowledge.groups for f in g.findings},
            finding_weights=self.counts.finding_weights,
            adjustments=_by_finding((a.finding, a) for a in self.knowledge.adjustments),
            interactions=_by_finding(
                (finding, i) for i in self.knowledge.interactions for finding in i.credit
            ),
            telling=_telling(tables, curves, usual, np.log(kidney)),
        )

    def _with_other(self, shares: np.ndarray, ess: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Append "other": what the pool of all causes would show, findings independent."""
        other = np.tensordot(self.mixture, shares, axes=1)[None]
        other_ess = np.full_like(ess[:1], self.settings["other_ess"])
        return np.concatenate([shares, other]), np.concatenate([ess, other_ess])

    def _yes_no(self, finding: str) -> StateTable:
        background = self.knowledge.background[finding]
        present, patients = np.empty(len(self.listed)), np.empty(len(self.listed))
        for i, profile in enumerate(self.listed):
            pool = self.pooling.cell(profile, finding, "present", fallback=background)
            yes, no = self.pooling.counted(profile, finding, ("present", "absent"))
            patients[i] = pool.patients + yes + no
            present[i] = (pool.positives + yes) / patients[i]
        present, patients = self._with_other(present, patients)
        is_defining = finding in self.knowledge.defining
        floor = self.settings["defining_floor" if is_defining else "probability_floor"]
        present = np.clip(present, floor, 1 - floor)
        shares = np.stack([present, 1 - present])
        return _table(("present", "absent"), shares, np.stack([patients, patients]), floor)

    def _sex(self) -> StateTable:
        female, patients = np.empty(len(self.listed)), np.empty(len(self.listed))
        for i, profile in enumerate(self.listed):
            pool = self.pooling.cell(profile, "sex", "female", fallback=0.5)
            women, men = self.pooling.counted(profile, "sex", ("female", "male"))
            patients[i] = pool.patients + women + men
            female[i] = (pool.positives + women) / patients[i]
        female, patients = self._with_other(female, patients)
        floor = self.settings["sex_floor"]
        female = np.clip(female, floor, 1 - floor)
        shares = np.stack([female, 1 - female])
        return _table(("female", "male"), shares, np.stack([patients] * 2), floor)

    def _shares(self, finding: str, choices: tuple[str, ...]) -> StateTable:
        """Distribution over regions, tissues or extents: one draw a deposit."""
        shares = np.empty((len(self.listed), len(choices)))
        patients = np.empty((len(self.listed), len(choices)))
        for i, profile in enumerate(self.listed):
            pooled = [self.pooling.cell(profile, finding, choice) for choice in choices]
            marginal = np.array([pool.share for pool in pooled])
            weight = np.mean([pool.patients for pool in pooled])
            counted = np.array(self.pooling.counted(profile, finding, choices))
            patients[i] = weight + counted.sum()
            shares[i] = (marginal / marginal.sum() * weight + counted) / patients[i]
        shares, patients = self._with_other(shares, patients)
        floor = self.settings["probability_floor"] / 2
        shares = np.clip(shares, floor, None)
        shares /= shares.sum(axis=1, keepdims=True)
        return _table(choices, shares.T, patients.T, floor)

    def _lab(self, finding: str) -> StateTable:
        """Low, normal and high by kidney function: arrays [state, profile, kidney]."""
        shape = (len(self.listed), len(CONTEXTS), len(LAB_STATES))
        normal = self.settings["missing_lab_normal"]
        missing = ((1 - normal) / 2, normal, (1 - normal) / 2)
        shares, patients = np.empty(shape), np.empty(shape)
        for i, profile in enumerate(self.listed):
            for c, context in enumerate(CONTEXTS):
                pooled = [
                    self.pooling.cell(profile, finding, state, context, share)
                    for state, share in zip(LAB_STATES, missing, strict=True)
                ]
                marginal = np.array([pool.share for pool in pooled])
                weight = np.mean([pool.patients for pool in pooled])
                counted = np.array(self.pooling.counted(profile, finding, LAB_STATES, context))
                patients[i, c] = weight + counted.sum()
                shares[i, c] = (marginal / marginal.sum() * weight + counted) / patients[i, c, 0]
        shares, patients = self._with_other(shares, patients)
        floor = 2 * self.settings["probability_floor"]
        shares = np.clip(shares, floor, None)
        shares /= shares.sum(axis=2, keepdims=True)
        shares, patients = np.moveaxis(shares, 2, 0), np.moveaxis(patients, 2, 0)
        split = self.knowledge.very_high.get(finding)
        if split is None:
            return _table(LAB_STATES, shares, patients, floor)
        very = np.tile(split.default, (shares.shape[1], 1))
        for i, profile in enumerate(self.listed):
            if profile.aetiology.id in split.share:
                very[i] = split.share[profile.aetiology.id]
        high = shares[2]
        shares = np.stack([shares[0], shares[1], high * (1 - very), high * very])
        patients = np.concatenate([patients, patients[2:]])
        return _table((*LAB_STATES, VERY_HIGH), shares, patients, floor)

    def _curve(self, finding: str) -> CurveTable:
        grid = np.linspace(0.0, np.log1p(NUMBER_LIMITS[finding].high), _CURVE_POINTS)
        kernel = np.exp(-0.5 * ((grid[:, None] - grid) / self.settings["curve_smoothing"]) ** 2)
        kernel /= kernel.sum(axis=0)
        density = np.empty((len(self.listed), grid.size))
        patients = np.empty(len(self.listed))
        for i, profile in enumerate(self.listed):
            curve = profile.curve(finding)
            estimate = np.full(grid.size, 1 / grid.size)
            weight = self.settings["missing_row_ess"]
            if curve is not None:
                estimate = kernel @ _mass_between_quantiles(
                    curve, grid, self.settings["lone_median_spread"]
                )
                weight = curve.ess * self.settings["estimate_strength"]
            counted = np.zeros(grid.size)
            for number in self.pooling.numbers(profile, finding):
                counted[np.argmin(np.abs(grid - np.log1p(number)))] += 1.0
            patients[i] = weight + counted.sum()
            density[i] = (estimate * weight + kernel @ counted) / patients[i]
        density, patients = self._with_other(density, patients)
        even = self.settings["curve_background"]
        reach = 2 * self.settings["curve_smoothing"] / (grid[1] - grid[0])
        log = np.log((1 - even) * density * grid.size + even)
        return CurveTable(grid, log.T, patients, even, reach)


def _telling(tables, curves, usual: np.ndarray, log_kidney: np.ndarray) -> dict[str, float]:
    """How far each finding tells the causes apart, averaged over what it may show.

    The standard deviation over the causes of the log-likelihood of a state, kidney function summed
    out, weighted by the chance of the state.
    """
    by_state = {
        finding: np.logaddexp.reduce(table.log_likelihood + log_kidney, axis=2)
        for finding, table in tables.items()
    }
    by_state |= {finding: curve.log_density for finding, curve in curves.items()}
    telling = {}
    for finding, log in by_state.items():
        mean = log @ usual
        spread = np.sqrt(((log - mean[:, None]) ** 2) @ usual)
        chance = np.exp(log) @ usual
        telling[finding] = float(chance @ spread / chance.sum())
    return telling


def _by_finding(pairs) -> dict[str, tuple]:
    found: dict[str, list] = {}
    for finding, rule in pairs:
        found.setdefault(finding, []).append(rule)
    return {finding: tuple(rules) for finding, rules in found.items()}


def _table(
    states: tuple[str, ...], shares: np.ndarray, patients: np.ndarray, floor: float
) -> StateTable:
    """Logarithms with what they rest on, kidney axis added where there is none."""
    by_kidney = shares.ndim == 3
    if not by_kidney:
        shares, patients = (
            np.repeat(a[:, :, None], len(CONTEXTS), axis=2) for a in (shares, patients)
        )
    return StateTable(states, np.log(shares), patients, floor, by_kidney)


def _mass_between_quantiles(curve: Curve, grid: np.ndarray, lone_spread: float) -> np.ndarray:
    """Probability of each grid cell when mass is spread evenly between known quantiles.

    A median alone stands for a normal curve of ``lone_spread`` on the logarithmic scale.
    """
    q = np.array([point[0] for point in curve.points])
    x = np.log1p(np.maximum.accumulate([point[1] for point in curve.points]))
    if x.size == 1:
        mass = np.exp(-0.5 * ((grid - x[0]) / lone_spread) ** 2)
        return mass / mass.sum()
    x = x + np.arange(x.size) * 1e-3
    low = max(0.0, x[0] - (x[1] - x[0]))
    high = x[-1] + 0.8 * (x[-1] - x[-2])
    cumulative = np.interp(grid, [low - 1e-6, *x, high + 1e-6], [0.0, *q, 1.0])
    mass = np.gradient(cumulative, grid)
    return mass / mass.sum()
