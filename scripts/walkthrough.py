"""Writes docs/walkthrough.md: what Aftertalks says of the reference commentary, arrangement by arrangement.

    python scripts/walkthrough.py COMMENTARY.txt 2017-07-07 > docs/walkthrough.md

The commentary is its publisher's and is not shipped; of each statement the page shows the first words only.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from aftertalks.model import Document, Reading, Statement
from aftertalks.read.reader import Reader

# What the text describes, in our words; the pattern finds the statements that should tell it.
ARRANGEMENTS = (
    ("The first meeting of the two presidents, in Hamburg", r"first \S+ meeting was held", "event, in Hamburg"),
    ("Its length", r"lasted", "event: more than two hours"),
    ("Why the meeting matters at home", r"weakens", "assessment of the expert"),
    ("The trend of relations", r"turnaround|cautious|uncontrolled deterioration", "expectations of the expert"),
    ("The sanctions package, and who does not want it", r"sanctions package", "position, negative, of the US side"),
    ("The truce in southwestern Syria", r"impose a truce", "agreement of the two presidents"),
    ("Its start", r"come into effect", "expectation, 2017-07-09"),
    ("What it may open", r"make it possible|first step", "expectations of the expert"),
    ("Zones of responsibility: which territory, whose control",
     r"zones of responsibility|which territories|under Damascus",
     "what should be clear, who does not want what"),
    ("Preventing military incidents", r"preventing military incidents", "expectation: a stronger arrangement"),
    ("Four de-escalation zones and their initiators", r"four de-escalation", "assessment: US support would matter"),
    ("US support was available, on whose word", r"signals before|said as much", "the expert, citing Tillerson"),
    ("Rules for cyberspace (the heading is lost)", r"cybersecurity to develop|pertains to|uncontrolled escalation",
     "hope for a dialogue, danger of escalation"),
    ("The Minsk Agreements: a special representative", r"appointing a US|Kurt Volker|still committed",
     "event told by the expert; commitment"),
    ("Pressure on Kiev", r"pressure to bear", "unlikely"),
    ("North Korea: common aim, differing approach", r"same view|differed|difference will persist",
     "agreement in aim, difference, its persistence"),
    ("INF and mutual accusations", r"reciprocal accusations", "assessment of the expert"),
    ("A dialogue on strategic stability and New START", r"New START", "recommendation or expectation of the expert"),
)  # fmt: skip
WORDS = 7


def opening(statement: Statement) -> str:
    """The first words of a statement."""
    words = re.sub(r"\s+", " ", statement.text).split(" ")
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")


def row(statement: Statement) -> str:
    """One table row of a statement."""
    when = "" if statement.when is None else str(statement.when)
    cells = [
        opening(statement), statement.kind, statement.speaker or "unknown", statement.form, statement.polarity,
        statement.certainty, when, statement.where or "",
    ]  # fmt: skip
    return "| " + " | ".join(str(c).replace("|", "\\|") for c in cells) + " |"


def page(reading: Reading) -> str:
    """The whole page."""
    out = [
        "# The reference commentary, arrangement by arrangement",
        "",
        "An expert's commentary of July 2017 on the first meeting of two presidents is the document that every",
        "arrangement of which must come out right. It is its publisher's and is not shipped; this page is made by",
        "`python scripts/walkthrough.py COMMENTARY.txt 2017-07-07` and shows what Aftertalks says of each arrangement",
        "today, the misses included.",
        "",
    ]
    head = "| begins with | kind | speaker | form | polarity | certainty | when | where |"
    for title, pattern, wanted in ARRANGEMENTS:
        found = [s for s in reading.statements if re.search(pattern, s.text)]
        out += [f"## {title}", "", f"Wanted: {wanted}.", ""]
        out += [head, "|---" * 8 + "|", *map(row, found), ""] if found else ["**Missed.**", ""]
    debris = [s for s in reading.sections if s.role in {"disclaimer", "related", "debris"}]
    start = min((s.span.start for s in debris), default=len(reading.document.text))
    read_from_debris = [s for s in reading.statements if s.span.start >= start]
    out += [
        "## The publisher's disclaimer and the unrelated articles",
        "",
        f"{len(debris)} blocks are recognised as disclaimer or related articles; {len(read_from_debris)} statements are"
        " read from them.",
        "",
    ]
    return "\n".join(out)


def main() -> None:
    """Read the commentary and print the page."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(page(Reader().read(Document(text, published=date.fromisoformat(sys.argv[2])))))


if __name__ == "__main__":
    main()
