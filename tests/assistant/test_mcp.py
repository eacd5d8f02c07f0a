"""The tools over the protocol itself: the real command, spoken to by the protocol's own client."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp", reason='the protocol is not installed: pip install "aftertalks[mcp]"')

TEXT = (
    "Talks end\n\nEgypt and Sudan agreed on Monday to open the crossing at Halfa by March 3. Sudan's foreign minister "
    "Ali Yusuf said that the gate would stay open.\n"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    (folder / "talks.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "talks.db"
    given = ("add", str(folder / "talks.txt"), "--published", "2025-02-18", "--db", str(path))
    subprocess.run([sys.executable, "-m", "aftertalks", *given], check=True, capture_output=True)
    return path


def _ask(ledger: Path, *calls: tuple[str, dict[str, Any]], write: bool = False) -> tuple[set[str], list[Any]]:
    """Start the command, call tools one after another; returns the tools' names and the answers."""
    args = ["-m", "aftertalks", "mcp", "--db", str(ledger), *(["--write"] if write else [])]

    async def talk() -> tuple[set[str], list[Any]]:
        server = mcp.StdioServerParameters(command=sys.executable, args=args, env=dict(os.environ))
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(asyncio.wait_for(talk(), 120))


def _told(answer: Any) -> Any:
    return json.loads(answer.content[0].text)


def test_an_assistant_finds_words_with_their_place(ledger: Path) -> None:
    names, answers = _ask(
        ledger,
        ("search", {"words": "crossing"}),
        ("next_up", {"as_of": "2025-02-20"}),
        ("read_text", {"text": "Norway will host talks on Friday.", "published": "2025-02-18"}),
    )
    assert names == {"read_text", "search", "next_up", "show_entry", "kept_check"}
    found, coming, read = (_told(a) for a in answers)
    (statement,) = found["statements"]
    assert TEXT[statement["start"] : statement["end"]] == statement["text"]
    assert statement["kind"] == "agreement" and statement["source"]["published"] == "2025-02-18"
    assert coming["entries"][0]["due"] == "2025-03-03"
    assert read["statements"][0]["when"] == "2025-02-21"
    _, (shown, checked) = _ask(
        ledger, ("show_entry", {"entry": statement["entry"][:8]}), ("kept_check", {"entry": statement["entry"]})
    )
    assert _told(shown)["voices"][0]["text"] == statement["text"]
    assert _told(checked)["check"] is None


def test_what_cannot_be_answered_is_told_in_words(ledger: Path) -> None:
    _, answers = _ask(
        ledger, ("show_entry", {"entry": "zzzz"}), ("search", {"since": "yesterday"}), ("add_text", {"text": "x"})
    )
    assert all(a.is_error for a in answers)
    assert "YYYY-MM-DD" in answers[1].content[0].text


def test_adding_must_be_allowed(ledger: Path, tmp_path: Path) -> None:
    names, (added, again) = _ask(
        tmp_path / "new.db",
        *[("add_text", {"text": TEXT, "source": "a cable", "published": "2025-02-18"})] * 2,
        write=True,
    )
    assert "add_text" in names
    assert _told(added)["statements"] >= 2 and not _told(added)["known_already"]
    assert _told(again)["known_already"]
