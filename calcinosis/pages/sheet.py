"""What the user has entered: a case, entries that cannot be used yet, and the chosen prior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from calcinosis.case import (
    LAB_STATES,
    LABS,
    VOCABULARY,
    Case,
    CaseError,
    canonical_unit,
    contradictions,
    number_text,
    parse_number,
    reference_interval,
    rounded_text,
    split_unit,
    state_text,
    to_unit,
    unit_text,
)
from calcinosis.case.bound import (
    INTERVAL_FIELDS,
    Bound,
    own_limits,
    read_bound,
    split_sign,
)
from calcinosis.case.labs import unit_hint
from calcinosis.exchange import CaseRecord

_OF_INTERVALS = ("age_years", "sex")
_FROM_OTHERS = ("ca_p_product", "tmp_gfr", "trp")


@dataclass(frozen=True, slots=True)
class Slip:
    """An entry that cannot be used: the text and unit as typed, and what is wrong with it.

    ``limits`` keeps the laboratory's own interval, in the unit, until the value is mended.
    """

    text: str
    unit: str
    message: str
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything entered in one sitting; every change gives a new sheet, so each can be undone.

    ``order`` lists the findings as they were entered. ``slips`` holds entries that cannot be used,
    by field ("phosphate", "phosphate.ref_low"); a finding in ``slips`` is not in ``case``.
    ``bounds`` keeps what was typed of labs of which only a bound is known (">1000"); of these the
    case has the state.
    ``weights`` are the user's factors on the prior by type. ``origin`` is the opened case, if any.
    """

    case: Case = field(default_factory=Case)
    order: tuple[str, ...] = ()
    slips: Mapping[str, Slip] = field(default_factory=dict)
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    clinic: str = "any"
    weights: Mapping[str, float] = field(default_factory=dict)
    origin: CaseRecord | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been entered, not even something that cannot be used."""
        return not self.order and not self.slips

    def enter(self, finding_id: str, value: Any) -> Sheet:
        """The finding with this value in the case-file form; None makes it unknown.

        A value that is refused becomes a slip.
        """
        try:
            case = self.case.with_finding(finding_id, value)
        except CaseError as error:
            entry = value if isinstance(value, Mapping) else {"value": value}
            slip = Slip(str(entry.get("value", "")), entry.get("unit", ""), _message(error))
            return self._slip(finding_id, slip)
        return self._with(case, finding_id)

    def enter_text(self, finding_id: str, text: str, unit: str = "") -> Sheet:
        """The number, or for a lab the state, in a typed text; "" makes the finding unknown.

        A unit of the lab that is typed behind the number holds in place of ``unit``. A bound of a
        lab ("<5") is the state that it tells.
        """
        word = text.strip().lower()
        is_lab = VOCABULARY[finding_id].kind == "lab"
        if is_lab and split_sign(text)[0]:
            return self._enter_bound(finding_id, text, unit)
        typed_unit = unit_typed(finding_id, text)
        if typed_unit:
            text, unit = split_unit(text)[0], typed_unit
        elif is_lab and split_unit(text)[1]:
            message = _foreign_unit(finding_id, split_unit(text)[1])
            return self._slip(finding_id, Slip(text.strip(), unit, message))
        if is_lab and word in LAB_STATES:
            return self.enter(finding_id, {"state": word})
        try:
            number = parse_number(text)
        except ValueError as error:
            return self._slip(finding_id, Slip(text.strip(), unit, f"{error}."))
        if number is not None and is_lab:
            return self._enter_measured(finding_id, number, unit, text.strip())
        entered = self.enter(finding_id, number)
        if finding_id in entered.slips:
            return entered._slip(finding_id, replace(entered.slips[finding_id], text=text.strip()))
        return entered

    def _enter_measured(self, lab_id: str, value: float, unit: str, text: str) -> Sheet:
        """A measured value; the laboratory's own interval stays, in the unit of the value."""
        limits = {name: self.interval_limit(lab_id, name, unit) for name in INTERVAL_FIELDS}
        entered = self.enter(lab_id, {"value": value, "unit": unit, **limits})
        if lab_id not in entered.slips:
            return entered
        known = {name: limit for name, limit in limits.items() if limit is not None}
        slip = replace(entered.slips[lab_id], text=text, limits=known)
        return entered._slip(lab_id, slip)

    def _enter_bound(self, lab_id: str, text: str, unit: str) -> Sheet:
        sign, rest = split_sign(text)
        measured = self.enter_text(lab_id, rest, unit)
        slip, result = measured.slips.get(lab_id), measured.case.get(lab_id)
        if slip:
            return measured._slip(lab_id, replace(slip, text=sign + slip.text))
        if result is None or result.value is None:
            message = f"{text.strip()!r} is not a number."
            return measured._slip(lab_id, Slip(text.strip(), unit, message))
        try:
            bound = read_bound(sign, lab_id, measured.case)
        except ValueError as fault:
            typed = sign + number_text(result.value)
            slip = Slip(typed, result.unit, str(fault), own_limits(result))
            return measured._slip(lab_id, slip)
        told = measured.enter(lab_id, {"state": bound.state})
        return replace(told, bounds={**told.bounds, lab_id: bound})

    def bound(self, lab_id: str) -> Bound | None:
        """What was typed of a lab of which only a bound is known."""
        bound, result = self.bounds.get(lab_id), self.case.get(lab_id)
        return bound if bound and result and result.state == bound.state else None

    def enter_interval(self, lab_id: str, name: str, text: str, unit: str) -> Sheet:
        """One limit of the laboratory's own interval; it needs a measured value of the lab."""
        entry = self.case.to_dict()[lab_id]
        entry.pop(name, None)
        field_id = f"{lab_id}.{name}"
        try:
            limit = parse_number(text)
            self._check_order(lab_id, name, limit, unit)
            if limit is not None:
                entry[name] = to_unit(lab_id, limit, unit, entry["unit"])
            return self._with(self.case.with_finding(lab_id, entry), lab_id, field_id)
        except CaseError as error:
            message = _message(error)
        except ValueError as error:
            message = f"{error}."
        entry.pop(name, None)
        kept = self._with(self.case.with_finding(lab_id, entry), lab_id, field_id)
        return replace(kept, slips={**kept.slips, field_id: Slip(text.strip(), unit, message)})

    def _check_order(self, lab_id: str, name: str, limit: float | None, unit: str) -> None:
        """Raise ValueError, in the unit shown, where the lower limit is not below the upper."""
        pair = {one: self.interval_limit(lab_id, one, unit) for one in INTERVAL_FIELDS}
        low, high = (limit if one == name else pair[one] for one in INTERVAL_FIELDS)
        if low is not None and high is not None and not low < high:
            raise ValueError(
                f"The lower limit {rounded_text(low)} {unit_text(unit)} is not below the upper "
                f"limit {rounded_text(high)} {unit_text(unit)}; they may be swapped"
            )

    def toggle(self, finding_id: str, choice: str) -> Sheet:
        """One choice of a finding entered, or taken back where it was."""
        value = self.case.get(finding_id)
        if VOCABULARY[finding_id].kind == "multi":
            chosen = set(value or ()) ^ {choice}
            return self.enter(finding_id, sorted(chosen))
        return self.enter(finding_id, None if value == choice else choice)

    def none_of(self, finding_ids: Iterable[str]) -> Sheet:
        """The yes/no findings among these that are still unknown, all set to No."""
        sheet = self
        for finding_id in finding_ids:
            if VOCABULARY[finding_id].kind == "yesno" and finding_id not in self.case:
                sheet = sheet.enter(finding_id, False)
        return sheet

    def all_normal(self, lab_ids: Iterable[str]) -> Sheet:
        """The labs among these that are still unknown, all set to normal."""
        sheet = self
        for lab_id in lab_ids:
            if lab_id not in self.case and lab_id not in self.slips:
                sheet = sheet.enter(lab_id, {"state": "normal"})
        return sheet

    def without(self, finding_id: str) -> Sheet:
        """The finding unknown again, and any slip of it gone."""
        return self.enter(finding_id, None)

    def interval_limit(self, lab_id: str, name: str, unit: str) -> float | None:
        """A limit of the laboratory's own interval in a unit; None where it was not entered."""
        result, kept = self.case.get(lab_id), self.slips.get(lab_id) or self.bound(lab_id)
        if kept is None and result is not None:
            limit, written_in = getattr(result, name), result.unit
        else:
            limit, written_in = (kept.limits.get(name), kept.unit) if kept else (None, unit)
        return None if limit is None else to_unit(lab_id, limit, written_in, unit)

    def text(self, finding_id: str, unit: str = "") -> str:
        """A number or lab as its field shows it, in the unit shown beside it."""
        slip = self.slips.get(finding_id)
        if slip:
            return _shown_slip(finding_id, slip, unit)
        value = self.case.get(finding_id)
        if value is None:
            return ""
        if isinstance(value, float):
            return number_text(value)
        if value.value is None:
            bound = self.bound(finding_id)
            return bound.text(finding_id, unit or bound.unit) if bound else ""
        return _shown(finding_id, value.value, value.unit, unit)

    def interval_text(self, lab_id: str, name: str, unit: str) -> str:
        """A limit of the laboratory's own interval as its field shows it."""
        slip = self.slips.get(f"{lab_id}.{name}")
        if slip:
            return _shown_slip(lab_id, slip, unit)
        result = self.case.get(lab_id)
        limit = getattr(result, name) if result else None
        return "" if limit is None else _shown(lab_id, limit, result.unit, unit)

    def likely_units(self, lab_id: str) -> tuple[str, ...]:
        """Units in which a refused or doubtful value of a lab would be an ordinary one."""
        slip, result = self.slips.get(lab_id), self.case.get(lab_id)
        if slip:
            try:
                value, unit = parse_number(slip.text), slip.unit
            except ValueError:
                return ()
        elif result and result.value is not None and _is_doubtful(self.case, lab_id):
            value, unit = result.value, result.unit
        else:
            return ()
        return tuple(
            other
            for other in LABS[lab_id].units
            if other != unit and _is_ordinary(lab_id, value, other)
        )

    def reread(self, lab_id: str, unit: str) -> Sheet:
        """The typed number of a lab taken to be in another unit.

        The laboratory's own limits stay what they are, said in that unit.
        """
        slip, result = self.slips.get(lab_id), self.case.get(lab_id)
        if slip:
            return self.enter_text(lab_id, slip.text, unit)
        return self._enter_measured(lab_id, result.value, unit, number_text(result.value))

    def _with(self, case: Case, finding_id: str, field_id: str = "") -> Sheet:
        order = [one for one in self.order if one != finding_id]
        if finding_id in case:
            order = [*order, finding_id]
        is_settled = {field_id} if field_id else {finding_id}
        if finding_id not in case:
            is_settled |= {f"{finding_id}.{name}" for name in INTERVAL_FIELDS}
        slips = {key: slip for key, slip in self.slips.items() if key not in is_settled}
        bounds = {lab: bound for lab, bound in self.bounds.items() if lab != finding_id}
        changed = replace(self, case=case, order=tuple(order), slips=slips, bounds=bounds)
        return changed._judged_again() if finding_id in _OF_INTERVALS else changed

    def _judged_again(self) -> Sheet:
        """Bounds, used or not, against the intervals of another age or sex."""
        sheet = self
        for lab_id, bound in self.bounds.items():
            again = sheet.enter_text(lab_id, bound.text(lab_id, bound.unit), bound.unit)
            sheet = again if again.case != sheet.case else sheet
        for lab_id, slip in self.slips.items():
            if lab_id in LABS and split_sign(slip.text)[0]:
                sheet = sheet.enter_text(lab_id, slip.text, slip.unit)
        return sheet

    def entry_text(self, finding_id: str) -> str:
        """What is entered of a finding, in words; a bound of a lab as it was typed."""
        bound = self.bound(finding_id)
        if bound:
            typed = bound.text(finding_id, bound.unit)
            return f"{typed} {unit_text(bound.unit)}, {bound.state}"
        return state_text(self.case, finding_id)

    def _slip(self, finding_id: str, slip: Slip) -> Sheet:
        emptied = self._with(self.case.without(finding_id), finding_id)
        return replace(emptied, slips={**emptied.slips, finding_id: slip})


