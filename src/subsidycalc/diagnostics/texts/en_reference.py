"""What is said about the kernel form, and what may not stand beside a value, in English."""

TEXTS = {
    "help.kernel": "show instead the tree of the kernel that the measure turns into, one node a line (nodes: docs/ranges.md)",
}
ERRORS = {
    "value.beside": (
        "{word} is a whole value already; beside it {others} would have no effect",
        "for a cap or another modifier put {word} under value:, as in {{value: {{dated: …}}, at_most: …}}; keep one value alone",
    ),
}
