"""Made-up firms, the same for every engine, and what each must be paid by plain integer arithmetic."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

YEAR = 2024
EARLIER = range(2019, YEAR)
AWARDS = ("milestone", "grant", "interest")
WANTED_SECTORS = ("sensors", "instruments")

TIERS = (
    (5_000_000_000, 6_000_000),
    (2_000_000_000, 2_000_000),
    (1_000_000_000, 1_000_000),
    (500_000_000, 500_000),
    (100_000_000, 100_000),
)
"""Revenue to be reached for the first time, and what is paid for it, in 元: the highest first."""
GRANT_CEILING = 30_000_000
INTEREST_CEILING = 5_000_000


class Firm(NamedTuple):
    """One firm; amounts in whole 元."""

    name: str
    headquarters: bool
    platform: bool
    in_beijing: bool
    loan_registered: bool
    sector: str
    project_kind: str
    revenue: dict[int, int]
    investment: int
    interest_paid: int

    def due(self) -> tuple[int, int, int]:
        """The three awards in 分."""
        sector = self.sector in WANTED_SECTORS
        now, peak = self.revenue[YEAR], max(self.revenue[year] for year in EARLIER)
        milestone = next((pays if peak < bound else 0 for bound, pays in TIERS if now >= bound), 0)
        grant = min(self.investment * 30, GRANT_CEILING * 100)
        interest = min(self.interest_paid * 50, INTEREST_CEILING * 100)
        return (
            milestone * 100 if self.headquarters and sector and self.in_beijing else 0,
            grant if self.platform and sector and self.project_kind == "prototype" else 0,
            interest if self.in_beijing and sector and self.loan_registered else 0,
        )

    def profile(self) -> dict[str, Any]:
        """The firm as `subsidycalc` reads it: amounts are text with their unit."""
        return {
            "name": self.name,
            "founded_in": EARLIER[0],
            "sector": self.sector,
            "headquarters": self.headquarters,
            "platform": self.platform,
            "in_beijing": self.in_beijing,
            "annual_revenue": {year: written(amount) for year, amount in self.revenue.items()},
            "project_kind": self.project_kind,
            "investment": written(self.investment),
            "loan_registered": self.loan_registered,
            "interest_paid": written(self.interest_paid),
        }

    def numbers(self) -> dict[str, Any]:
        """The firm as the peers read it: amounts are numbers, earlier revenues a list."""
        return {
            "sector": self.sector,
            "headquarters": self.headquarters,
            "platform": self.platform,
            "in_beijing": self.in_beijing,
            "annual_revenue": self.revenue[YEAR],
            "earlier_revenue": [self.revenue[year] for year in EARLIER],
            "project_kind": self.project_kind,
            "investment": self.investment,
            "loan_registered": self.loan_registered,
            "interest_paid": self.interest_paid,
        }

    def periods(self) -> dict[str, dict[str, Any]]:
        """The firm as OpenFisca reads it: each value with its year."""
        given = self.numbers()
        del given["earlier_revenue"]
        found = {name: {str(YEAR): value} for name, value in given.items()}
        return found | {"annual_revenue": {str(year): amount for year, amount in self.revenue.items()}}


def written(yuan: int) -> str:
    """An amount as people write it: in 万元 where that is exact."""
    return f"{yuan // 10_000}万元" if yuan % 10_000 == 0 else f"{yuan:,}元"


def firms(count: int, seed: int) -> list[Firm]:
    """Firms of all kinds. The first meets every condition; of the others some three in four meet a given one.

    Revenues keep 1 % away from every tier: closer than one in ten million, single precision cannot tell them apart.
    """
    random = Random(seed)
    return [_firm(random, f"Firm {seed}-{number}", sure=number == 0) for number in range(count)]


def _firm(random: Random, name: str, *, sure: bool) -> Firm:
    def yes() -> bool:
        return sure or random.random() < 0.9

    size = random.choice([30_000_000, *(bound for bound, _ in TIERS)])
    growth = 1.5 if sure else random.choice((0.7, 1.5, 2.5, 4.0))
    now = _apart(int(size * random.uniform(1.02, 1.9)))
    revenue = {year: _apart(int(now / growth * random.uniform(0.4, 1.0))) for year in EARLIER}
    return Firm(
        name,
        yes(),
        yes(),
        yes(),
        yes(),
        random.choice(WANTED_SECTORS) if yes() else "other",
        "prototype" if yes() else "renovation",
        {**revenue, YEAR: now},
        random.randrange(1_000, 15_000) * 10_000,
        random.randrange(100_000, 12_000_000),
    )


def _apart(amount: int) -> int:
    """An amount in whole 千元, moved away from a tier that it is too close to."""
    for bound, _ in TIERS:
        if abs(amount - bound) * 100 < bound:
            return bound * 102 // 100
    return amount // 1_000 * 1_000
