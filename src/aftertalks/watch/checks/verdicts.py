"""From counts to a verdict that an honest analyst would sign.

A comparison shows whether violence fell, never why. So nothing that goes on is called kept, and no fall is ascribed
to the undertaking.
"""

from __future__ import annotations

from aftertalks.model import Outcome
from aftertalks.watch.checks.comparing import Counting
from aftertalks.watch.checks.flags import main_pairing, shown
from aftertalks.watch.checks.result import ALL, Comparison, Pairing

UNPROVEN = "cause unproven"


def judge(k: Counting, c: Comparison) -> tuple[Outcome, str]:
    """Return the outcome of a comparison and its reason in words."""
    main = main_pairing(k, c)
    outcome, lead = _outcome(k, main)
    return outcome, f"{lead}: {_numbers(k, c, main)}"


def _outcome(k: Counting, main: Pairing) -> tuple[Outcome, str]:
    before, after, r = main.before.events, main.after.events, main.events_ratio
    if before < k.probe.least_events:
        if after >= k.probe.least_events and r.above_one:
            return Outcome.BROKEN, "Violence rose"
        return Outcome.CANNOT_TELL, f"Too few events before the date (fewer than {k.probe.least_events}) to compare"
    if after == 0:
        if any(d.fatal_only or d.machine_coded for d in k.country.datasets):
            return Outcome.REDUCED, f"Reduced to none in these data, which do not hold every breach; {UNPROVEN}"
        return Outcome.KEPT, f"No violence recorded after the date; {UNPROVEN}"
    if r.below_one:
        return Outcome.REDUCED, f"Reduced, not zero; {UNPROVEN}"
    if r.above_one:
        return Outcome.BROKEN, "Violence rose"
    return Outcome.BROKEN, "Not kept: violence went on, and no fall can be told from chance"


def _numbers(k: Counting, c: Comparison, main: Pairing) -> str:
    level = f"{k.probe.level:.0%} interval"
    parts = [
        f"{main.before.events} → {main.after.events} events {_what(main)} in the {k.weeks} weeks before and after "
        f"{k.start}, {shown(main.events_ratio)}, {level}; {main.before.deaths} → {main.after.deaths} deaths"
    ]
    every = c.pairing(ALL)
    if (main.before.events, main.after.events) != (every.before.events, every.after.events):
        parts.append(
            f"all violence there {every.before.events} → {every.after.events} events, "
            f"{every.before.deaths} → {every.after.deaths} deaths"
        )
    if c.contrast is not None:
        out = c.control[0]
        parts.append(
            f"rest of the country {out.before.events} → {out.after.events} events, ratio of ratios {shown(c.contrast)}"
        )
    return "; ".join(parts)


def _what(main: Pairing) -> str:
    return "of violence" if main.name == ALL else main.name
