"""A PostgreSQL server of the tests' own: a fresh cluster on a private port of loopback, gone when the tests end."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

USER = "talks"
_NUMBERS = itertools.count(1)


def programs() -> Path | None:
    """Return the folder of a server's programs, the newest there is; null if none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class TestServer:
    """A running server.

    Args:
        bin_: where its programs are.
        data: its folder, empty.
        owner: the account that it runs as; the server refuses root.
    """

    __test__ = False

    def __init__(self, bin_: Path, data: Path, owner: str | None) -> None:
        self.bin, self.data, self.owner = bin_, data, owner
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(data), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *words], user=self.owner, cwd=self.data.parent, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')[-500:]}")

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["-D", str(self.data), "-p", str(self.port), "-k", str(self.data), "-c", "listen_addresses=127.0.0.1",
                 "-c", "fsync=off", "-c", "max_connections=40"]  # fmt: skip
        log = (self.data.parent / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [str(self.bin / "postgres"), *words], user=self.owner, cwd=self.data, stdout=log, stderr=log
            )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            ready = [str(self.bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {(self.data.parent / 'log').read_text()[-500:]}")

    def stop(self, *, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT closes every connection at once, SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)
            self._process = None

    def address(self, database: str) -> str:
        """Return a database's address."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def run_sql(self, sql: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database; return its address; it is dropped at the end."""
        name = f"ledger_{next(_NUMBERS)}"
        self.run_sql(f"CREATE DATABASE {name}")
        try:
            yield self.address(name)
        finally:
            self.run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextlib.contextmanager
def a_server() -> Iterator[TestServer]:
    """Run a server as long as the block lasts.

    Raises:
        LookupError: no server is installed.
    """
    found = programs()
    if found is None:
        raise LookupError("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    owner = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="aftertalks-pg-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        if owner:
            Path(folder).chmod(0o755)
            shutil.chown(folder, owner)
            shutil.chown(data, owner)
        server = TestServer(found, data, owner)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
