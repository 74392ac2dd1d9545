"""The best set of awards against every set, and the order in which ties are settled."""

from collections.abc import Sequence
from itertools import product
from math import prod
from random import Random

import pytest

from subsidycalc.answers.combining.best import ENUMERATED, Count, best
from subsidycalc.answers.combining.ceilings import Ceiling, Nest, inside_one_another
from subsidycalc.answers.combining.choices import TooMany, sets_of

Sets = list[list[frozenset[int]]]
AWARDS = 12


def problem(rng: Random) -> tuple[Sets, dict[int, int], list[Ceiling], list[Count]]:
    """Up to twelve awards in blocks, under ceilings that lie one inside another, sometimes counted."""
    sets: Sets = []
    units = 0
    while units < AWARDS and (not sets or rng.random() < 0.85):
        block = list(range(units, min(AWARDS, units + rng.randint(1, 3))))
        units += len(block)
        options = [frozenset([u]) for u in block] if rng.random() < 0.7 else [frozenset(block)]
        sets.append(options + ([frozenset()] if rng.random() < 0.3 else []))
    amounts = {u: rng.choice((0, 1, 2, 3, 5, 8, rng.randint(0, 40))) for u in range(units)}
    ceilings: list[Ceiling] = []

    def nested(members: list[int], depth: int) -> None:
        if depth and members:
            if rng.random() < 0.6:
                room = rng.randint(0, 60)
                ceilings.append(Ceiling(f"c{len(ceilings)}", frozenset(members), room, room))
            rng.shuffle(members)
            cut = rng.randint(0, len(members))
            nested(members[:cut], depth - 1)
            nested(members[cut:], depth - 1)

    nested(list(range(units)), 3)
    rng.shuffle(ceilings)
    counted = rng.random() < 0.3
    counts = [Count(frozenset(rng.sample(range(units), rng.randint(1, units))), rng.randint(1, 4))] if counted else []
    return sets, amounts, ceilings, counts


def every_set(sets: Sets, counts: Sequence[Count]) -> list[frozenset[int]]:
    found = (frozenset[int]().union(*several) for several in product(*sets))
    return [s for s in found if all(len(s & c.members) <= (c.most or 0) for c in counts)]


@pytest.mark.parametrize("chunk", range(4))
def test_the_optimum_is_that_of_all_sets(chunk: int) -> None:
    for seed in range(chunk * 500, (chunk + 1) * 500):
        sets, amounts, ceilings, counts = problem(Random(seed))
        assert inside_one_another(c.members for c in ceilings)
        possible = every_set(sets, counts)
        if not possible:
            continue
        nest = Nest(ceilings, high=True)
        totals = {s: nest.total({u: amounts[u] for u in s}) for s in possible}
        found = best(sets, amounts, ceilings, counts, high=True)
        assert found.total == max(totals.values()) == totals[found.chosen], seed
        kept, cuts = nest.shares({u: amounts[u] for u in found.chosen})
        assert sum(kept.values()) == found.total, "what awards keep adds up to the total"
        for unit, value in kept.items():
            assert amounts[unit] == value + sum(cut for _, cut in cuts.get(unit, ()))
        # The first award in which two of the best differ decides; of very many sets, the first block.
        equal = [s for s in possible if totals[s] == found.total]
        ranks = [
            [options.index(next(o for o in options if o == s & frozenset().union(*options))) for options in sets]
            for s in equal
        ]
        by_block = equal[ranks.index(min(ranks))]
        by_award = min(equal, key=lambda s: (*sorted(s), AWARDS))
        assert found.chosen == (by_award if prod(map(len, sets)) <= ENUMERATED else by_block), seed


def test_many_records_under_one_ceiling() -> None:
    """What 200 elections under a ceiling come to, beside the same found by sums alone."""
    rng = Random(7)
    sets: Sets = [[frozenset([2 * i]), frozenset([2 * i + 1])] for i in range(200)]
    amounts = {u: rng.randrange(1, 60) for u in range(400)}
    inside = frozenset(range(0, 400, 2))
    room = sum(amounts[u] for u in inside) // 2
    reachable = {0: 0}
    for i in range(200):
        after: dict[int, int] = {}
        for under, free in reachable.items():
            for x, y in ((min(room, under + amounts[2 * i]), free), (under, free + amounts[2 * i + 1])):
                after[x] = max(after.get(x, 0), y)
        reachable = after
    wanted = max(x + y for x, y in reachable.items())
    assert best(sets, amounts, [Ceiling("c", inside, room, room)], [], high=True).total == wanted


def test_sets_are_all_that_cannot_be_added_to() -> None:
    for seed in range(500):
        rng = Random(seed)
        size = rng.randint(1, 8)
        conflicts: dict[int, set[int]] = {}
        for a in range(size):
            for b in range(a):
                if rng.random() < 0.3:
                    conflicts.setdefault(a, set()).add(b)
                    conflicts.setdefault(b, set()).add(a)
        good = [
            s
            for bits in range(1 << size)
            for s in [frozenset(u for u in range(size) if bits >> u & 1)]
            if not any(conflicts.get(u, set()) & s for u in s)
        ]
        wanted = {s for s in good if not any(s < other for other in good)}
        found = sets_of(range(size), conflicts, {})
        assert len(found) == len(set(found))
        assert set(found) == wanted
        masks = [[u in s for u in range(size)] for s in found]
        assert masks == sorted(masks, reverse=True), "the preferred first"


def test_too_many_sets_are_refused() -> None:
    """Thirty pairs that one award ties together: a thousand million sets."""
    conflicts: dict[int, set[int]] = {60: set(range(60))}
    for pair in range(30):
        a, b = 2 * pair, 2 * pair + 1
        conflicts[a], conflicts[b] = {b, 60}, {a, 60}
    with pytest.raises(TooMany):
        sets_of(range(61), conflicts, {})