def all_normal_of(findings: Iterable[str]) -> tuple[str, ...]:
    """Those that "all normal" speaks of: labs with an interval that do not follow from others."""
    return tuple(
        one
        for one in findings
        if one in LABS and one not in _FROM_OTHERS and reference_interval(one, None, None)
    )


def unit_typed(finding_id: str, text: str) -> str:
    """The unit of the lab that stands behind a typed number; "" where there is none of them."""
    if finding_id not in LABS:
        return ""
    return canonical_unit(finding_id, split_unit(split_sign(text)[1])[1]) or ""


def _foreign_unit(lab_id: str, typed: str) -> str:
    hint = unit_hint(lab_id, typed)
    units = " or ".join(unit_text(unit) for unit in LABS[lab_id].units)
    label = VOCABULARY[lab_id].label
    return hint or f"{label} is not measured in {typed} here: write it in {units}."


def sheet_of(record: CaseRecord) -> Sheet:
    """The sheet of an opened case."""
    return Sheet(
        case=record.case,
        order=tuple(record.case),
        clinic=record.clinic,
        weights={type_: factor for type_, factor in record.prior_weights.items() if factor != 1.0},
        origin=record,
    )


def _message(error: CaseError) -> str:
    fault = error.faults[0]
    finding_id = fault.item.partition(".")[0]
    finding = VOCABULARY.get(finding_id)
    if finding is None:
        return fault.message
    return fault.message.replace(fault.item, finding.label, 1)


def _shown(lab_id: str, value: float, unit: str, shown_unit: str) -> str:
    if unit == shown_unit:
        return number_text(value)
    return rounded_text(to_unit(lab_id, value, unit, shown_unit))


def _shown_slip(lab_id: str, slip: Slip, shown_unit: str) -> str:
    if not slip.unit or slip.unit == shown_unit:
        return slip.text
    try:
        value = parse_number(slip.text)
    except ValueError:
        return slip.text
    return slip.text if value is None else _shown(lab_id, value, slip.unit, shown_unit)


def _is_doubtful(case: Case, lab_id: str) -> bool:
    return any(one.items == (lab_id,) for one in contradictions(case))


def _is_ordinary(lab_id: str, value: float | None, unit: str) -> bool:
    try:
        case = Case.from_dict({lab_id: {"value": value, "unit": unit}})
    except CaseError:
        return False
    return not contradictions(case)
