"""Run docs/notebook.ipynb anew and keep its outputs."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

PATH = Path(__file__).parents[1] / "docs" / "notebook.ipynb"

notebook = nbformat.read(PATH, as_version=4)
NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(PATH.parent)}}).execute()
for cell in notebook.cells:
    cell.metadata = {}  # times of execution
    # A table once, as HTML: what a reader sees.
    for output in cell.get("outputs", ()):
        if "text/html" in output.get("data", {}):
            output["data"].pop("text/plain", None)
notebook.metadata["language_info"] = {"name": "python"}
nbformat.write(notebook, PATH)
print(f"{PATH}: {PATH.stat().st_size // 1000} kB")
