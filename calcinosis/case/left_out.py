"""Which findings of a case the reasoning leaves out, and which rules decide on that."""

from .case import Case
from .consistency import DROPPING, dropped
from .implications import REPEATING, redundant

LEAVING_OUT: tuple[tuple[frozenset[str], frozenset[str]], ...] = DROPPING + REPEATING
"""For each rule, the findings that it asks about, and those that it leaves out."""


def counted(case: Case) -> tuple[Case, frozenset[str]]:
    """The case without what contradicts itself, and the ids in it that say nothing new.

    >>> case, idle = counted(Case.from_dict({"severe_pain": True, "pain": False, "ckd": True,
    ...                                      "dialysis": True}))
    >>> list(case), sorted(idle)
    (['ckd', 'dialysis'], ['ckd'])
    """
    consistent = case.without(*dropped(case))
    return consistent, redundant(consistent)
