"""Writes JSON Lines of invented articles of about 500 words, for benches that need more text than anyone has at hand.

    python bench/corpus.py OUT.jsonl --megabytes 200

States are real, so that the lexicons have something to find; people, towns and deeds are made up. The same seed gives
the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

STATES = "Jordan Egypt Norway Kenya Sudan Turkey Qatar Oman Finland Chile Canada Japan Ethiopia Georgia Armenia".split()
FIRST = "Anna Omar Lena Viktor Maryam Jonas Sofia Karim Elena Tomas Leyla Henrik Nadia Pavel Amina".split()
LAST = "Halvorsen Karimi Lindqvist Abara Petrov Sato Moreno Haddad Okello Virtanen Aydin Castro".split()
TOWNS = "Marwa Kesten Dorvik Albera Nahrin Tolmar Sefid Ostrava-Lin Kalema Brisk".split()
MATTERS = (
    "the border crossing at {town}", "a ceasefire in the {side} districts", "the exchange of prisoners",
    "the withdrawal of heavy weapons from {town}", "grain shipments through {town}", "the water of the {town} dam",
    "the return of displaced families to {town}", "a hotline between the two general staffs",
)  # fmt: skip
SENTENCES = (
    "{a} and {b} agreed on {day} on {matter}.",
    "“We will not accept any change to {matter},” {who}, the foreign minister of {a}, told reporters in {town}.",
    "{who} said that {b} was ready to discuss {matter}, but only after the talks of {month}.",
    "According to {who}, a decision on {matter} is expected by {month} {year}.",
    "Officials of {a} accused {b} of delaying {matter} for months.",
    "The two delegations met in {town} for {number} hours and spoke about {matter}.",
    "Experts doubt that {matter} can be settled before the end of {year}.",
    "{b} rejected the proposal, which {who} called “a step in the wrong direction”.",
    "At least {number} people have left {town} since {month}, the governor said on {day}.",
    "The agreement, which was signed in {year}, provides for {matter} within {number} days.",
    "{a} should open {matter} to observers, {who} urged, adding that there was little time left.",
    "It remains unclear whether {b} will send a delegation to the next round in {town}.",
    "Traders at the market of {town} said that prices had fallen by a {part} since the road was opened.",
    "The mission will be extended if both sides report progress on {matter} by {day}.",
)
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def _sentence(dice: random.Random) -> str:
    a, b = dice.sample(STATES, 2)
    town = dice.choice(TOWNS)
    matter = dice.choice(MATTERS).format(town=dice.choice(TOWNS), side=dice.choice(("northern", "southern")))
    return dice.choice(SENTENCES).format(
        a=a, b=b, town=town, matter=matter, who=f"{dice.choice(FIRST)} {dice.choice(LAST)}", day=dice.choice(DAYS),
        month=dice.choice(MONTHS), year=dice.randrange(2015, 2026), number=dice.randrange(2, 400),
        part=dice.choice(("tenth", "fifth", "third")),
    )  # fmt: skip


def articles(*, seed: int = 7) -> Iterator[dict[str, str]]:
    """Yield invented articles without end."""
    dice = random.Random(seed)
    number = 0
    while True:
        number += 1
        paragraphs = [" ".join(_sentence(dice) for _ in range(3)) for _ in range(9)]
        published = date(2015, 1, 1) + timedelta(days=dice.randrange(4000))
        yield {
            "title": f"Talks in {dice.choice(TOWNS)}, report {number}",
            "published": published.isoformat(),
            "publisher": "Invented Wire",
            "url": f"https://wire.example/{number}",
            "text": "\n\n".join(paragraphs),
        }


def write(out: Path, megabytes: float, *, seed: int = 7) -> int:
    """Write articles until the file (before packing) has its size; return how many."""
    left, count = megabytes * 1e6, 0
    with gzip.open(out, "wb", 1) if out.suffix == ".gz" else out.open("wb") as stream:
        for article in articles(seed=seed):
            line = json.dumps(article, ensure_ascii=False).encode() + b"\n"
            stream.write(line)
            left, count = left - len(line), count + 1
            if left <= 0:
                break
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description="write invented articles as JSON Lines")
    parser.add_argument("out", type=Path)
    parser.add_argument("--megabytes", type=float, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    print(f"{write(given.out, given.megabytes, seed=given.seed):,} articles")


if __name__ == "__main__":
    main()
