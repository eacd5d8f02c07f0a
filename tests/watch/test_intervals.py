from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.watch.checks.intervals import ratio, ratio_of_ratios, student

counts = st.lists(st.integers(0, 60), min_size=8, max_size=8)


@pytest.mark.parametrize(("freedom", "quantile"), [(5, 2.571), (14, 2.145), (30, 2.042), (1000, 1.962)])
def test_student_quantiles_are_those_of_the_tables(freedom, quantile):
    assert student(0.95, freedom) == pytest.approx(quantile, abs=0.004)


@settings(deadline=None)
@given(counts, counts)
def test_the_interval_holds_the_ratio(before, after):
    r = ratio(before, after, level=0.95)
    if sum(before):
        assert r.value == pytest.approx(sum(after) / sum(before))
    if sum(before) and sum(after):
        assert r.low <= r.value <= r.high
    assert r.dispersion >= 1


@settings(deadline=None)
@given(counts, counts, st.randoms(use_true_random=False))
def test_the_order_of_weeks_does_not_matter(before, after, shuffler):
    mixed = list(before)
    shuffler.shuffle(mixed)
    assert ratio(mixed, after, level=0.95).to_record() == ratio(before, after, level=0.95).to_record()


def test_windows_of_different_length_compare_rates():
    assert ratio([10] * 8, [10] * 4, level=0.95).value == pytest.approx(1)


def test_bouts_widen_the_interval():
    steady, bouts = ratio([10] * 8, [5] * 8, level=0.95), ratio([40, 0] * 4, [20, 0] * 4, level=0.95)
    assert steady.value == bouts.value
    assert steady.below_one
    assert not bouts.below_one


def test_zero_counts_have_an_end_and_no_ratio_from_nothing():
    none_after = ratio([5] * 8, [0] * 8, level=0.95)
    assert (none_after.value, none_after.low) == (0.0, 0.0)
    assert 0 < none_after.high < 1
    assert ratio([0] * 8, [5] * 8, level=0.95).value is None


def test_ratio_of_ratios():
    area, control = ratio([10] * 8, [5] * 8, level=0.95), ratio([100] * 8, [50] * 8, level=0.95)
    found = ratio_of_ratios(area, control, level=0.95)
    assert found.value == pytest.approx(1)
    assert found.low < 1 < found.high
    assert found.high - found.low > area.high - area.low
    assert ratio_of_ratios(area, ratio([0] * 8, [1] * 8, level=0.95), level=0.95) is None


def test_coverage_where_nothing_changed():
    """The 95 % interval must miss 1 in about one case of twenty when weeks are as scattered as fighting is."""
    made = random.Random(5)

    def week() -> int:
        mean = made.gammavariate(2, 6)  # gamma-mixed Poisson: variance about seven times the mean
        count, limit, product = 0, 2.718281828**-mean, made.random()
        while product > limit:
            product *= made.random()
            count += 1
        return count

    missed = 0
    for _ in range(400):
        r = ratio([week() for _ in range(8)], [week() for _ in range(8)], level=0.95)
        missed += r.below_one or r.above_one
    assert missed <= 40
