"""Answers to the packaged cases by a model that has not learnt from the case it answers.

A published case is answered by the model fitted on the other parts of the same cross-validation by
source that the packaged validation report comes from, so that a case reads here as it counted
there. A case written for teaching is in no model, and the shipped one answers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from calcinosis.cases import load_cases, load_validation
from calcinosis.exchange import CaseRecord
from calcinosis.knowledge import load_knowledge
from calcinosis.reasoning import Consultation, Model, consult, default_model
from calcinosis.reasoning.fitting import folds_by_source, model_without
from calcinosis.reasoning.learning import FormJudge
from calcinosis.reasoning.quiz import Judgement, judgement_of
from calcinosis.reasoning.uncertainty import FEWEST_DRAWS
from calcinosis.reasoning.work_up import stages_of


def model_for(record: CaseRecord) -> Model:
    """The model that has not learnt from a packaged case, nor from others of its source."""
    part = _part_of().get(record.id)
    return default_model() if part is None else _model(part)


def consult_stage(record: CaseRecord, stage: int, draws: int = 1000) -> Consultation:
    """The answer to a packaged case from what is known by a stage, counted from 0."""
    shown = stages_of(record.case)[stage].case
    return consult(shown, record.clinic, draws=draws, model=model_for(record))


@lru_cache(maxsize=1024)
def judgement_at(record: CaseRecord, stage: int) -> Judgement:
    """What the engine names first at a stage, and how likely; without credible interval."""
    return judgement_of(consult_stage(record, stage, FEWEST_DRAWS))


@lru_cache(maxsize=1)
def right_type_probabilities() -> Mapping[str, float]:
    """What the engine gives the type that the authors named, by id of the published case."""
    return MappingProxyType(load_validation()["right_type"])


@lru_cache(maxsize=1)
def _parts() -> tuple[tuple[int, ...], ...]:
    report = load_validation()
    return folds_by_source(load_cases(), report["parts"], report["seed"])


@lru_cache(maxsize=1)
def _part_of() -> Mapping[str, int]:
    records = load_cases()
    return {records[place].id: part for part, places in enumerate(_parts()) for place in places}


@cache
def _model(part: int) -> Model:
    return model_without(load_cases(), _parts()[part], load_knowledge(), _judge())


@lru_cache(maxsize=1)
def _judge() -> FormJudge:
    return FormJudge(load_knowledge())
