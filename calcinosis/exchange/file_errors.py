"""What is wrong with a case file, and where."""

from calcinosis.case import Fault


class CaseFileError(ValueError):
    """A case file, or one place in it, that cannot be read.

    ``where`` names the place ("line 3", "case 2" or empty for the whole file), ``faults`` what is
    wrong there.
    """

    def __init__(self, faults: tuple[Fault, ...], where: str = "") -> None:
        self.faults, self.where = faults, where
        place = f"{where}: " if where else ""
        super().__init__("\n".join(place + fault.message for fault in faults))

    def __reduce__(self) -> tuple:
        return CaseFileError, (self.faults, self.where)


def whole_file_error(found: str, allowed: str, message: str) -> CaseFileError:
    """The error of a file that cannot be read at all."""
    return CaseFileError((Fault("file", found, allowed, message),))
