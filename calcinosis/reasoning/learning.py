"""Counts what published cases showed, for the model to learn from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from calcinosis.case import VOCABULARY, Case, is_on_dialysis, is_reduced, lab_state, redundant
from calcinosis.knowledge import CURVES, CaseCounts, Knowledge
from calcinosis.reasoning.compiling import compile_model
from calcinosis.reasoning.model import KIDNEY_FINDINGS
from calcinosis.reasoning.posterior import posterior
from calcinosis.reasoning.profile import Profile, profiles_of
from calcinosis.reasoning.soft_states import state_probabilities

_HISTORY, _TESTS = "history", frozenset(("imaging", "histology", "serology"))
_LEAST = 0.005
"""A smaller part of a patient is not counted."""


class FormJudge:
    """Which form of its aetiology a case has, by the knowledge without any counts of cases.

    It remembers its judgements, so one judge for many counts saves time.
    """

    def __init__(self, knowledge: Knowledge):
        self._profiles = {a.id: profiles_of(a) for a in knowledge.aetiologies.values()}
        self._knowledge = knowledge
        common_above = knowledge.settings["common_above"]
        self.common = frozenset(f for f, p in knowledge.background.items() if p > common_above)
        self._model = None
        self._chances: dict[tuple[Case, str], dict[Profile, float]] = {}

    def chances(self, case: Case, aetiology: str) -> dict[Profile, float]:
        """The profiles of the aetiology with their chances, which sum to 1."""
        profiles = self._profiles[aetiology]
        if len(profiles) == 1:
            return {profiles[0]: 1.0}
        if (case, aetiology) not in self._chances:
            self._model = self._model or compile_model(self._knowledge, CaseCounts())
            result = posterior(case, self._model)
            own = result.joint.sum(axis=1)[self._model.profiles_of((aetiology,))]
            self._chances[case, aetiology] = dict(zip(profiles, own / own.sum(), strict=True))
        return self._chances[case, aetiology]


def count_cases(labelled: Iterable[tuple[Case, str]], judge: FormJudge) -> CaseCounts:
    """Counts of what the cases of each aetiology showed.

    What a case does not mention is not counted either way, but that it is silent is, where that
    tells (``told_by_silence``). No report of calcium deposits leaves kidney failure out: who is
    silent on it has normal kidneys. A case with n regions or
    tissues counts as 1 / sqrt(n) in each. A laboratory value counts by the chance of each state. In
    a finding in which the forms of the aetiology differ, a case counts for each form by the chance
    that it has it (judged by the knowledge without any counts); a number counts for the likeliest.

    Args:
        labelled: pairs of case and aetiology id.
        judge: says which form a case has.

    Raises:
        KeyError: an aetiology is not in the knowledge.
    """
    weights: dict[tuple[str, str, str, str], float] = defaultdict(float)
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    silence: dict[tuple[str, str], float] = defaultdict(float)
    number = 0
    for case, aetiology in labelled:
        number += 1
        for finding, state in _kidney_shown(case):
            weights[aetiology, finding, state, ""] += 1.0
        chances = judge.chances(case, aetiology)
        for finding in told_by_silence(case, judge.common):
            for counted_as, chance in _by_count(chances, finding).items():
                silence[counted_as, finding] += chance
        likeliest = max(chances, key=chances.get)
        for finding, value in case.items():
            if finding in KIDNEY_FINDINGS:
                continue
            if finding in CURVES:
                values[likeliest.counted_as(finding), finding].append(value)
                continue
            for (state, context), amount in _shown(case, finding, value):
                for profile, chance in chances.items():
                    if amount * chance > _LEAST:
                        key = (profile.counted_as(finding), finding, state, context)
                        weights[key] += amount * chance
    numbers = {key: tuple(some) for key, some in values.items()}
    return CaseCounts(number, dict(weights), numbers, dict(silence))


def _shown(case: Case, finding: str, value: object) -> Iterator[tuple[tuple[str, str], float]]:
    """Every (state, kidney function) that a finding shows, with how much of a patient it counts."""
    kind = VOCABULARY[finding].kind
    if kind == "yesno":
        yield ("present" if value else "absent", ""), 1.0
    elif kind == "choice":
        yield (value, ""), 1.0
    elif kind == "multi":
        for choice in value:
            yield (choice, ""), len(value) ** -0.5
    elif kind == "lab":
        context = kidney_context(case)
        on_dialysis = context == "dialysis"
        for state, chance in state_probabilities(
            finding, value, case.get("age_years"), case.get("sex"), on_dialysis
        ).items():
            yield (state, context), chance


def told_by_silence(case: Case, common: frozenset[str]) -> Iterator[str]:
    """The yes/no findings that a report would have named, were they there.

    Those of the history, and of a test that was done: of imaging, histology or serology, where the
    report names any finding of it. Not those that are ``common`` in anybody, those that would say
    nothing new beside what is told, nor kidney failure, which is counted by itself.
    """
    looked_at = {_HISTORY, *_TESTS.intersection(VOCABULARY[finding].group for finding in case)}
    for finding, item in VOCABULARY.items():
        if item.kind != "yesno" or item.group not in looked_at or finding in case:
            continue
        if finding in common or finding in KIDNEY_FINDINGS:
            continue
        if finding not in redundant(case.with_finding(finding, True)):
            yield finding


def _by_count(chances: dict[Profile, float], finding: str) -> dict[str, float]:
    """The chances of the profiles under the ids that they are counted as."""
    found: dict[str, float] = defaultdict(float)
    for profile, chance in chances.items():
        found[profile.counted_as(finding)] += chance
    return found


def _kidney_shown(case: Case) -> Iterator[tuple[str, str]]:
    """On dialysis or not, and if not, reduced kidney function or normal, also when silent."""
    context = kidney_context(case)
    yield "dialysis", "present" if context == "dialysis" else "absent"
    if context != "dialysis":
        yield "ckd", "present" if context == "reduced" else "absent"


def kidney_context(case: Case) -> str:
    """The kidney function that a case states: dialysis, reduced, or (also when silent) normal.

    A GFR, reported or computed from creatinine, tells more than the words and creatinine alone.
    """
    if is_on_dialysis(case):
        return "dialysis"
    if case.get("acute_kidney_injury") is True:
        return "reduced"
    reduced = is_reduced(case)
    if reduced is None:
        is_high = case.get("ckd") is not False and lab_state(case, "creatinine") == "high"
        reduced = case.get("ckd") is True or is_high
    return "reduced" if reduced else "normal"
