"""Texts that are nearly right: what people and programs put into them, and the changes that spoil them."""

import random
import re
from collections.abc import Callable

from tests.end_to_end.running import ROOT

PACK = max((ROOT / "rules").glob("*/policy.yaml"), key=lambda path: path.read_text("utf-8").count("unpublished"))
"""The shipped policy that leaves most open."""
VOCABULARY = sorted((ROOT / "rules" / "vocabulary").glob("*.yaml"))
MEASURES = re.findall(r"^  (\w+):$", PACK.read_text("utf-8").partition("\nmeasures:\n")[2], re.MULTILINE)
READINGS = re.findall(r"^  (\w+):\n    asks:", PACK.read_text("utf-8"), re.MULTILINE)

NASTY = [
    "5",
    "-5",
    "0",
    "00012",
    "1e5",
    "1e999999999",
    "NaN",
    ".inf",
    "1_000",
    "1:30",
    "0x10",
    "30",
    "30%",
    "130%",
    "-30%",
    "5‰",
    "1:0.5",
    "0:0",
    "1/3",
    "1.2.3",
    "8200",
    "8200万",
    "8200万元",
    "5亿元以上",
    "五亿元",
    "￥5",
    "$5",
    "约5万元",
    "1,000万元",
    "-5万元",
    "0.001元",
    "99999999999999999999999999999999999999999元",
    "9亿元以下",
    "2025-02-30",
    "2024-13-01",
    "0000-00-00",
    "9999-12-31",
    "never",
    "2024Q5",
    "2024-1",
    "before2020",
    "24",
    "yes",
    "no",
    "~",
    "null",
    "true",
    "是",
    "否",
    "unpublished",
    "nothing",
    "[]",
    "{}",
    "[[]]",
    "{a:",
    "b}",
    "[a,",
    "b]",
    "[[[[[[",
    "]]]]",
    "{{{{",
    '""',
    "''",
    '"',
    "'",
    ":",
    "::",
    "-",
    "--",
    "?",
    "!",
    "!!str",
    "&a",
    "*a",
    "@x",
    "`x",
    "%x",
    "|",
    ">",
    "#",
    "|",
    "-",
    ":",
    "，",
    "：",
    "、",
    "“x”",
    "（",
    "）〔】",
    "【",
    "「",
    "」",
    "\\",
    "\\x",
    "\\u0000",
    "\\ud800",
    "{0}",
    "{name}",
    "%s",
    "é",
    "𠮷",
    "\u200b",
    "\x07",
    "\x00",
    "\ufeff",
    "up",
    "to",
    "5元",
    "between",
    "5元",
    "and",
    "1元",
    "sensors",
    "sector",
    "in",
    "[sensors]",
    "a",
    "and",
    "b",
    "not",
    "x",
    "or",
    "and",
    "in",
    "if",
    "then",
    "else",
    "sum(",
    "count(projects)",
    "growth(annual_revenue)",
    "annual_revenue",
    "annual_revenue",
    "of",
    "last",
    "year",
    "annual_revenue",
    "of",
    "2023",
    "investment",
    "总部企业且年度营业收入≥5亿元",
    "≥",
    "<=",
    "==",
    "&&",
    "||",
    "per",
    "per",
    "firm",
    "per",
    "project",
    "and",
    "year",
    "reading:",
    "reading:",
    "breakthrough",
    "dated:",
    "share:",
    "tiers:",
    "@kind.money",
    "SC001",
    "---",
    "...",
    "<<:",
    "year",
]
PHRASES = """
annual_revenue of last year >= 5亿元
annual_revenue of 2023
investment
investment * 30%
30% + 2个百分点
30% + 2%
5元 + 30%
10万元 / employees
annual_revenue / (annual_revenue - annual_revenue)
0元
-300万元
-300万元 per firm
unpublished per firm and year
500万元 per project and year
5 per loan
up to 300万元
up to annual_revenue
between 10万元 and 50万元
between 50万元 and 10万元
unpublished
nothing
min(annual_revenue, annual_output, 5亿元) * 1:0.5
max(0元, increase(annual_revenue)) * 10%
growth(annual_revenue) > 10%
sum(investment over projects where kind = prototype)
sum(sum(interest_paid over loans) over projects) > 5元
count(projects where investment > 5元) >= 2
largest(investment over projects)
any(national_foundation_project over projects)
all(invested_in_beijing over loans where loan_rate <= 3%)
years between 2020-01-01 and date >= 3
date + 3 months in year
founded_in >= year - 5
sector in [sensors, other] and not registered_in in [beijing]
enterprise_size = small 或 总部企业 且 非 平台型企业
1亿元 <= annual_revenue < 5亿元
if joint_research then 5元 else if headquarters_enterprise then 6元 else nothing
{share: {of: annual_revenue, rate: 30%}, at_most: 5元 per firm}
{share: {of: investment, rate: up to 30%}, at_least: 5元, base_at_most: 9亿元, plus: 2个百分点, raise: 20%}
{match: {of: annual_revenue, ratio: 1:0.5, together_at_most: 3亿元}, less: 5元, rounding: {to: 万元, way: down}}
{tiers: {of: annual_revenue, bounds: reached, tiers: {1亿元: 5元, 5亿元: unpublished}}}
{tiers: {of: annual_revenue, bounds: {reading: breakthrough}, several: each, tiers: {5亿元: 5元, 1亿元: 6元}}}
{milestone: {of: "min(annual_revenue, annual_output)", several: difference, bounds: exceeded, tiers: {1亿元: 5元, 2亿元: 7元}}}
{bracket: {of: annual_revenue, bounds: reached, rates: {0元: 1%, 5亿元: 2%}}}
{marginal: {of: annual_revenue, rates: {0元: 1%, 1亿元: 3%}}}
{grade: {by: enterprise_size, pays: {small: 5元, micro: 6元}, otherwise: nothing}}
{table: [{when: joint_research, pays: 5元}, {when: "sector in [sensors]", pays: nothing}, {otherwise: unpublished}]}
{sum: [5元, {share: {of: annual_revenue, rate: 1%}}, unpublished]}
{reading: breakthrough, reached: 5元, exceeded: unpublished}
{dated: {2022-01-01: 5元, 2024-01-01: unpublished}}
{any: [joint_research, {not: headquarters_enterprise}, {all: [platform_enterprise, unpublished]}]}
{reading: ceiling_of_3000, project: [5元 per project, 9元 per firm], firm: 5元 per firm}
{from: 2022-01-01, to: 2024-06-30}
{unpublished: date}
[loans, year]
projects
year
""".strip().split("\n")
Change = Callable[[random.Random, str], str]


