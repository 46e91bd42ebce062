"""The streams of the process, whatever their encoding and whoever closes them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from calcinosis.command_line.codes import NOT_WRITTEN
from calcinosis.command_line.input import as_error


def on_streams_of_process(run: Callable[[], int]) -> int:
    """The exit code of what writes to ``sys.stdout``, made safe for what the streams can do."""
    if sys.stdout is None:
        return _without_output()
    if isinstance(getattr(sys.stdout, "buffer", None), io.RawIOBase):
        # Without a buffer (PYTHONUNBUFFERED) what a full disk cuts off would be lost unseen.
        whole = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(whole, encoding=sys.stdout.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = run()
    if code == NOT_WRITTEN:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _without_output() -> int:
    if sys.stderr is not None:
        sys.stderr.write(as_error("the output is closed: there is nowhere to write the answer to"))
    return NOT_WRITTEN
