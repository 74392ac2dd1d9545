"""How pages are held to the program: a change of output is seen, and so is a change that fits nowhere."""

from pathlib import Path

import pytest

from tests.docs.pages import Block, as_tree, blocks, changed, fitted, prepared

OUTPUT = "Result: 5\nConditions\n  [yes] a\n    here: 1\n  [no] b\nComputation\n  base: 2\n  award: 5\nThe end.\n"


def test_what_is_shown_whole_is_whole() -> None:
    assert fitted(OUTPUT, OUTPUT) == OUTPUT
    assert fitted("", OUTPUT) == OUTPUT


def test_what_is_left_out_stays_so() -> None:
    shown = "Result: 5\n…\nComputation\n  …\n  award: 5\n…\n"
    assert fitted(shown, OUTPUT) == shown


@pytest.mark.parametrize(
    "shown",
    [
        "Result: 4\n…\n",  # another value
        "Result: 5\n",  # nothing says that the rest is left out
        "Result: 5\nLosses: 1\n…\n",  # what does not come out
        "…\nComputation\n  base: 2\n…\n",  # a line below is missing
        "Result: 5\n…\nThe end.\n…\n",  # nothing is left out there
    ],
)
def test_what_is_not_so_is_seen(shown: str) -> None:
    assert fitted(shown, OUTPUT) != shown


def test_lines_keep_their_places() -> None:
    assert [line.text for line in as_tree(OUTPUT)] == ["Result: 5", "Conditions", "Computation", "The end."]
    assert as_tree(OUTPUT)[1].below[0].below[0].key == "here"


def test_a_change_is_made_at_the_one_place_where_it_fits() -> None:
    assert changed("a\nb\nc\n", " a\n-b\n+d\n") == "a\nd\nc\n"
    for patch in ("-x\n+y\n", "-a\n+a\n"):
        with pytest.raises(ValueError, match="fits"):
            changed("a\nb\n", patch)
    with pytest.raises(ValueError, match="fits 2 places"):
        changed("a\na\n", "-a\n+b\n")


def test_files_are_written_and_changed(tmp_path: Path) -> None:
    page = "```yaml\n# p.yaml\na: 1\n```\n\n"
    page += "```diff\n--- p.yaml\n+++ q.yaml\n-a: 1\n+a: 2\n```\n\n"
    page += "```text\n$ subsidycalc x\nout\n```\n"
    found = blocks(page)
    assert [prepared(block, tmp_path) for block in found] == [True, True, False]
    assert (tmp_path / "q.yaml").read_text("utf-8") == "# p.yaml\na: 2\n"
    assert (found[2].command, found[2].output) == ("x", "out\n")
    assert Block("text", "out\n", 0, 0).command is None
