"""``add``: read documents into the ledger."""

from __future__ import annotations

import sys
from collections import Counter

from aftertalks.cli import console
from aftertalks.cli.options import Db, Entities, InNames, Jobs, Lexicons, Pipeline, Published, Sources, database
from aftertalks.cli.reading import Failures, make_settings


def add(
    sources: Sources,
    db: Db = None,
    published: Published = None,
    in_names: InNames = False,
    pipeline: Pipeline = None,
    entities: Entities = False,
    lexicon: Lexicons = None,
    jobs: Jobs = 1,
) -> None:
    """Read documents into the ledger.

    What is there already is not read again: an interrupted run goes on where it ended.

    \b
    aftertalks add articles/ feed.xml --jobs 2
    aftertalks add report.txt --published 2017-07-10 --db truce.db
    """
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import InputError
    from aftertalks.show.wording import counted

    failures = Failures()
    sums: Counter[str] = Counter()
    settings = make_settings(published, pipeline, entities, lexicon, in_names=in_names)
    with Ledger(database(db), settings=settings) as ledger:
        for item in console.progress(ledger.add_sources(sources, stdin=sys.stdin.buffer, jobs=jobs), doing="adding"):
            if isinstance(item, InputError):
                failures.fail(item)
                continue
            failures.tell(item.source, item.notes)
            sums["known" if item.known else "new"] += 1
            sums[item.repeat or "own"] += 1
            sums.update({n: getattr(item, n) for n in ("statements", "entries", "voices", "proposals", "judgements")})
    done = [counted(sums["new"], "document") + " added"]
    if sums["known"]:
        done.append(f"{sums['known']:,} already there")
    if failures.count:
        done.append(f"{failures.count:,} set aside")
    if sums["statements"]:
        entries = counted(sums["entries"], "new entry", "new entries")
        done.append(f"{counted(sums['statements'], 'statement')}, {entries}")
    if sums["copy"]:
        done.append(f"{counted(sums['copy'], 'wire copy', 'wire copies')}, which corroborate nothing")
    if sums["edition"]:
        done.append(f"{counted(sums['edition'], 'edition')} of an article that was there")
    if sums["voices"]:
        done.append(f"{sums['voices']:,} joined earlier entries")
    if sums["proposals"]:
        done.append(f"{counted(sums['proposals'], 'answer')} proposed, {sums['judgements']:,} decided by rule")
    console.say(f"{ledger.store.name}: {'; '.join(done)}")
    failures.exit()
