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
from aftertalks.cli.options import Entities, InNames, Lexicons, Pipeline, Published, Sources
from aftertalks.cli.sharding import Engine, names_shards, read_into_shards

if TYPE_CHECKING:
    from aftertalks.model import InputError, Reading, Settings


class Format(StrEnum):
    """Forms in which statements are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"
    HTML = "html"
    PARQUET = "parquet"


_TOLD = 5  # warnings of one sort that are told one by one
_PARTICULARS = re.compile(r"\d[\d-]*|'[^']*'|\"[^\"]*\"")
_BY_ENDING = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".csv": Format.CSV, ".md": Format.MD,
              ".html": Format.HTML, ".htm": Format.HTML, ".txt": Format.TABLE, ".parquet": Format.PARQUET}  # fmt: skip


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
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write here instead of stdout; FOLDER/ or a URL for shards."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that read; 1, or a Ray cluster's cores."),
    ] = None,
    engine: Annotated[Engine | None, typer.Option(help="What runs the workers that write shards.")] = None,
    shard_mb: Annotated[
        float | None, typer.Option("--shard-mb", min=0.0001, metavar="MB", help="Input megabytes of a shard; 4.")
    ] = None,
) -> None:
    """Print the statements of any input, or write those of a huge one in shards.

    \b
    aftertalks read article.html --published 2017-07-07
    aftertalks read articles/ | jq .text
    aftertalks read article.txt --out article.html
    aftertalks read crawl.warc.gz articles.jsonl --out shards/ --jobs 8
    aftertalks read s3://news/2017/ --out s3://news/read/ --engine ray
    """
    settings = make_settings(published, pipeline, entities, lexicon, in_names=in_names)
    if engine or shard_mb is not None or names_shards(out):
        read_into_shards(sources, out=out, form=form, engine=engine, jobs=jobs, shard_mb=shard_mb, settings=settings)
        return
    failures = Failures()
    path = Path(out) if out else None
    chosen = form or _default_form(path)
    if chosen is Format.JSONL and jobs is not None and jobs > 1:
        _write_lines(sources, settings, jobs, failures, path)
    elif chosen is Format.PARQUET:
        _write_parquet(failures.sift(readings(sources, settings, jobs=jobs or 1)), path)
    else:
        with console.destination(path) as stream:
            write(failures.sift(readings(sources, settings, jobs=jobs or 1)), chosen, stream)
    failures.exit()


def _write_lines(sources: list[str], settings: Settings, jobs: int, failures: Failures, path: Path | None) -> None:
    """Put together the lines that worker processes write."""
    from aftertalks.flow.reading import documents, write_in_processes
    from aftertalks.model import InputError

    found = documents(sources, settings=settings, stdin=sys.stdin.buffer)
    written = write_in_processes(found, settings=settings, jobs=jobs)
    with console.destination(path) as stream:
        for item in console.progress(written, doing="reading"):
            if isinstance(item, InputError):
                failures.fail(item)
            else:
                failures.tell(item.source, item.notes)
                stream.write(item.text)


def _write_parquet(found: Iterable[Reading], path: Path | None) -> None:
    from aftertalks.model import UsageError
    from aftertalks.show.exports.parquet import write_parquet
    from aftertalks.show.exports.tables import STATEMENTS, statement_rows

    if path is None or str(path) == "-":
        raise UsageError("Parquet needs a file: give --out FILE.parquet")
    with console.whole_file(path) as part:
        write_parquet(STATEMENTS, statement_rows(found), part)


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
