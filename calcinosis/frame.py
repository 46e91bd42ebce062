"""Answers for a whole cohort: a pandas frame in, a pandas frame out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from calcinosis.exchange.case_rows import BESIDE_FINDINGS, case_from_row, check_columns
from calcinosis.reasoning import Consultation, consult, default_model
from calcinosis.reasoning.uncertainty import FEWEST_DRAWS

if TYPE_CHECKING:
    import pandas


def classify_frame(frame: pandas.DataFrame, clinic: str | None = None) -> pandas.DataFrame:
    """The answer to every row of a table of cases.

    Args:
        frame: one row a case, one column a finding; a missing cell is unknown. A laboratory test
            has its value, or low, normal or high, in its own column and the unit in
            ``<test>_unit`` (its printed interval in ``<test>_ref_low`` and ``<test>_ref_high``).
            Several choices are a list, or text divided by ``|``. Columns ``id`` and ``clinic`` are
            allowed beside them.
        clinic: one clinic for all; by default that of the column ``clinic``, else "any".

    Returns:
        Frame with the same index: leading_type, conclusive, the probability of every type,
        leading_aetiology, leading_aetiology_probability, and error, empty where the row was
        answered. Rows at fault have missing values; they do not stop the others.

    Raises:
        CaseError: a column is no finding, or stands twice.
        ValueError: the clinic is unknown.
    """
    import pandas

    check_columns(
        name
        for name in frame.columns
        if name not in BESIDE_FINDINGS or list(frame.columns).count(name) > 1
    )
    if clinic is not None:
        consult({}, clinic, draws=FEWEST_DRAWS)
    rows = []
    for cells in frame.itertuples(index=False, name=None):
        row = {name: _plain(cell) for name, cell in zip(frame.columns, cells, strict=True)}
        beside = {name: row.pop(name, None) for name in BESIDE_FINDINGS}
        rows.append(_answer_row(row, clinic or beside["clinic"] or "any"))
    types = default_model().type_ids
    columns = (
        "leading_type",
        "conclusive",
        *types,
        "leading_aetiology",
        "leading_aetiology_probability",
        "error",
    )
    result = pandas.DataFrame(rows, index=frame.index, columns=columns)
    numbers = [*types, "leading_aetiology_probability"]
    return result.astype({"conclusive": "boolean", **dict.fromkeys(numbers, float)})


def _answer_row(row: Mapping[str, Any], clinic: str) -> dict[str, Any]:
    try:
        return _result(consult(case_from_row(row), clinic, draws=FEWEST_DRAWS))
    except ValueError as error:
        return {"error": str(error)}


def _result(answer: Consultation) -> dict[str, Any]:
    aetiology, probability = next(iter(answer.aetiologies.items()))
    return {
        "leading_type": answer.leading_type,
        "conclusive": answer.conclusive,
        **answer.types,
        "leading_aetiology": aetiology,
        "leading_aetiology_probability": probability,
        "error": "",
    }


def _plain(cell: Any) -> Any:
    """A cell as plain Python; None where it is missing."""
    import pandas

    if hasattr(cell, "tolist"):
        cell = cell.tolist()
    if isinstance(cell, list | tuple | set | frozenset | dict):
        return cell
    return None if pandas.isna(cell) else cell
