"""What tells the forms of a cause apart: for each, the findings typical of it and not of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calcinosis.case import VOCABULARY
from calcinosis.knowledge import CONTEXTS, Form
from calcinosis.reasoning.model import VERY_HIGH, Model
from calcinosis.reasoning.portrait import AgeCurve, Speaks, age_curve_in_row, usual_kidney

_LEAST_SHARE, _LEAST_RATIO = 0.2, 1.5
"""What fewer have, or is hardly more frequent than in the other forms, is not typical."""


@dataclass(frozen=True, slots=True)
class FormPortrait:
    """A form with its ages and what speaks for it against the other forms of its cause.

    ``tells`` stand with the one first that is expected to tell most: ``here`` is its probability in
    the form, ``elsewhere`` in the other forms, mixed by their shares.
    """

    form: Form
    ages: AgeCurve
    tells: tuple[Speaks, ...]


def form_portraits(aetiology: str, model: Model, most: int = 4) -> tuple[FormPortrait, ...]:
    """The forms of an aetiology, the most frequent first; none where it has no forms.

    A state counts that at least one patient in five of the form has, half as many again as in the
    other forms, and that is not the absence of a finding; labs at the kidney function that most
    patients with the aetiology have. At most one state a finding, and ``most`` of them.
    """
    forms = model.knowledge.aetiologies[aetiology].forms
    if not forms:
        return ()
    rows = np.flatnonzero(model.owner == model.index(aetiology))
    portraits = [
        FormPortrait(
            form,
            age_curve_in_row(model.curves["age_years"], row),
            _tells(aetiology, row, rows, model)[:most],
        )
        for form, row in zip(forms, rows, strict=True)
    ]
    return tuple(sorted(portraits, key=lambda one: -one.form.share))


def _tells(aetiology: str, row: int, rows: np.ndarray, model: Model) -> tuple[Speaks, ...]:
    cause = model.knowledge.aetiologies[aetiology]
    kidney = CONTEXTS.index(usual_kidney(aetiology, model))
    others = rows[rows != row]
    weights = np.exp(model.log_prior["any"])[others]
    best: dict[str, Speaks] = {}
    for finding in cause.differing & model.tables.keys():
        table = model.tables[finding]
        shares = np.exp(table.log_likelihood[:, :, kidney])
        if table.states[-1] == VERY_HIGH:
            shares = np.stack([*shares[:2], shares[2:].sum(axis=0)])
        is_yesno = VOCABULARY[finding].kind == "yesno"
        for state, by_profile in zip(table.states, shares, strict=False):
            here = float(by_profile[row])
            elsewhere = float(by_profile[others] @ weights / weights.sum())
            if here < _LEAST_SHARE or here < _LEAST_RATIO * elsewhere:
                continue
            if is_yesno and state != "present":
                continue
            ratio = float(np.log10(here / elsewhere))
            one = Speaks(finding, state, here, elsewhere, ratio, here * ratio)
            if finding not in best or one.expected > best[finding].expected:
                best[finding] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.expected, one.finding)))
