"""Which findings of a case the reasoning leaves out."""

from .case import Case
from .consistency import dropped
from .implications import redundant


def counted(case: Case) -> tuple[Case, frozenset[str]]:
    """The case without what contradicts itself, and the ids in it that say nothing new.

    >>> case, idle = counted(Case.from_dict({"severe_pain": True, "pain": False, "ckd": True,
    ...                                      "dialysis": True}))
    >>> list(case), sorted(idle)
    (['ckd', 'dialysis'], ['ckd'])
    """
    consistent = case.without(*dropped(case))
    return consistent, redundant(consistent)
