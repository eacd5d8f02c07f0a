"""Checks: a drafted test, run on event data, with a verdict that opens its rows.

>>> from aftertalks.model import Check
>>> from aftertalks.watch.checks import draft
>>> draft(Check("truce", area="southwestern Syria")).area.admin1
('Daraa', 'Quneitra', 'As-Suwayda')
"""

from aftertalks.watch.checks.areas import Area, resolve
from aftertalks.watch.checks.drafting import draft, instruments
from aftertalks.watch.checks.probe import Probe
from aftertalks.watch.checks.result import Cell, Comparison, Pairing, Placebo, Verdict, Warned, Week
from aftertalks.watch.checks.running import run
from aftertalks.watch.checks.writing import from_record, from_yaml, to_yaml

__all__ = [
    "Area",
    "Cell",
    "Comparison",
    "Pairing",
    "Placebo",
    "Probe",
    "Verdict",
    "Warned",
    "Week",
    "draft",
    "from_record",
    "from_yaml",
    "instruments",
    "resolve",
    "run",
    "to_yaml",
]
