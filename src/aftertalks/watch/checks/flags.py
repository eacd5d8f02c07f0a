"""What a reader must know before believing a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import exp

from aftertalks.watch.checks.comparing import Counting
from aftertalks.watch.checks.intervals import Ratio, ratio
from aftertalks.watch.checks.result import ALL, EXCEPTED, OTHERS, PARTIES, Comparison, Pairing, Warned
from aftertalks.watch.rows import DATE_PRECISIONS
from aftertalks.watch.table import Evidence

PEAK = 1.5  # times the window before it: the window before the date is then a peak, after which violence falls anyway
UNPLACED = 0.1  # events in no unit, as a share of the area's events or deaths, that are worth a word
COARSE = 0.05  # share of events whose day is known only to a week or worse
COMMON = 0.1  # share of placebo dates with as deep a fall
FEW_PLACEBOS = 10
CHANCE = 0.1  # of so low a week, were weeks Poisson; above it a low week is not remarked on


def shown(r: Ratio) -> str:
    """Return a ratio with its interval in words, for example ``×0.33 (0.18 to 0.60)``."""
    value = "no ratio" if r.value is None else f"×{r.value:.2f}"
    high = "no upper end" if r.high > 1e6 else f"{r.high:.2f}"
    return f"{value} ({r.low:.2f} to {high})"


def main_pairing(k: Counting, c: Comparison) -> Pairing:
    """Return the counts that the verdict rests on: between the parties, where the check names any."""
    return c.pairing(PARTIES if k.probe.parties or k.probe.exceptions else ALL)


def flags(k: Counting, c: Comparison) -> Iterator[Warned]:
    """Yield every warning that the comparison earns."""
    yield from _of_data(k, c)
    yield from _of_control(k, c)
    yield from _of_course(k, c)
    yield from _of_placebo(c, main_pairing(k, c))
    yield from _of_filter(k, c)


def _of_data(k: Counting, c: Comparison) -> Iterator[Warned]:
    datasets = k.country.datasets
    if any(d.fatal_only for d in datasets):
        yield Warned(
            "fatal-only", f"{datasets[0].family} holds only events with deaths: breaches without deaths are not here"
        )
    if any(d.machine_coded for d in datasets):
        yield Warned("machine-coded", f"{datasets[0].family} is coded by machine from news: reports, not incidents")
    if k.country.nameless:
        files = ", ".join(k.country.nameless)
        yield Warned("no-country", f"{files} names no country; all its events are taken as {_country(k)}'s")
    rows = k.rows_of(k.inside)
    coarse = k.table.columns["date_precision"][rows] >= DATE_PRECISIONS.index("week")
    share = float(coarse.mean()) if len(rows) else 0.0
    if share > COARSE:
        yield Warned(
            "coarse-dates",
            f"{int(coarse.sum())} of {len(rows)} events in the area are dated to a week or worse; each counts on its "
            "first possible day",
            Evidence(k.table, rows[coarse]),
        )
    across = (k.table.columns["first"][rows] < k.start.toordinal()) & (
        k.table.columns["last"][rows] >= k.start.toordinal()
    )
    if across.any():
        yield Warned(
            "across-the-date",
            f"{int(across.sum())} events may lie on either side of {k.start}; they are counted before it",
            Evidence(k.table, rows[across]),
        )


def _country(k: Counting) -> str:
    return k.probe.area.country if k.probe.area else "this country"


def _of_control(k: Counting, c: Comparison) -> Iterator[Warned]:
    if not c.control:
        yield Warned("no-control", f"the area is all that the data have of {_country(k)}: there is no control")
        return
    yield from _unplaced(k, c)
    outside, unplaced = k.outside_events
    if not k.usable_control:
        yield Warned(
            "no-control",
            f"{unplaced} of the {outside} events outside the area are put in no unit and may lie inside it: "
            "they are no control",
        )
        return
    if c.contrast is None:
        yield Warned("small-control", "the rest of the country has too few events to compare with")
    elif main_pairing(k, c).events_ratio.below_one:
        contrast = (c.parties_contrast or c.contrast) if k.probe.parties else c.contrast
        if not contrast.below_one:
            yield Warned(
                "elsewhere-too",
                f"violence did not clearly fall more here than in the rest of the country: ratio of ratios "
                f"{shown(contrast)}",
            )


def _unplaced(k: Counting, c: Comparison) -> Iterator[Warned]:
    before, after = k.cells(~k.inside & ~k.placed)
    area = c.pairing(ALL)
    if not any(
        loose > UNPLACED * max(held, 1)
        for cell, own in ((before, area.before), (after, area.after))
        for loose, held in ((cell.events, own.events), (cell.deaths, own.deaths))
    ):
        return
    yield Warned(
        "unplaced",
        f"{before.events} → {after.events} events with {before.deaths} → {after.deaths} deaths are put in no unit and "
        f"may lie in the area; with them all it would be {area.before.events + before.events} → "
        f"{area.after.events + after.events} events, {area.before.deaths + before.deaths} → "
        f"{area.after.deaths + after.deaths} deaths",
        Evidence(k.table, k.rows_of(~k.inside & ~k.placed)),
    )


def _of_course(k: Counting, c: Comparison) -> Iterator[Warned]:
    main = main_pairing(k, c)
    parties = main.name == PARTIES
    counts = [w.parties if parties else w.area for w in c.weeks]
    before, after = counts[-2 * k.weeks : -k.weeks], counts[-k.weeks :]
    every = [w.area for w in c.weeks][-2 * k.weeks : -k.weeks]
    runs = {"between the parties": before, "of any kind": every} if parties else {"of any kind": every}
    low = [text for what, run in runs.items() if (text := _low_week(k, run, what))]
    if low:
        first = k.start - timedelta(days=7)
        yield Warned("low-week", f"the week from {first} was low already: {'; '.join(low)}")
    half = k.weeks // 2
    if half >= 2 and sum(before) >= k.probe.least_events:
        trend = ratio(before[:half], before[-half:], level=k.probe.level)
        if trend.below_one or trend.above_one:
            way = "falling" if trend.below_one else "rising"
            yield Warned(f"pre-trend-{way}", f"violence was {way} before the date already: second half {shown(trend)}")
    if len(counts) == 3 * k.weeks:
        base = counts[: k.weeks]
        if sum(before) > PEAK * max(sum(base), 1):
            yield Warned(
                "peak-before",
                f"the window before is a peak: {sum(before)} events against {sum(base)} in the {k.weeks} weeks before "
                "it; a return to the usual level would look like an effect",
            )
    if half >= 2 and sum(after) >= k.probe.least_events:
        later = ratio(after[:half], after[-half:], level=k.probe.level)
        if later.value is not None and later.value >= PEAK:
            yield Warned("rising-again", f"{sum(after[:half])} events in the first half after the date, "
                                         f"{sum(after[-half:])} in the second")  # fmt: skip
    yield from _of_lengths(c, main)


def _low_week(k: Counting, before: list[int], what: str) -> str | None:
    """Compare the last week before the date with the mean of the four before it."""
    earlier = before[-5:-1]
    if not earlier or sum(earlier) < k.probe.least_events:
        return None
    mean = sum(earlier) / len(earlier)
    if before[-1] >= k.probe.low_week * mean or _poisson_below(before[-1], mean) > CHANCE:
        return None
    return f"{before[-1]} events {what}, against a mean of {mean:.1f} in the {len(earlier)} weeks before it"


def _poisson_below(count: int, mean: float) -> float:
    """Return the chance of at most ``count`` events where ``mean`` are usual."""
    term = total = exp(-mean)
    for n in range(1, count + 1):
        term *= mean / n
        total += term
    return total


def _of_lengths(c: Comparison, main: Pairing) -> Iterator[Warned]:
    other = [(w, r) for w, r in c.sensitivity if r.below_one != main.events_ratio.below_one]
    if other and main.name == PARTIES:
        listed = ", ".join(f"{w} weeks {shown(r)}" for w, r in other)
        yield Warned("window-length", f"other lengths of window say otherwise: {listed}")


def _of_placebo(c: Comparison, main: Pairing) -> Iterator[Warned]:
    p = c.placebo
    if p.dates < FEW_PLACEBOS:
        yield Warned("few-placebos", f"only {p.dates} other dates could be tried in the data's span")
    elif main.events_ratio.below_one and p.as_deep > COMMON * p.dates:
        yield Warned("not-unusual", f"{p.as_deep} of {p.dates} other dates show a change as deep or deeper")


def _of_filter(k: Counting, c: Comparison) -> Iterator[Warned]:
    if not k.probe.parties and not k.probe.exceptions:
        yield Warned("no-parties", "no parties are named: all violence in the area is counted")
        return
    every, parties = c.pairing(ALL), c.pairing(PARTIES)
    left = [f"{p.before.events} → {p.after.events} {p.name}" for p in (c.pairing(EXCEPTED), c.pairing(OTHERS))]
    yield Warned(
        "party-filter",
        f"of {every.before.events} → {every.after.events} violent events in the area, {parties.before.events} → "
        f"{parties.after.events} are between the parties; left out: {', '.join(left)}",
    )
