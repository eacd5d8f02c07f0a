"""The command line: thin, and quick to start; what a command needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from aftertalks.model import AftertalksError, UsageError

BROKEN_PIPE = 1  # silent: whoever closed the pipe has seen enough
INTERRUPTED = 130
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One thread a process: the matrices of a reading are small, and threads that wait for each other on a busy machine
cost many times what they gain. ``--jobs`` is what uses more cores."""


def main() -> NoReturn:
    """Run the command line and exit: 0 fine, 1 some inputs failed, 2 usage."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    sys.exit(_run())


def _run() -> int:
    from aftertalks.cli.app import app

    try:
        app()
    except SystemExit as done:
        return _flushed(done.code if isinstance(done.code, int) else int(done.code is not None))
    except BrokenPipeError:
        return _silence_stdout()
    except KeyboardInterrupt:
        return INTERRUPTED
    except UsageError as error:
        return _complain(str(error), 2)
    except AftertalksError as error:
        return _complain(str(error), 1)
    except Exception as error:
        if os.environ.get("AFTERTALKS_DEBUG"):
            raise
        return _complain(
            f"internal error ({type(error).__name__}: {error}); AFTERTALKS_DEBUG=1 shows where, please report it", 1
        )
    return _flushed(0)


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"aftertalks: {' '.join(message.split())}\n")
    return code


def _flushed(code: int) -> int:
    """A pipe that broke late shows only when the buffer is written out, which must not end in a traceback."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _silence_stdout()
    return code


def _silence_stdout() -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE
