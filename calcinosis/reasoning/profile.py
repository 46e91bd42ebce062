"""What has likelihoods of its own: an aetiology, or one of the forms that it shows itself in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calcinosis.knowledge import Aetiology, Curve, Form, Knowledge


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """An aetiology without forms, or one form of an aetiology; one row of the model's arrays."""

    aetiology: Aetiology
    form: Form | None = None
    differing: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """Id of the aetiology, with the form behind a slash."""
        return f"{self.aetiology.id}/{self.form.id}" if self.form else self.aetiology.id

    @property
    def share(self) -> float:
        """Share of the aetiology's patients, above 0; 1 where it has no forms."""
        return self.form.share if self.form else 1.0

    @property
    def share_variance(self) -> float:
        """Variance of the logarithm of the share."""
        return (1 - self.share) / (self.share * self.form.ess + 0.5) if self.form else 0.0

    def curve(self, finding: str) -> Curve | None:
        """The form's own curve, else the aetiology's, else None."""
        own = self.form.curves.get(finding) if self.form else None
        return own or self.aetiology.curves.get(finding)

    def counted_as(self, finding: str) -> str:
        """Under which id published cases are counted.

        The forms share the counts of a finding in which they do not differ.
        """
        return self.id if finding in self.differing else self.aetiology.id


def profiles_of(aetiology: Aetiology) -> tuple[Profile, ...]:
    """One profile a form, or one for an aetiology without forms."""
    if not aetiology.forms:
        return (Profile(aetiology),)
    differing = aetiology.differing
    return tuple(Profile(aetiology, form, differing) for form in aetiology.forms)


def all_profiles(knowledge: Knowledge) -> tuple[Profile, ...]:
    """The profiles of every aetiology, in the order of the knowledge."""
    return tuple(_each(knowledge.aetiologies))


def _each(aetiologies: Mapping[str, Aetiology]) -> Iterator[Profile]:
    for aetiology in aetiologies.values():
        yield from profiles_of(aetiology)
