"""``evaluate``, ``lexicon`` and ``doctor``: is everything as it should be?"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Db, Entities, Pipeline, database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aftertalks.lexicon import Record


class Form(StrEnum):
    """Forms of scores and findings."""

    TABLE = "table"
    JSON = "json"


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of NAME.json beside NAME.txt.")],
    form: Annotated[
        Form | None, typer.Option("--format", "-f", help="Default: table on a terminal, json in a pipe.")
    ] = None,
    types: Annotated[
        Path | None, typer.Option("--types", metavar="FILE", help="CSV: document, source_type; also scores by type.")
    ] = None,
    pipeline: Pipeline = None,
    entities: Entities = False,
) -> None:
    """Score the reading against your own annotated documents.

    Each NAME.json holds "document" (its text's file name), "date" and "statements", each with start, end (code
    points, end exclusive), kind, speaker, form, polarity, actors, when, where, and alt_… lists of values that are
    right too. "source_type" ("readout", "news" …), or a table given with --types, also gives scores by sort of source.

    \b
    aftertalks evaluate gold/
    aftertalks evaluate gold/ --types types.csv
    """
    import json

    from aftertalks.cli.reading import make_settings
    from aftertalks.evaluate import load_gold, load_types, score
    from aftertalks.flow.reading import read_all
    from aftertalks.model.record import to_record

    documents = load_gold(gold)
    sorts = {d.name: d.source_type for d in documents if d.source_type} | (load_types(types) if types else {})
    settings = make_settings(None, pipeline, entities)
    readings = console.progress(read_all([d.document for d in documents], settings=settings), doing="reading")
    scored = (
        (d.name, d.document.text, d.statements, [to_record(s) for s in reading.statements])
        for d, reading in zip(documents, readings, strict=True)
    )
    scores = score(scored, types=sorts)
    if form is Form.JSON or (form is None and not console.is_terminal()):
        sys.stdout.write(json.dumps(scores, indent=1) + "\n")
        return
    from aftertalks.show.scores import score_tables

    for table in score_tables(scores):
        console.print_rich(table)


def doctor(
    licences: Annotated[
        bool, typer.Option("--licences", help="List packages, pipeline and data with their licences instead.")
    ] = False,
    form: Annotated[Form | None, typer.Option("--format", "-f", help="Default: table.")] = None,
    pipeline: Pipeline = None,
    db: Db = None,
) -> None:
    """Say what is missing and how to mend it.

    Looks at Python, packages, the language pipeline, lexicon, SQLite and the ledger; exit 1 if something is amiss. A
    licence that a package does not name is told as unknown, with the reason.

    \b
    aftertalks doctor
    aftertalks doctor --licences --format json
    """
    from dataclasses import asdict

    from aftertalks.cli.reading import make_settings
    from aftertalks.flow.examining import examine

    settings = make_settings(None, pipeline, False)
    if licences:
        _licences(settings.pipeline, form)
        return
    findings = []
    for one in examine(settings=settings, database=database(db)):
        findings.append(one)
        if form is not Form.JSON:
            console.say(f"{'ok  ' if one.fine else 'BAD '} {one.name:<24} {one.state}")
            if not one.fine:
                console.say(f"     mend it: {one.cure}")
    wrong = sum(not one.fine for one in findings)
    if form is Form.JSON:
        _tell_json([asdict(one) | {"fine": one.fine} for one in findings])
    else:
        console.say(f"{wrong} of {len(findings)} want mending." if wrong else "Everything is in order.")
    if wrong:
        raise typer.Exit(1)


def _licences(pipeline: str, form: Form | None) -> None:
    """List what Aftertalks is made of, and on what terms."""
    from dataclasses import asdict

    from aftertalks.flow.licences import parts

    made = [asdict(part) for part in parts(pipeline=pipeline)]
    if form is Form.JSON:
        _tell_json(made)
        return
    from aftertalks.show.licences import licence_tables

    for table in licence_tables(made, width=console.width()):
        console.print_rich(table)


def _tell_json(records: Sequence[dict[str, Any]]) -> None:
    import json

    sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")


def lexicon(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A lexicon, to list its records.")] = None,
    lint: Annotated[bool, typer.Option("--lint", help="Look for broken and double records; exit 1 if any.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option("--folder", metavar="DIR", help="Your own lexicon folder too; repeatable.")
    ] = None,
    actors: Annotated[
        list[Path] | None,
        typer.Option("--import", metavar="FILE", help="Make actors.yaml in --folder of CSV, YAML, PETRARCH, REIGN."),
    ] = None,
) -> None:
    """List the lexicons, and check your own.

    \b
    aftertalks lexicon                 names and sizes
    aftertalks lexicon states          its records, one a line
    aftertalks lexicon --lint --folder my-words/
    aftertalks lexicon --import leaders.csv --folder my-words/
    aftertalks read article.txt --lexicon my-words/
    """
    from aftertalks.lexicon import load
    from aftertalks.lexicon.loader import DATA, records, unfit
    from aftertalks.model import UsageError

    folders = tuple(folder or ())
    if actors:
        _import_actors(actors, folders)
        return
    for place in folders:
        if not place.is_dir():
            raise UsageError(f"{place}: is not a folder; name one that holds .yaml files")
    names = sorted({path.stem for place in (DATA, *folders) for path in place.glob("*.yaml")})
    if name is not None and name not in names:
        raise UsageError(f"no lexicon {name!r}; there are {', '.join(names)}")
    chosen = [name] if name else names
    if lint:
        wrong = [line for one in chosen for line in (*unfit(one, folders), *_lint(one, records(one, folders)))]
        for line in wrong:
            console.say(line)
        console.say(f"{len(chosen)} lexicons, {len(wrong)} problems")
        raise typer.Exit(1 if wrong else 0)
    for one in chosen:
        held = load(one, folders)
        if name is None:
            console.say(f"{one:<24} {len(held):>6,} records")
            continue
        from aftertalks.show.lines import plain_line

        for record in held:
            console.say(plain_line(record))


def _import_actors(files: Sequence[Path], folders: Sequence[Path]) -> None:
    """Write one lexicon file of all actor files, and name every line that became no record."""
    from aftertalks.model import InputError, UsageError
    from aftertalks.read.actors.importers import import_actors, write_lexicon

    if len(folders) != 1:
        raise UsageError("--import needs one --folder to write actors.yaml into")
    if (folders[0] / "actors.yaml").exists():
        raise UsageError(f"{folders[0] / 'actors.yaml'}: is there already; move it away or name another --folder")
    found, failed = [], 0
    for file in files:
        try:
            found.append(import_actors(file))
        except InputError as error:
            failed += 1
            console.warn(f"set aside: {error}")
    for one in found:
        for skipped in one.skipped:
            console.warn(f"set aside: {one.source}#{skipped.line}: {skipped.reason}: {skipped.text}")
        console.say(f"{one.source}: {len(one.actors):,} actors, {len(one.skipped):,} lines set aside")
    if found:
        console.say(f"written to {write_lexicon(found, folders[0])}; use it with --lexicon {folders[0]}")
    raise typer.Exit(1 if failed or any(one.skipped for one in found) else 0)


def _lint(name: str, records: Sequence[Record]) -> list[str]:
    """Find records that say nothing, and two with one id or that are the same."""
    seen: dict[str, int] = {}
    wrong = [f"{name} {n}: the record is empty" for n, record in enumerate(records, 1) if not record]
    for n, record in enumerate(records, 1):
        key = f"id {record['id']}" if "id" in record else repr(record)
        if key in seen:
            what = key if "id" in record else "the same"
            wrong.append(f"{name} {n}: {what} as record {seen[key]}; leave one out")
        seen.setdefault(key, n)
    return wrong
