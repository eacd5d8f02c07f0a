"""The notebook of the documents runs, and its cells' own checks hold."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def executed() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Jupyter's own event loops
        from nbclient import NotebookClient

        notebook = nbformat.read(NOTEBOOK, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(ROOT / "src"))
            patch.setenv("PYTHONWARNINGS", "ignore")
            # A cell that raises, an assertion that fails, ends the run with an error here.
            NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    return notebook


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def kinds(cell: Any) -> set[str]:
    return {kind for output in cell.outputs for kind in output.get("data", {output.output_type: None})}


def test_every_cell_runs_and_shows_what_it_promises(executed: Any) -> None:
    cells = code(executed)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert sum("text/html" in kinds(cell) for cell in cells) >= 5  # tables
    assert sum("image/png" in kinds(cell) for cell in cells) == 1  # the chart
    printed = "".join(o.text for cell in cells for o in cell.outputs if o.output_type == "stream")
    assert "17 documents, " in printed


def test_the_notebook_checks_itself() -> None:
    committed = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(committed)
    assert sum(cell.source.count("\nassert ") + cell.source.count("    assert ") for cell in code(committed)) >= 9


def test_the_committed_outputs_are_whole_and_small() -> None:
    committed = nbformat.read(NOTEBOOK, as_version=4)
    cells = code(committed)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    assert NOTEBOOK.stat().st_size < 100_000
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert "/home/" not in text and str(ROOT) not in text
