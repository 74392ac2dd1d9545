"""``python -m subsidycalc.language``: remake ``schema.json`` and ``grammar.json``; ``--check`` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def made() -> dict[str, str]:
    """The text of each generated file."""
    from .grammar import build
    from .schema import json_schema

    return {
        name: json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
        for name, data in (("schema.json", json_schema()), ("grammar.json", build()))
    }


def main(arguments: list[str]) -> int:
    """Write the files, or say which differ; the exit status is 1 where one does."""
    folder = Path(__file__).parent
    differing = [name for name, text in made().items() if (folder / name).read_text("utf-8") != text]
    if "--check" in arguments:
        sys.stdout.writelines(f"{name}\n" for name in differing)
        return 1 if differing else 0
    for name, text in made().items():
        (folder / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
