"""Several files written in one go: all of them or none, as far as the file system allows."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ..diagnostics import Faults, Place, Report
from ..language.source import why


def write_all(before: Mapping[Path, str], after: Mapping[Path, str]) -> None:
    """Write the texts of files that were read as ``before``.

    All new texts are laid down beside their files first; then each takes its file's place. If one cannot, those that
    did are put back.

    Raises:
        Faults: a file cannot be written, or changed since it was read. Then every file is as it was.
    """
    laid: dict[Path, Path] = {}
    replaced: list[Path] = []
    path = Path()
    try:
        for path, text in after.items():
            _unchanged(path, before[path])
            laid[path] = _beside(path, text)
        for path, fresh in laid.items():
            fresh.replace(path)
            replaced.append(path)
    except OSError as error:
        for done in replaced:
            _beside(done, before[done]).replace(done)
        report = Report()
        report.add("rename.unwritable", Place(str(path)), why=why(error))
        raise Faults(report.found) from None
    finally:
        for fresh in laid.values():
            with suppress(OSError):
                fresh.unlink(missing_ok=True)


def _unchanged(path: Path, text: str) -> None:
    if path.read_bytes() != text.encode():
        report = Report()
        report.add("rename.changed", Place(str(path)))
        raise Faults(report.found)


def _beside(path: Path, text: str) -> Path:
    """A text in a new file in the folder of another, with the rights of that one."""
    target = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
        Path(name).chmod(target.stat().st_mode & 0o777)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
