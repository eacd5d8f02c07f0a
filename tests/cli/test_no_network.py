"""No command but those whose purpose it is reaches for the network: sockets are forbidden while the others run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
PROGRAM = """
import json, socket, sys
tried = []

def refuse(*given, **_):
    tried.append(repr(given)[:80])
    raise OSError("the network is forbidden here")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
from aftertalks.cli import main

codes = {}
for words in json.loads(sys.argv[1]):
    sys.argv = ["aftertalks", *words]
    try:
        main()
    except SystemExit as done:
        codes[" ".join(words[:1])] = done.code
print("RESULT " + json.dumps([tried, codes]))
"""


def test_reading_keeping_asking_and_writing_need_no_network(tmp_path):
    sample = str(SAMPLES / "2017-07-08_readout_three-guarantors.txt")
    commands = [
        ["read", sample], ["add", sample], ["next", "--as-of", "2017-07-08"], ["search", "ceasefire"],
        ["brief", "--as-of", "2017-07-08", "--out", "b.html"], ["export", "--out", "x.jsonl"], ["review", "list"],
        ["changes", "--since", "2017-07-01", "--as-of", "2017-07-08"], ["lexicon"], ["doctor"],
        ["check", "0000", "--draft", "c.yaml"],
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(commands)], cwd=tmp_path, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    tried, codes = json.loads(line.removeprefix("RESULT "))
    assert tried == []
    failed = {name: code for name, code in codes.items() if code}
    assert failed == {"check": 1}, done.stderr  # there is no entry 0000
    assert (tmp_path / "b.html").stat().st_size > 1000
