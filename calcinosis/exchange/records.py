"""A case with what a case file says about it, read from plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from calcinosis.case import VOCABULARY, Case, CaseError, Fault, nearest_ids
from calcinosis.case.faults import choice_hint, finite_number, refuse
from calcinosis.knowledge import CLINICS, load_knowledge

from .replay import StoredResult, stored_result

ACCEPTED_CLINICS = (*CLINICS, "other")
_RECORD_KEYS = (
    "id",
    "clinic",
    "prior_weights",
    "source",
    "case",
    "answer",
    "quality",
    "disease_known",
)
_ANSWER_KEYS = ("type", "aetiology", "also_acceptable", "stated")
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the authors of a published case concluded.

    ``also_acceptable`` are the types that experts would accept as well; ``stated`` is the diagnosis
    in the authors' words. ``aetiology`` is empty where only the type is known.
    """

    type: str
    aetiology: str = ""
    also_acceptable: tuple[str, ...] = ()
    stated: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The answer in the case-file form."""
        return {
            "type": self.type,
            "aetiology": self.aetiology,
            "also_acceptable": list(self.also_acceptable),
            "stated": self.stated,
        }


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case of a case file.

    ``clinic`` is as written ("any" where the file is silent); ``source`` holds citation, doi, pmid,
    pmcid and url of a published case; ``quality`` is "rich", "thin" or empty; ``disease_known``
    says whether the disease behind the deposits was known beforehand (None: not said).
    ``prior_weights`` are the user's factors on the clinic's prior by type. ``stored`` is the answer
    that stands in the file beside the case, where the file is a result.
    """

    id: str
    case: Case
    clinic: str = "any"
    source: Mapping[str, Any] = field(default_factory=dict, hash=False)
    answer: Answer | None = None
    quality: str = ""
    disease_known: bool | None = None
    prior_weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    stored: StoredResult | None = field(default=None, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The wrapped case-file form; ``record_from_dict`` of it gives this record again.

        A stored answer is not written.
        """
        written: dict[str, Any] = {"id": self.id, "clinic": self.clinic}
        if self.prior_weights:
            written["prior_weights"] = dict(self.prior_weights)
        if self.source:
            written["source"] = dict(self.source)
        written["case"] = self.case.to_dict()
        if self.answer is not None:
            written["answer"] = self.answer.to_dict()
        if self.quality:
            written["quality"] = self.quality
        if self.disease_known is not None:
            written["disease_known"] = self.disease_known
        return written


def record_from_dict(entry: Any, default_id: str) -> CaseRecord:
    """The record in a wrapped case, a bare case, or a result that ``classify`` wrote.

    A bare case may carry ``id`` and ``clinic`` beside its findings. Keys that mean nothing here are
    passed over, but not one that looks like a slip for a known key or a finding beside the case.

    Args:
        entry: plain data as JSON gives it.
        default_id: the id where the entry has none.

    Raises:
        CaseError: every fault of the record at once.
    """
    faults: list[Fault] = []
    if not isinstance(entry, Mapping):
        refuse(faults, "record", entry, '{"id": ..., "case": {...}} or a case', "write an object")
        raise CaseError(tuple(faults))
    if "case" in entry:
        wrapper, findings = entry, entry["case"]
        _check_wrapper(entry, faults)
    else:
        wrapper = {key: entry[key] for key in ("id", "clinic") if key in entry}
        findings = {key: value for key, value in entry.items() if key not in wrapper}
        _refuse_foreign(findings)
    record = {
        "id": _read_id(wrapper.get("id"), default_id, faults),
        "clinic": _read_clinic(wrapper.get("clinic"), faults),
        "prior_weights": _read_weights(wrapper.get("prior_weights"), faults),
        "source": _read_source(wrapper.get("source"), faults),
        "answer": _read_answer(wrapper.get("answer"), faults),
        "quality": _read_text("quality", wrapper.get("quality"), faults),
        "disease_known": _read_yesno("disease_known", wrapper.get("disease_known"), faults),
    }
    try:
        case = Case.from_dict(findings)
    except CaseError as error:
        raise CaseError((*faults, *error.faults)) from None
    if faults:
        raise CaseError(tuple(faults))
    return CaseRecord(case=case, stored=stored_result(wrapper), **record)


def _check_wrapper(entry: Mapping[str, Any], faults: list[Fault]) -> None:
    for key in entry:
        if key in _RECORD_KEYS:
            continue
        allowed = ", ".join(_RECORD_KEYS)
        close = get_close_matches(key, _RECORD_KEYS, n=1, cutoff=0.75)
        if key in VOCABULARY:
            hint = 'a finding stands within "case", not beside it'
            refuse(faults, key, entry[key], allowed, hint)
        elif close:
            refuse(faults, key, entry[key], allowed, f"did you mean {close[0]}?")


def _refuse_foreign(findings: Mapping[str, Any]) -> None:
    """One fault, not fifty, for an object that has nothing to do with a case."""
    near = sum(bool(nearest_ids(key)) for key in findings)
    if len(findings) < 2 or 2 * near >= len(findings) or any(key in VOCABULARY for key in findings):
        return
    names = ", ".join(list(findings)[:4]) + (", ..." if len(findings) > 4 else "")
    message = (
        f"this is not a case: none of its keys is a finding of the vocabulary (found {names}; "
        'allowed {"id": ..., "case": {finding: value}} or the findings alone): '
        "is it a file of another program?"
    )
    raise CaseError((Fault("case", names, "findings of the vocabulary", message),))


def _read_id(entered: Any, default: str, faults: list[Fault]) -> str:
    if entered is None or entered == "":
        return default
    if isinstance(entered, int) and not isinstance(entered, bool):
        return str(entered)
    if isinstance(entered, str) and entered.isprintable() and len(entered) <= _LONGEST_ID:
        return entered
    allowed = f"printable text of at most {_LONGEST_ID} characters"
    refuse(faults, "id", entered, allowed, "write a short name on one line")
    return default


def _read_clinic(entered: Any, faults: list[Fault]) -> str:
    if entered is None or entered == "":
        return "any"
    if entered in ACCEPTED_CLINICS and isinstance(entered, str):
        return entered
    hint = choice_hint(entered, ACCEPTED_CLINICS)
    refuse(faults, "clinic", entered, " | ".join(ACCEPTED_CLINICS), hint)
    return "any"


def _read_weights(entered: Any, faults: list[Fault]) -> dict[str, float]:
    if entered is None:
        return {}
    if not isinstance(entered, Mapping):
        refuse(faults, "prior_weights", entered, "factors by type", 'write {"metastatic": 2}')
        return {}
    types = tuple(load_knowledge().types)
    weights = {}
    for type_, factor in entered.items():
        item = f"prior_weights.{type_}"
        if type_ not in types:
            refuse(faults, item, factor, " | ".join(types), choice_hint(type_, types))
            continue
        found = finite_number(item, factor, "a number above 0", faults)
        if found is not None and found <= 0:
            hint = "a factor below 1 makes a type rarer, and none rules it out"
            refuse(faults, item, factor, "a number above 0", hint)
        elif found is not None:
            weights[type_] = found
    return weights


def _read_source(entered: Any, faults: list[Fault]) -> dict[str, Any]:
    if entered is None:
        return {}
    if isinstance(entered, Mapping) and all(
        isinstance(part, str | int | float) for part in entered.values()
    ):
        return dict(entered)
    hint = 'write for example {"citation": "...", "doi": "..."}'
    refuse(faults, "source", entered, "an object of texts", hint)
    return {}


def _read_answer(entered: Any, faults: list[Fault]) -> Answer | None:
    if entered is None:
        return None
    form = '{"type": ..., "aetiology": ..., "also_acceptable": [...], "stated": ...}'
    if not isinstance(entered, Mapping):
        refuse(faults, "answer", entered, form, "write an object with a type")
        return None
    for key in entered:
        close = get_close_matches(key, _ANSWER_KEYS, n=1, cutoff=0.75)
        if key not in _ANSWER_KEYS and close:
            refuse(faults, f"answer.{key}", entered[key], form, f"did you mean {close[0]}?")
    also = entered.get("also_acceptable") or []
    if not isinstance(also, list | tuple) or not all(isinstance(one, str) for one in also):
        refuse(faults, "answer.also_acceptable", also, "a list of types", 'write ["metastatic"]')
        also = ()
    type_ = _read_text("answer.type", entered.get("type"), faults)
    if not entered.get("type"):
        refuse(faults, "answer", dict(entered), form, "the type is missing")
    return Answer(
        type_,
        _read_text("answer.aetiology", entered.get("aetiology"), faults),
        tuple(also),
        _read_text("answer.stated", entered.get("stated"), faults),
    )


def _read_text(item: str, entered: Any, faults: list[Fault]) -> str:
    if entered is None:
        return ""
    if isinstance(entered, str):
        return entered
    refuse(faults, item, entered, "text", "write it in quotes")
    return ""


def _read_yesno(item: str, entered: Any, faults: list[Fault]) -> bool | None:
    if entered is None or isinstance(entered, bool):
        return entered
    refuse(faults, item, entered, "true or false", "leave it out when it is unknown")
    return None
