"""Whatever somebody makes of a result: it is read, or refused with a place."""

import copy
import json
from random import Random
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from subsidycalc.diagnostics import Faults, render
from subsidycalc.present.compared import compared_markdown, compared_table
from subsidycalc.present.verdict import verdict
from subsidycalc.workbench.verify import verdict_form, verify
from tests.end_to_end.running import ASSUMED, MAKER
from tests.workbench.comparing import book, compared, kept, result, written

WHOLE = book().assess(MAKER, assume=ASSUMED).to_dict(lang="zh", with_inputs=True)
OTHERS: list[Any] = [
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    "",
    "x",
    "-1.00",
    "9" * 40 + ".00",
    "\u0000",
    [],
    {},
    ["x"],
    {"x": 1},
]


def nodes(data: Any) -> list[tuple[Any, Any]]:
    """Every place of a JSON form: what holds it, and its key."""
    found = []
    for key, item in data.items() if isinstance(data, dict) else enumerate(data):
        found.append((data, key))
        if isinstance(item, (dict, list)):
            found += nodes(item)
    return found


def spoilt(seed: int) -> dict[str, Any]:
    """The result with up to three places changed, dropped or swapped with others."""
    rng = Random(seed)
    data = copy.deepcopy(WHOLE)
    for _ in range(rng.randrange(1, 4)):
        places = nodes(data["inputs"] if rng.randrange(2) and "inputs" in data else data)
        if not places:
            break
        holder, key = places[rng.randrange(len(places))]
        way = rng.randrange(4)
        if way == 0:
            holder[key] = OTHERS[rng.randrange(len(OTHERS))]
        elif way == 1:
            del holder[key]
        elif way == 2:
            other, from_ = places[rng.randrange(len(places))]
            holder[key] = copy.deepcopy(other[from_]) if _there(other, from_) else None
        elif isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
    return data


def _there(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


@given(st.integers(0, 2**32 - 1))
def test_spoilt_results(seed: int) -> None:
    text = written(spoilt(seed))
    note(text[:3000])
    whole = result(book(), MAKER, assume=ASSUMED)
    for lang in ("zh", "en"):
        try:
            read = kept(text)
            data = compared(book(), read, whole, lang)
            assert compared_table(data, columns=60)
            assert compared_markdown(data)
            if read.inputs is not None:
                assert verdict(verdict_form(read, verify(book(), read)), lang)
        except Faults as faults:
            assert all(d.place.line for d in faults.diagnostics), faults
            assert all(render(d, lang) for d in faults.diagnostics)


@given(st.text(max_size=40), st.integers(0, 2**32 - 1))
def test_any_text_in_the_middle(text: str, seed: int) -> None:
    whole = json.dumps(WHOLE)
    at = Random(seed).randrange(len(whole))
    try:
        kept((whole[:at] + text + whole[at:]).encode("utf-8", "replace").decode())
    except Faults as faults:
        assert faults.diagnostics