# -- changes --------------------------------------------------------------------------------------------------


def _span(rng: random.Random, text: str, most: int = 12) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(1, most))


def delete(rng: random.Random, text: str) -> str:
    start, end = _span(rng, text)
    return text[:start] + text[end:]


def repeat(rng: random.Random, text: str) -> str:
    start, end = _span(rng, text)
    return text[:end] + text[start:end] * rng.choice([1, 1, 1, 40]) + text[end:]


def swap(rng: random.Random, text: str) -> str:
    (a, b), (c, d) = sorted((_span(rng, text, 4), _span(rng, text, 4)))
    return text if b > c else text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def garble(rng: random.Random, text: str) -> str:
    start, end = _span(rng, text, 3)
    return text[:start] + rng.choice(NASTY) + text[end:]


def _lines(change: Callable[[random.Random, list[str]], None]) -> Change:
    def apply(rng: random.Random, text: str) -> str:
        lines = text.split("\n")
        change(rng, lines)
        return "\n".join(lines)

    return apply


def _delete_line(rng: random.Random, lines: list[str]) -> None:
    del lines[rng.randrange(len(lines))]


def _repeat_line(rng: random.Random, lines: list[str]) -> None:
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines or [""]))


def _swap_lines(rng: random.Random, lines: list[str]) -> None:
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


def _indent(rng: random.Random, lines: list[str]) -> None:
    at = rng.randrange(len(lines))
    lines[at] = rng.choice([" ", "  ", "\t", "- ", "# ", "　"]) + lines[at] if rng.random() < 0.6 else lines[at][2:]


def value(rng: random.Random, text: str) -> str:
    """Another value behind a key, or in a list."""
    places = list(re.finditer(r"(?<=: )[^\n{}\[\],]+|(?<=[\[,] )[^\n{}\[\],:]+", text))
    if not places:
        return text
    place = rng.choice(places)
    new = rng.choice([rng.choice(NASTY), " ".join(rng.sample(NASTY, 3)), rng.choice(places)[0], ""])
    return text[: place.start()] + new + text[place.end() :]


def phrase(rng: random.Random, text: str) -> str:
    """A well-formed piece of rule where another stands: what loads or fails late."""
    places = list(re.finditer(r"(?<=: )[^\n]+(?=\n)|(?<=- )[^\n{}:]+(?=\n)", text))
    if not places:
        return text
    words = ("award", "eligible", "where", "at_most", "rate", "of") if rng.random() < 0.9 else (" for_each", "value")
    wanted = [p for p in places if text[: p.start() - 2].endswith(words)]
    place = rng.choice(wanted or places)
    new = rng.choice(PHRASES)
    if not new.startswith(("{", "[")) and rng.random() < 0.8:
        new = f'"{new}"'
    return text[: place.start()] + new + text[place.end() :]


def token(rng: random.Random, text: str) -> str:
    """One word or sign in place of another."""
    places = list(re.finditer(r"\w+|[^\w\s]", text))
    if not places:
        return text
    place, other = rng.choice(places), rng.choice(places)
    return text[: place.start()] + other[0] + text[place.end() :]


def misspell(rng: random.Random, text: str) -> str:
    keys = list(re.finditer(r"[^\s{},\[\]:-]+(?=:)", text))
    if not keys:
        return text
    at = rng.choice(keys)
    word = at[0]
    where = rng.randrange(len(word))
    new = rng.choice([word[:where] + word[where + 1 :], word + "x", word.upper(), rng.choice(keys)[0]])
    return text[: at.start()] + new + text[at.end() :]


def cut(rng: random.Random, text: str) -> str:
    return text[: rng.randrange(len(text) + 1)] if rng.random() < 0.5 else text[rng.randrange(len(text) + 1) :]


CHANGES: list[Change] = [
    delete, repeat, swap, garble, garble, value, value, value, token, token, misspell, misspell, cut,
    _lines(_delete_line), _lines(_repeat_line), _lines(_swap_lines), _lines(_indent),
]  # fmt: skip


def changed(rng: random.Random, text: str, *, phrases: float = 0) -> bytes:
    """A text changed once or several times, in rare cases in its bytes as well."""
    changes = [phrase] if rng.random() < phrases else CHANGES
    for _ in range(rng.choice([1, 1, 1, 2, 3, 6])):
        text = rng.choice(changes)(rng, text) if text else rng.choice(NASTY)
    if changes == [phrase]:
        return text.encode()
    raw = text.encode("utf-8", "surrogatepass")
    fate = rng.random()
    if fate < 0.02:
        return text.encode(rng.choice(["gb18030", "utf-16", "utf-16-le", "utf-8-sig", "big5"]), "replace")
    if fate < 0.05 and raw:
        at = rng.randrange(len(raw))
        return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
    return raw
