"""What is known of one patient: findings, read from and written to case files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .faults import CaseError, Fault
from .lab_result import LabResult
from .reading import Value, read_value
from .vocabulary import VOCABULARY, nearest_ids

_PLACE = {finding_id: place for place, finding_id in enumerate(VOCABULARY)}


@dataclass(frozen=True, slots=True)
class Case:
    """The findings of one patient, each in one of its states; what is not there is unknown.

    Make one with ``Case.from_dict``; ``Case()`` is the patient of whom nothing is known. Values by
    kind: number ``float``, choice ``str``, multi ``tuple[str, ...]``, yes/no ``bool``, lab
    ``LabResult``. Cases with the same findings are equal and hash alike.

    >>> case = Case.from_dict({"sex": "female", "age_years": 54, "raynaud": True})
    >>> list(case), case.get("age_years"), case.get("ckd")
    (['age_years', 'sex', 'raynaud'], 54.0, None)
    """

    findings: tuple[tuple[str, Value], ...] = ()
    _values: Mapping[str, Value] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", dict(self.findings))

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> "Case":
        """The case in a mapping of the case-file form.

        Null, an empty list and sex "unknown" say nothing and are left out. Raises CaseError with
        every fault of the mapping at once: unknown ids, wrong kinds, choices and units, values that
        are not finite, negative or beyond the error limits.
        """
        if not isinstance(mapping, Mapping):
            fault = Fault(
                "case",
                repr(mapping),
                "a mapping from finding to value",
                f"case is {type(mapping).__name__}: write a mapping from finding to value",
            )
            raise CaseError((fault,))
        faults: list[Fault] = []
        values: dict[str, Value] = {}
        for finding_id, entered in mapping.items():
            finding = VOCABULARY.get(finding_id) if isinstance(finding_id, str) else None
            if finding is None:
                faults.append(_unknown_finding(finding_id, entered))
                continue
            value = read_value(finding, entered, faults)
            if value is not None:
                values[finding_id] = value
        if faults:
            raise CaseError(tuple(faults))
        return cls._of(values)

    @classmethod
    def _of(cls, values: Mapping[str, Value]) -> "Case":
        return cls(
            tuple(
                (finding_id, values[finding_id])
                for finding_id in sorted(values, key=_PLACE.__getitem__)
            )
        )

    def to_dict(self) -> dict[str, Any]:
        """The case in the case-file form; ``Case.from_dict`` of it gives this case again."""
        return {finding_id: _to_entry(value) for finding_id, value in self.findings}

    def get(self, finding_id: str, default: Any = None) -> Any:
        """The value of a finding, or the default where it is unknown."""
        return self._values.get(finding_id, default)

    def items(self) -> Iterator[tuple[str, Value]]:
        """Findings and their values, in vocabulary order."""
        return iter(self.findings)

    def __contains__(self, finding_id: object) -> bool:
        return finding_id in self._values

    def __iter__(self) -> Iterator[str]:
        return (finding_id for finding_id, _ in self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def with_finding(self, finding_id: str, value: Any) -> "Case":
        """A new case in which the finding has this value; None makes it unknown.

        Raises CaseError as ``from_dict`` does.
        """
        faults: list[Fault] = []
        finding = VOCABULARY.get(finding_id)
        if finding is None:
            raise CaseError((_unknown_finding(finding_id, value),))
        read = read_value(finding, value, faults)
        if faults:
            raise CaseError(tuple(faults))
        if read is None:
            return self.without(finding_id)
        return self._of({**self._values, finding_id: read})

    def without(self, *finding_ids: str) -> "Case":
        """A new case in which these findings are unknown."""
        return Case(tuple(item for item in self.findings if item[0] not in finding_ids))


def _to_entry(value: Value) -> Any:
    if isinstance(value, LabResult):
        given = {name: getattr(value, name) for name in LabResult.__slots__}
        return {name: _plain(part) for name, part in given.items() if part is not None}
    if isinstance(value, tuple):
        return list(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _unknown_finding(finding_id: object, entered: object) -> Fault:
    name = str(finding_id)
    if name == "case" and isinstance(entered, Mapping):
        hint = "this looks like a whole case file: give what stands under its 'case'"
    else:
        close = nearest_ids(name)
        hint = f"did you mean {close[0]}?" if close else "see the list of findings"
    return Fault(
        name,
        repr(entered),
        "an id of the vocabulary",
        f"{name} is not a finding of the vocabulary: {hint}",
    )
