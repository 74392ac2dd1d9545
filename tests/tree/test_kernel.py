"""The kernel form: every node has its line, every measure is shown, the same in both languages."""

import re

import pytest

from subsidycalc.answers.kernel import kernel_form
from subsidycalc.tree import nodes as n
from subsidycalc.tree.kernel import _LINES, kernel_text
from subsidycalc.tree.node import Node
from subsidycalc.tree.types import DATE, MONEY, RATE, Options, Type
from subsidycalc.values.days import LAST_DAY
from tests.end_to_end.running import process, shipped

A, B = n.Fact("a", Type(MONEY)), n.Const(20_000_000, MONEY)


def text(node: Node) -> str:
    return "\n".join(kernel_text(node))


def test_every_node_has_a_line() -> None:
    assert set(_LINES) == set(Node.__subclasses__())


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (n.Const(300_000_000, MONEY, "p/top"), "Const 300万元 = p/top"),
        (n.Const(True, "yes/no"), "Const yes"),
        (n.Const(LAST_DAY, DATE), "Const the last day"),
        (
            n.Gap("discretion", "p/m.award", MONEY, n.ZERO, B),
            "Gap discretion money p/m.award\n  low: Const 0元\n  high: Const 20万元",
        ),
        (n.Gap("unpublished", "p/c", "yes/no"), "Gap unpublished yes/no p/c"),
        (n.Fact("a", Type(MONEY), "projects", 0, None, 100, 500), "Fact a of the year (projects), >= 1元, <= 5元"),
        (n.Fact("a", Type(MONEY), None, 1), "Fact a of 1 year before"),
        (n.Fact("a", Type(MONEY), None, None, "2023Q1"), "Fact a of 2023Q1"),
        (n.Fact("a", Type(MONEY), definition=B), "Fact a, computed where not given"),
        (n.Result("p/m", "given", 2022), "Result given: p/m, since 2022"),
        (n.Result("", "received", 1, "city"), "Result received: level city"),
        (n.Round(A, 1_000_000, "down", B), "Round down to 1万元\n  Fact a\n  ceiling: Const 20万元"),
        (
            n.Round(n.Max((n.ZERO, n.Fact("heads", Type("whole")))), 100, "down"),
            "Round down to 100\n  Max\n    Const 0元\n    Fact heads",
        ),
        (
            n.Step("s", A, (100, 500), True, (n.ZERO, A, B)),
            "Step s\n  driver: Fact a\n  < 1元: Const 0元\n  >= 1元: Fact a\n  >= 5元: Const 20万元",
        ),
        (
            n.Step("s", A, (100,), False, (n.ZERO, n.Cut("s", 1, A))),
            "Step s\n  driver: Fact a\n  <= 1元: Const 0元\n  > 1元: Cut s, tier 1",
        ),
        (
            n.Switch(n.Fact("k", Type("choice", Options({"x": "", "y": ""}))), ((frozenset({"x"}), A),), n.ZERO),
            "Switch\n  driver: Fact k\n  [x]: Fact a\n  otherwise: Const 0元",
        ),
        (n.Member(A, frozenset({"x", "y"}), ("y", "x")), "Member [y, x]\n  Fact a"),
        (n.If(n.TRUE, A, B), "If\n  Const yes\n  then: Fact a\n  else: Const 20万元"),
        (n.Reading("p/r", (("one", A), ("two", B))), "Reading p/r\n  one: Fact a\n  two: Const 20万元"),
        (
            n.Over("machines", "sum", A, n.TRUE, "projects"),
            "Over machines of the projects, sum\n  Fact a\n  where: Const yes",
        ),
        (n.Over("machines", "count", None), "Over machines, count"),
        (n.Shift(A, n.Const(3, "whole"), "years"), "Shift by years\n  Fact a\n  Const 3"),
        (n.Div(A, B, "p/q", True), "Div p/q, the divisor is above zero\n  Fact a\n  Const 20万元"),
        (n.Mul(A, n.Const(1, RATE)), "Mul\n  Fact a\n  Const 100%"),
    ],
)
def test_a_node_says_what_it_is(node: Node, lines: str) -> None:
    assert text(node) == lines


def test_every_shipped_measure_is_shown() -> None:
    book = shipped().book
    for measure in book.measures():
        shown = kernel_form(book, measure)
        assert shown.startswith(f"{measure.id}\n")
        assert re.search(r"^amount\b", shown, re.MULTILINE)
        assert "Node" not in shown


def test_the_program_shows_it_the_same_in_both_languages() -> None:
    measure = shipped().book.measures()[0]
    found = [process("show", measure.id, "--kernel", "--lang", lang) for lang in ("zh", "en")]
    assert found[0] == found[1]
    assert (found[0].status, found[0].out) == (0, kernel_form(shipped().book, measure))
