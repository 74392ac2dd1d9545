"""Rules in words, laid out: the list of measures, and one measure."""

from __future__ import annotations

from tabulate import tabulate

from .lines import wrapped


def listing(policies: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Every policy with its measures."""
    parts = []
    for head, measures in policies:
        rows = [[f"  {name}", title] for name, title in measures]
        parts += [head, tabulate(rows, tablefmt="plain", disable_numparse=True, preserve_whitespace=True)]
    return "\n".join(parts) + "\n"


def shown(sections: list[tuple[str, list[str]]], columns: int) -> str:
    """One measure in words, in lines of at most some columns."""
    lines: list[str] = []
    for head, items in sections:
        lines += wrapped(head, columns)
        for item in items:
            lines += wrapped(item, columns, indent="    ", first="  - ")
    return "\n".join(lines) + "\n"
