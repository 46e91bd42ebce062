"""Command line: classify cases, evaluate and audit the engine, fit it on the packaged cases."""

import contextlib
import io
import sys
from collections.abc import Sequence
from typing import TextIO

from calcinosis.command_line.codes import BAD_INPUT, NOT_WRITTEN
from calcinosis.command_line.input import BadInputError, as_error
from calcinosis.command_line.parser import parser
from calcinosis.command_line.streams import on_streams_of_process
from calcinosis.exchange import CaseFileError


def main(
    argv: Sequence[str] | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command; stderr explains every exit code but 0.

    2 stands for bad input, 1 for output that could not be written whole.
    """
    stdin, stdout, stderr = (
        given or standing or io.StringIO()
        for given, standing in ((stdin, sys.stdin), (stdout, sys.stdout), (stderr, sys.stderr))
    )
    try:
        code = _run(argv, stdin, stdout, stderr)
        stdout.flush()
    except (BadInputError, CaseFileError) as error:
        stderr.write(as_error(error))
        return BAD_INPUT
    except OSError as error:
        stderr.write(
            as_error(
                f"the output could not be written whole ({error.strerror}): is the disk full, or "
                "did its reader end early? Do not use what was written"
            )
        )
        return NOT_WRITTEN
    return code


def _run(argv: Sequence[str] | None, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    try:
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            chosen = parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return chosen.run(chosen, stdin, stdout, stderr)


if __name__ == "__main__":
    sys.exit(on_streams_of_process(main))
