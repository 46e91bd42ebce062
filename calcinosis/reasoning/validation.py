"""The validation report: how well the engine does on published cases, from one repeatable run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from typing import Any

from calcinosis.case import Case
from calcinosis.knowledge import Knowledge
from calcinosis.reasoning.compiling import compile_model
from calcinosis.reasoning.consultation import Consultation
from calcinosis.reasoning.evaluation import evaluate
from calcinosis.reasoning.fitting import (
    PartModel,
    PublishedCase,
    answer_all,
    answer_held_out,
    count_published,
    models_by_part,
)
from calcinosis.reasoning.scores import Proportion
from calcinosis.reasoning.simulation import simulated_coverage
from calcinosis.reasoning.work_up import WORK_UP, known_by

STAGES = {
    "history and site": WORK_UP["History and site"],
    "with laboratory": WORK_UP["Laboratory"],
    "with imaging and biopsy": (*WORK_UP["Imaging"], *WORK_UP["Biopsy"]),
}
"""What becomes known in a work-up, in three stages: groups of the vocabulary."""
KEPT = (0.2, 0.4, 0.6, 0.8, 1.0)
"""Shares of the findings that are kept at random for the curve of missing facts."""
FIRST_CASES = 163
"""Cases of the bank that the method was developed on."""
KNOWN_CASES = 530
"""Cases of the bank that had been seen when the last choice of the method was made. Those after
them were coded afterwards."""
SIMULATED_PATIENTS = 2000
"""Patients drawn from the model to see how often the credible interval holds the truth."""
BARS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Bars on the leading probability below which the answer would be: not enough information."""


def validation_report(
    records: Sequence[PublishedCase],
    knowledge: Knowledge,
    parts: int = 10,
    seed: int = 0,
    simulated: int = SIMULATED_PATIENTS,
) -> dict[str, Any]:
    """Every figure of the Validation page, as plain data.

    Args:
        records: published cases with source and answer.
        knowledge: the knowledge files.
        parts: number of parts of the cross-validation by source.
        seed: seed of the parts, of the dropped findings and of the simulated patients.
        simulated: number of patients drawn from the model.

    Returns:
        A dict with the versions, the evaluation, in it and apart that of the first cases, that of
        the latest ones, answered by a model of those before, the scores by stage of the work-up,
        the share answered and accuracy by share of the facts that are known, and how often the
        credible interval held the truth of simulated patients.
    """
    models = models_by_part(records, parts, seed, knowledge)
    answers = answer_held_out(records, models)
    evaluation = evaluate(
        records,
        answers,
        fitted=f"cross-validated in {parts} parts by source, seed {seed}",
        answers_any=answer_held_out(records, models, "any"),
    )
    return {
        "knowledge_version": knowledge.version,
        "cases": len(records),
        "parts": parts,
        "seed": seed,
        "evaluation": evaluation.to_dict(),
        "right_type": {
            record.id: answer.types[record.answer.type]
            for record, answer in zip(records, answers, strict=True)
        },
        "first_cases": evaluate(records[:FIRST_CASES], answers[:FIRST_CASES]).to_dict(),
        "latest_cases": _latest_cases(records, knowledge),
        "by_stage": _by_stage(records, models),
        "missing_facts": _missing_facts(records, models, seed),
        "simulated": _simulated(records, knowledge, simulated, seed),
    }


def _simulated(records, knowledge: Knowledge, patients: int, seed: int) -> dict[str, Any]:
    """Patients drawn from the model of all cases, known as far as published patients are."""
    model = compile_model(knowledge, count_published(records, knowledge))
    patterns = [tuple(record.case) for record in records]
    return {"coverage": simulated_coverage(model, patterns, patients, seed).to_dict()}


def _latest_cases(records, knowledge: Knowledge) -> dict[str, Any]:
    """The latest cases, answered by a model that has learnt from those before only."""
    latest = records[KNOWN_CASES:]
    model = compile_model(knowledge, count_published(records[:KNOWN_CASES], knowledge))
    return evaluate(latest, answer_all(latest, model)).to_dict()


def _by_stage(records, models: Sequence[PartModel]) -> list[dict[str, Any]]:
    rows, groups = [], ()
    for stage, added in STAGES.items():
        groups += added
        seen = partial(known_by, groups=groups)
        answers = answer_held_out(records, models, seen=seen)
        scores = evaluate(records, answers).to_dict()
        kept = ("type_top1", "type_accepted", "aetiology_top3", "log_loss", "conclusive")
        rows.append({"stage": stage, **{name: scores[name] for name in kept}})
    return rows


def _missing_facts(records, models: Sequence[PartModel], seed: int) -> list[dict[str, Any]]:
    rows = []
    for kept in KEPT:
        random_ = random.Random(seed)

        def seen(case: Case, kept: float = kept, random_: random.Random = random_) -> Case:
            return case.without(*(finding for finding in case if random_.random() >= kept))

        answers = answer_held_out(records, models, seen=seen)
        for bar in BARS:
            answered = [
                (record, answer)
                for record, answer in zip(records, answers, strict=True)
                if _leading(answer) >= bar
            ]
            right = sum(r.answer.type == a.leading_type for r, a in answered)
            rows.append(
                {
                    "kept": kept,
                    "bar": bar,
                    "answered": Proportion(len(answered), len(records)).to_dict(),
                    "right_when_answered": Proportion(right, len(answered)).to_dict(),
                }
            )
    return rows


def _leading(answer: Consultation) -> float:
    return answer.types[answer.leading_type]
