"""``read``: the statements of any input."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Entities, InNames, Jobs, Lexicons, Out, Pipeline, Published, Sources

if TYPE_CHECKING:
    from aftertalks.model import InputError, Reading, Settings


class Format(StrEnum):
    """Forms in which statements are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"


_TOLD = 5  # warnings of one sort that are told one by one
_PARTICULARS = re.compile(r"\d[\d-]*|'[^']*'|\"[^\"]*\"")
_BY_ENDING = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".csv": Format.CSV, ".md": Format.MD,
              ".html": Format.HTML, ".htm": Format.HTML, ".txt": Format.TABLE}  # fmt: skip


def read(  # noqa: PLR0913, PLR0917  each is an option of the command
    sources: Sources,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl in a pipe, else as --out ends."),
    ] = None,
    published: Published = None,
    in_names: InNames = False,
    pipeline: Pipeline = None,
    entities: Entities = False,
    lexicon: Lexicons = None,
    out: Out = None,
    jobs: Jobs = 1,
) -> None:
    """Print the statements of any input.

    \b
    aftertalks read article.html --published 2017-07-07
    aftertalks read articles/ | jq .text
    aftertalks read article.txt --out article.html
    """
    failures = Failures()
    settings = make_settings(published, pipeline, entities, lexicon, in_names=in_names)
    chosen = form or _default_form(out)
    with console.destination(out) as stream:
        write(failures.sift(readings(sources, settings, jobs=jobs)), chosen, stream)
    failures.exit()


def make_settings(
    published: date | None,
    pipeline: str | None,
    entities: bool,
    lexicons: Sequence[Path] | None = None,
    *,
    in_names: bool = False,
) -> Settings:
    """Return the settings that a command's options ask for.

    Raises:
        UsageError: a lexicon folder is not there.
    """
    from aftertalks.model import DEFAULT_PIPELINE, Settings, UsageError

    for folder in lexicons or ():
        if not folder.is_dir():
            raise UsageError(f"--lexicon {folder}: no such folder; name one that holds .yaml files")
    return Settings(
        published=published,
        dates_in_names=in_names,
        pipeline=pipeline or DEFAULT_PIPELINE,
        entities=entities,
        lexicons=tuple(lexicons or ()),
    )


def _default_form(out: Path | None) -> Format:
    if out is not None and str(out) != "-":
        return _BY_ENDING.get(out.suffix.lower(), Format.JSONL)
    return Format.TABLE if console.is_terminal() else Format.JSONL


def readings(sources: list[str], settings: Settings, *, jobs: int = 1) -> Iterator[Reading | InputError]:
    """Read every document of the sources, with a progress bar."""
    from aftertalks.flow.reading import documents, read_in_processes

    found = documents(sources, settings=settings, stdin=sys.stdin.buffer)
    return console.progress(read_in_processes(found, settings=settings, jobs=jobs), doing="reading")


class Failures:
    """Counts the inputs that failed, and tells of them and of warnings in one line each on stderr.

    Of warnings of one sort (alike but for dates, numbers and quoted words) the first few are told, and at the end how
    many more there were.
    """

    def __init__(self) -> None:
        self.count = 0
        self._sorts: Counter[str] = Counter()

    def sift(self, items: Iterable[Reading | InputError]) -> Iterator[Reading]:
        """Pass readings on; tell of errors and notes."""
        from aftertalks.model import InputError

        for item in items:
            if isinstance(item, InputError):
                self.fail(item)
            else:
                self.tell(item.document.source, (*item.document.notes, *item.notes))
                yield item

    def fail(self, error: InputError) -> None:
        """Tell of an input that was set aside."""
        self.count += 1
        console.warn(f"set aside: {error}")

    def tell(self, source: str, notes: tuple[str, ...]) -> None:
        """Tell of a document's warnings, each once; one that another only says more fully is left out."""
        for note in dict.fromkeys(notes):
            if any(other != note and other.startswith(note) for other in notes):
                continue
            sort = _PARTICULARS.sub("…", note)
            self._sorts[sort] += 1
            if self._sorts[sort] <= _TOLD:
                console.warn(f"warning: {source}: {note}")

    def exit(self) -> None:
        """Tell how many warnings were not told, and end with 1 if any input failed."""
        from aftertalks.show.wording import counted

        for sort, count in self._sorts.items():
            if count > _TOLD:
                console.warn(f"warning: {counted(count - _TOLD, 'more document')}: {sort}")
        if self.count:
            raise typer.Exit(1)


def write(found: Iterable[Reading], form: Format, out: TextIO) -> None:
    """Write readings in one of the forms, each as it comes where the form allows it."""
    from aftertalks.show import lines

    if form is Format.JSONL:
        for record in lines.records(found):
            out.write(lines.line(record) + "\n")
    elif form is Format.CSV:
        from aftertalks.show.delimited import write_csv
        from aftertalks.show.exports.tables import STATEMENTS, statement_rows

        write_csv(STATEMENTS, statement_rows(found), out)
    elif form is Format.MD:
        from aftertalks.show.markdown import statements_markdown

        for text in statements_markdown(found):
            out.write(text + "\n")
    elif form is Format.HTML:
        from aftertalks.show.page import reading_page

        out.write(reading_page(list(found)))
    else:
        _tables(found, out)


def _tables(found: Iterable[Reading], out: TextIO) -> None:
    from aftertalks.show.table import statements_table
    from aftertalks.show.wording import counted, one_line

    for reading in found:
        doc = reading.document
        title = one_line(", ".join(str(p) for p in (doc.title or doc.source, doc.publisher, doc.published) if p))
        if not reading.statements:
            out.write(f"{title}: no statements found\n")
            continue
        console.print_rich(statements_table(reading.statements, title=title, width=console.width(out)), out)
        out.write(counted(len(reading.statements), "statement") + "\n\n")
