"""The vocabulary that random rules draw on, and the figures that they like."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .spec import Expr, Fact

POOL = (100_000, 200_000, 300_000, 500_000, 800_000, 1_000_000, 2_000_000)
"""Thresholds, in 分."""
RATES = tuple(Fraction(n, 1000) for n in (25, 50, 100, 125, 200, 300, 333, 500, 750))
RATIOS = (Fraction(1, 2), Fraction(1), Fraction(5, 4), Fraction(2))
AREAS: dict[str, Any] = {
    "north": {"zh": "北区", "en": "north", "options": {"hill": "山镇", "lake": "湖镇"}},
    "south": "南区",
}
FIELDS: dict[str, Any] = {
    "optics": {"zh": "光学", "en": "optics", "options": {"laser": "激光", "lens": "镜片"}},
    "chips": "芯片",
}
AREA_LEAVES = {"north": ("hill", "lake"), "hill": ("hill",), "lake": ("lake",), "south": ("south",), "tree": "areas"}
FIELD_LEAVES = {
    "optics": ("laser", "lens"),
    "laser": ("laser",),
    "lens": ("lens",),
    "chips": ("chips",),
    "tree": "fields",
}


def flat(*options: str) -> dict[str, Any]:
    """Options without a tree: each is its own leaf."""
    return {option: (option,) for option in options}


STOCK = (
    Fact("fee", "费用", "money"),
    Fact("cost", "成本", "money"),
    Fact("amount", "金额", "money"),
    Fact("capital", "资本", "money", low=100),
    Fact("revenue", "收入", "money", per="year"),
    Fact("output", "产出", "money", per="year"),
    Fact("assets", "资产", "money", per="year", low=100),
    Fact("orders", "订单", "money", per="quarter"),
    Fact("staff", "人数", "whole"),
    Fact("engineers", "技术员", "whole", per="year", low=1),
    Fact("density", "密度", "rate"),
    Fact("leverage", "倍数", "ratio"),
    Fact("index", "指标", "number"),
    Fact("floor", "场地", "m2"),
    Fact("rented", "租期", "month"),
    Fact("certified", "已认证", "yes/no"),
    Fact("listed", "已上榜", "yes/no"),
    Fact("seat", "驻地", "choice", options=AREA_LEAVES),
    Fact("size", "规模", "choice", options=flat("large", "middle", "small", "none")),
    Fact("fields", "领域", "choices", options=FIELD_LEAVES),
    Fact("opened_on", "开业日", "date"),
    Fact("listed_on", "上市日", "date"),
)
PROJECT = (
    Fact("invested", "投资", "money", "projects"),
    Fact("amount", "金额", "money", "projects"),
    Fact("kind", "类型", "choice", "projects", options=flat("trial", "plant", "other")),
    Fact("finished", "已完工", "yes/no", "projects"),
    Fact("part", "占比", "rate", "projects"),
    Fact("machines", "设备", "machine", "projects"),
    Fact("started_on", "开工日", "date", "projects"),
    Fact("family", "系列", "text", "projects"),
)
LOAN = (
    Fact("amount", "金额", "money", "loans"),
    Fact("interest", "利息", "money", "loans", per="year"),
    Fact("domestic", "境内", "yes/no", "loans"),
    Fact("drawn_on", "放款日", "date", "loans"),
    Fact("term", "期限", "whole", "loans", low=1),
)


def fact_(name: str, period: Any = None) -> Expr:
    """A fact, of a period, as an expression."""
    return ("fact", name, period)
