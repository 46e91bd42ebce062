"""One row of a table as a case: one column a finding, units of laboratory values beside them."""

from collections.abc import Iterable, Mapping
from typing import Any

from calcinosis.case import (
    LAB_STATES,
    VOCABULARY,
    Case,
    CaseError,
    Fault,
    Finding,
    nearest_ids,
    parse_number,
)
from calcinosis.case.faults import refuse

BESIDE_FINDINGS = ("id", "clinic")
"""Columns that a table of cases may have beside its findings."""
_LAB_PARTS = ("unit", "ref_low", "ref_high")
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_COLUMNS = {finding_id: (finding_id, "") for finding_id in VOCABULARY} | {
    f"{finding.id}_{part}": (finding.id, part)
    for finding in VOCABULARY.values()
    if finding.kind == "lab"
    for part in _LAB_PARTS
}


_OF_RESULTS = ("conclusive", "leading_type", "leading_aetiology")
"""Columns of a table of results (``result_table``), which holds no findings."""
_MOST_COLUMNS = 2 * len(_COLUMNS)
"""Enough for every column, and for twice as many slips to be named one by one."""


def check_columns(columns: Iterable[str]) -> None:
    """Raise CaseError naming every column that is no finding or that stands twice.

    A laboratory test has the further columns ``<test>_unit``, ``<test>_ref_low`` and
    ``<test>_ref_high``.
    """
    columns = list(columns)
    if len(columns) > _MOST_COLUMNS:
        raise CaseError((_too_wide(columns),))
    faults = []
    known = sum(name in _COLUMNS for name in columns)
    unknown = [name for name in columns if name not in _COLUMNS]
    near = sum(bool(nearest_column(name)) for name in unknown)
    if len(unknown) > 1 and not known and 2 * near < len(unknown):
        if set(_OF_RESULTS).issubset(unknown):
            raise CaseError((_table_of_results(),))
        names = ", ".join(map(str, unknown[:4])) + (", ..." if len(unknown) > 4 else "")
        message = (
            f"this is not a table of cases: no column is a finding of the vocabulary (found "
            f"{names}; allowed one column a finding): is it a file of another program?"
        )
        raise CaseError((Fault("columns", names, "findings of the vocabulary", message),))
    for name in unknown:
        close = nearest_column(name)
        hint = f"did you mean {close}?" if close else "leave it out"
        message = (
            f"column {name!r} is not a finding of the vocabulary "
            f"(allowed: a finding, or a laboratory test with _unit, _ref_low, _ref_high): {hint}"
        )
        faults.append(Fault(str(name), repr(name), "a finding of the vocabulary", message))
    for name in dict.fromkeys(name for name in columns if columns.count(name) > 1):
        message = f"column {name!r} stands {columns.count(name)} times (allowed once): keep one"
        faults.append(Fault(str(name), repr(name), "once", message))
    if faults:
        raise CaseError(tuple(faults))


def _table_of_results() -> Fault:
    message = (
        "this is a table of results, which holds no findings to be answered again (allowed a table "
        "of cases, one column a finding): open the case file it was made from, or write results "
        "as JSON"
    )
    return Fault("columns", ", ".join(_OF_RESULTS), "findings of the vocabulary", message)


def _too_wide(columns: list[Any]) -> Fault:
    """One fault for a table wider than any of cases: each name by itself would take minutes."""
    allowed = f"at most {_MOST_COLUMNS} columns"
    message = (
        f"this is not a table of cases: it has {len(columns)} columns (allowed one column a "
        f"finding, {allowed}): is it a file of another program?"
    )
    return Fault("columns", f"{len(columns)} columns", allowed, message)


def nearest_column(name: Any) -> str:
    """The column that a mistyped one most likely meant, or an empty text."""
    stem, _, part = str(name).rpartition("_")
    if part == "unit" and nearest_ids(stem):
        return f"{nearest_ids(stem)[0]}_unit"
    return "".join(nearest_ids(str(name)))


def case_from_row(row: Mapping[str, Any]) -> Case:
    """The case in a row of cells; an empty cell is unknown.

    Cells are text as a spreadsheet holds it, or plain values. Numbers take a point or a comma as
    decimal mark; yes/no is true, false, yes, no, 1 or 0; several choices are divided by ``|`` or
    ``;``; a laboratory value is a number with its unit in the column beside it, or low, normal or
    high.

    Raises:
        CaseError: every fault of the row at once.

    >>> case_from_row({"phosphate": "2,1", "phosphate_unit": "mmol/L", "region": "hand|finger",
    ...                "raynaud": "yes", "pain": ""}).to_dict()["phosphate"]
    {'value': 2.1, 'unit': 'mmol/L'}
    """
    faults: list[Fault] = []
    entries: dict[str, Any] = {}
    for column, cell in row.items():
        cell = cell.strip() if isinstance(cell, str) else cell
        if cell is None or cell == "":
            continue
        finding_id, part = _COLUMNS.get(column, (column, ""))
        if part:
            continue
        finding = VOCABULARY.get(finding_id)
        try:
            entries[finding_id] = _entry(finding, cell, row) if finding else cell
        except _RefusedError as refused:
            refuse(faults, *refused.args)
    try:
        case = Case.from_dict(entries)
    except CaseError as error:
        raise CaseError((*faults, *error.faults)) from None
    if faults:
        raise CaseError(tuple(faults))
    return case


class _RefusedError(Exception):
    """Item, what was entered, what is allowed, and the hint."""


def _entry(finding: Finding, cell: Any, row: Mapping[str, Any]) -> Any:
    if finding.kind == "yesno":
        return _yesno(finding.id, cell)
    if finding.kind == "multi":
        return _choices(cell)
    if finding.kind == "number":
        return _number(finding.id, cell, "a number")
    if finding.kind == "lab":
        return _lab(finding.id, cell, row)
    return cell


def _yesno(item: str, cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    word = f"{cell:g}" if isinstance(cell, int | float) else str(cell).lower()
    if word not in _YES + _NO:
        hint = "leave the cell empty when it is unknown"
        raise _RefusedError(item, cell, "true, false, yes, no, 1 or 0", hint)
    return word in _YES


def _choices(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return [one.strip() for one in cell.replace(";", "|").split("|") if one.strip()]


def _number(item: str, cell: Any, allowed: str) -> Any:
    if not isinstance(cell, str):
        return cell
    try:
        return parse_number(cell)
    except ValueError as error:
        raise _RefusedError(item, cell, allowed, str(error)) from None


def _lab(lab_id: str, cell: Any, row: Mapping[str, Any]) -> Any:
    if isinstance(cell, Mapping):
        return cell
    if isinstance(cell, str) and cell.lower() in LAB_STATES:
        return {"state": cell.lower()}
    entry = {"value": _number(lab_id, cell, "a number, low, normal or high")}
    for part in _LAB_PARTS:
        beside = row.get(f"{lab_id}_{part}")
        beside = beside.strip() if isinstance(beside, str) else beside
        if beside is None or beside == "":
            continue
        if part != "unit":
            beside = _number(f"{lab_id}_{part}", beside, "a number")
        entry[part] = beside
    return entry
