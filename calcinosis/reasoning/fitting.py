"""Fitting on published cases, and answering each of them from what the others taught."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from calcinosis.case import Case
from calcinosis.knowledge import CaseCounts, Knowledge
from calcinosis.reasoning.case_weights import Weights, fit_case_weights
from calcinosis.reasoning.compiling import compile_model
from calcinosis.reasoning.consultation import Consultation
from calcinosis.reasoning.consulting import consult
from calcinosis.reasoning.learning import FormJudge, count_cases
from calcinosis.reasoning.model import Model
from calcinosis.reasoning.posterior import posterior
from calcinosis.reasoning.uncertainty import FEWEST_DRAWS

_IDENTIFIERS = ("doi", "pmid", "pmcid", "citation", "url")
_RESOLVERS = (
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "doi:",
)
_WEIGHING_PARTS = 5
"""Weights are fitted on the records in so many parts, each judged by what the others teach."""
SPREADS = ("finding_weight_spread", "cause_factor_spread")
"""Settings that say how far the fitted weights may move; at 0 they stay at 1."""


class KnownAnswer(Protocol):
    """What the authors of a published case concluded."""

    @property
    def type(self) -> str: ...
    @property
    def aetiology(self) -> str: ...
    @property
    def also_acceptable(self) -> tuple[str, ...]: ...
    @property
    def stated(self) -> str: ...


class PublishedCase(Protocol):
    """A case with its source and the answer of its authors."""

    @property
    def id(self) -> str: ...
    @property
    def case(self) -> Case: ...
    @property
    def clinic(self) -> str: ...
    @property
    def source(self) -> Mapping[str, Any]: ...
    @property
    def answer(self) -> KnownAnswer | None: ...
    @property
    def quality(self) -> str: ...
    @property
    def disease_known(self) -> bool | None: ...


def count_published(
    records: Sequence[PublishedCase], knowledge: Knowledge, judge: FormJudge | None = None
) -> CaseCounts:
    """What the records teach: everything about the model that is fitted on cases.

    Records whose aetiology is not known teach nothing. A ``judge`` of the knowledge saves time
    where many sets of records are counted.
    """
    judge = judge or FormJudge(knowledge)
    known = [record for record in records if _is_known(record)]
    of_findings, of_causes = _case_weights(known, knowledge, judge)
    counts = _count(known, judge)
    return replace(counts, finding_weights=of_findings, cause_factors=of_causes)


def _case_weights(
    records: Sequence[PublishedCase], knowledge: Knowledge, judge: FormJudge
) -> tuple[Weights, Weights]:
    """Weights of findings and causes, each record judged by what those of other sources teach.

    Both are empty where there is one source only, or the knowledge lets no weight move.
    """
    spreads = [knowledge.settings[name] for name in SPREADS]
    parts = min(_WEIGHING_PARTS, len(_positions_by_source(records)))
    if not any(spreads) or parts < 2:
        return {}, {}
    judged = []
    for part in folds_by_source(records, parts):
        model = compile_model(knowledge, counts_without(records, part, judge))
        for record in (records[place] for place in part):
            result = posterior(record.case, model, record.clinic)
            judged.append((result, record.answer.type, record.answer.aetiology))
    return fit_case_weights(judged, *spreads)


def answer_all(
    records: Iterable[PublishedCase],
    model: Model,
    clinic: str | None = None,
    seen: Callable[[Case], Case] = lambda case: case,
) -> list[Consultation]:
    """The answer of one model to every record, in order, without usable credible intervals.

    Args:
        records: cases with their clinic.
        model: the compiled knowledge.
        clinic: one clinic for all; the clinic of each record by default.
        seen: the part of a case that the engine is shown; all of it by default.
    """
    return [
        consult(seen(record.case), clinic or record.clinic, draws=FEWEST_DRAWS, model=model)
        for record in records
    ]


def folds_by_source(
    records: Sequence[PublishedCase], k: int, seed: int = 0
) -> tuple[tuple[int, ...], ...]:
    """Divide records into k parts of about equal size with no source in two of them.

    Two records have the same source when any of doi, pmid, pmcid, citation or address agrees,
    also by way of a third record.

    Args:
        records: cases with their source.
        k: number of parts, 2 to the number of sources.
        seed: seed of the shuffle; the same seed gives the same parts.

    Returns:
        Positions of the records of each part, rising.

    Raises:
        ValueError: k is below 2 or above the number of sources.
    """
    sources = _positions_by_source(records)
    if not 2 <= k <= len(sources):
        raise ValueError(
            f"{k} parts are not possible, allowed: 2 to {len(sources)}, the number of sources"
        )
    random.Random(seed).shuffle(sources)
    sources.sort(key=len, reverse=True)
    folds: list[list[int]] = [[] for _ in range(k)]
    for positions in sources:
        min(folds, key=len).extend(positions)
    return tuple(tuple(sorted(fold)) for fold in folds)


def counts_without(
    records: Sequence[PublishedCase], held_out: Iterable[int], judge: FormJudge
) -> CaseCounts:
    """Counts of all records but those at the positions ``held_out``; no weights are fitted."""
    return _count(_without(records, held_out), judge)


def model_without(
    records: Sequence[PublishedCase],
    held_out: Iterable[int],
    knowledge: Knowledge,
    judge: FormJudge | None = None,
) -> Model:
    """A model fitted on all records but those at the positions ``held_out``."""
    train = _without(records, held_out)
    return compile_model(knowledge, count_published(train, knowledge, judge))


def cross_validate(
    records: Sequence[PublishedCase],
    k: int,
    seed: int,
    knowledge: Knowledge,
    clinic: str | None = None,
    seen: Callable[[Case], Case] = lambda case: case,
) -> list[Consultation]:
    """Answer every record by a model fitted on the other parts only.

    Args:
        records: cases with source and answer.
        k: number of parts.
        seed: seed of the division into parts.
        knowledge: the knowledge files; they are not fitted on cases.
        clinic: one clinic for all; the clinic of each record by default.
        seen: the part of a held-out case that the engine is shown; all of it by default.

    Returns:
        One consultation a record, in the order of the records.

    Raises:
        ValueError: k is not possible.
    """
    return answer_held_out(records, models_by_part(records, k, seed, knowledge), clinic, seen)


PartModel = tuple[tuple[int, ...], Model]
"""Positions of the records of a part, and the model that is fitted on all others."""


def models_by_part(
    records: Sequence[PublishedCase], k: int, seed: int, knowledge: Knowledge
) -> tuple[PartModel, ...]:
    """The parts of a cross-validation with their models, to answer the same parts repeatedly.

    Raises:
        ValueError: k is not possible.
    """
    judge = FormJudge(knowledge)
    return tuple(
        (part, model_without(records, part, knowledge, judge))
        for part in folds_by_source(records, k, seed)
    )


def answer_held_out(
    records: Sequence[PublishedCase],
    models: Iterable[PartModel],
    clinic: str | None = None,
    seen: Callable[[Case], Case] = lambda case: case,
) -> list[Consultation]:
    """Answer every record by the model of its part; see ``cross_validate``."""
    answers: dict[int, Consultation] = {}
    for held_out, model in models:
        tested = [records[place] for place in held_out]
        answers.update(zip(held_out, answer_all(tested, model, clinic, seen), strict=True))
    return [answers[place] for place in range(len(records))]


def _count(records: Iterable[PublishedCase], judge: FormJudge) -> CaseCounts:
    known = (record for record in records if _is_known(record))
    return count_cases(((record.case, record.answer.aetiology) for record in known), judge)


def _is_known(record: PublishedCase) -> bool:
    return record.answer is not None and bool(record.answer.aetiology)


def _without(records: Sequence[PublishedCase], held_out: Iterable[int]) -> list[PublishedCase]:
    apart = set(held_out)
    return [record for place, record in enumerate(records) if place not in apart]


def _positions_by_source(records: Sequence[PublishedCase]) -> list[list[int]]:
    """Positions of the records of each source: connected components over shared identifiers."""
    parent = list(range(len(records)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first_with: dict[tuple[str, str], int] = {}
    for place, record in enumerate(records):
        for identifier in _identifiers(record.source):
            other = first_with.setdefault(identifier, place)
            parent[root(place)] = root(other)
    sources: dict[int, list[int]] = {}
    for place in range(len(records)):
        sources.setdefault(root(place), []).append(place)
    return list(sources.values())


def _identifiers(source: Mapping[str, Any]) -> list[tuple[str, str]]:
    identifiers = []
    for kind in _IDENTIFIERS:
        text = " ".join(str(source.get(kind) or "").casefold().split())
        for resolver in _RESOLVERS if kind == "doi" else ():
            text = text.removeprefix(resolver).strip()
        if kind in ("pmid", "pmcid"):
            text = text.removeprefix("pmid").removeprefix("pmc").lstrip(": ")
        if text:
            identifiers.append((kind, text))
    return identifiers
