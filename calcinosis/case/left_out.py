"""Which findings of a case the reasoning leaves out."""

from dataclasses import dataclass

from .case import Case
from .consistency import contradictions, dropped
from .implications import REPEATING, redundant


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a finding is left out: it contradicts others, or they include what it says."""

    contradicts: bool
    others: tuple[str, ...]


def counted(case: Case) -> tuple[Case, frozenset[str]]:
    """The case without what contradicts itself, and the ids in it that say nothing new.

    >>> case, idle = counted(Case.from_dict({"severe_pain": True, "pain": False, "ckd": True,
    ...                                      "dialysis": True}))
    >>> list(case), sorted(idle)
    (['ckd', 'dialysis'], ['ckd'])
    """
    consistent = case.without(*dropped(case))
    return consistent, redundant(consistent)


def why_left_out(case: Case) -> dict[str, LeftOut]:
    """Why each finding that ``counted`` leaves out is left out.

    >>> why_left_out(Case.from_dict({"ckd": True, "dialysis": True}))
    {'ckd': LeftOut(contradicts=False, others=('dialysis',))}
    """
    why: dict[str, LeftOut] = {}
    for one in contradictions(case):
        for finding_id in one.drop:
            others = tuple(item for item in one.items if item != finding_id)
            why.setdefault(finding_id, LeftOut(True, others))
    consistent = case.without(*why)
    for asked, leave_out, holds in REPEATING:
        if holds(consistent):
            others = tuple(item for item in consistent if item in asked - leave_out)
            enough = [item for item in others if holds(_only(consistent, item))]
            for finding_id in leave_out & set(consistent):
                why.setdefault(finding_id, LeftOut(False, tuple(enough[:1]) or others))
    return why


def _only(case: Case, finding_id: str) -> Case:
    return case.without(*(one for one in case if one != finding_id))
