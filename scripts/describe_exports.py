"""Print the columns of the exported tables as Markdown, for docs/exports.md."""

from aftertalks.show.exports.tables import TABLES

for table in TABLES.values():
    print(f"### {table.name}\n\n{table.means}\n\n| column | holds | meaning |\n|---|---|---|")
    for c in table.columns:
        print(f"| `{c.name}` | {c.type} | {c.means} |")
    print()
