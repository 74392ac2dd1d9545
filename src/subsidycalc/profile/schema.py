"""The JSON Schema of profiles, made from the vocabulary by pydantic."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from ..rulebook.vocabulary import FactDecl, Vocabulary
from ..tree import types as t
from ..values.units import UNITS

FORBID = ConfigDict(extra="forbid", strict=True)
_SHAPES: dict[str, Any] = {
    t.MONEY: Annotated[str, Field(description="money with its unit: 1.5亿元, 8200万元, 99,999,999.99元")],
    t.RATE: Annotated[str, Field(description="a rate: 30%, 5‰, or a decimal below 1")],
    t.RATIO: Annotated[str, Field(description="a ratio: 150%, 1:1, or a decimal")],
    t.NUMBER: str | int,
    t.WHOLE: str | int,
    t.BOOL: bool | Literal["yes", "no", "true", "false", "是", "否", "有", "无"],
    t.DATE: Annotated[str, Field(description="YYYY-MM-DD, or never")],
    t.TEXT: str,
    **{
        name: Annotated[str, Field(description=f"a quantity with its unit: 120{unit.words[0]}")]
        for name, unit in UNITS.items()
    },
}


def profile_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """JSON Schema of a profile with facts by id."""
    fields: dict[str, Any] = {
        "name": (str | None, None),
        "year": (str | int | None, None),
        "language": (str | int | None, None),
        "received": (list.__class_getitem__(_receipt(vocabulary)) | None, None),
    }
    for fact in vocabulary.facts.values():
        fields |= _fields(fact)
    for record in vocabulary.records.values():
        own: dict[str, Any] = {"name": (str | int, ...)}
        if record.parent is not None:
            own[vocabulary.records[record.parent].one] = (str, ...)
        for fact in record.facts.values():
            own |= _fields(fact)
        made = create_model(record.name, __config__=FORBID, **own)
        fields[record.name] = (list.__class_getitem__(made) | None, None)
    model: type[BaseModel] = create_model("Profile", __config__=FORBID, **fields)
    return model.model_json_schema()


def _form(fact: FactDecl) -> Any:
    shape: Any
    if fact.type.options is not None:
        word: Any = Literal.__getitem__(tuple(fact.type.options.names | fact.type.options.former))
        shape = list.__class_getitem__(word) | word if fact.type.kind == t.CHOICES else word
    else:
        shape = _SHAPES[fact.type.kind]
    return dict.__class_getitem__((str, shape)) if fact.per is not None else shape


def _fields(fact: FactDecl) -> dict[str, Any]:
    """A fact under its name, and under those that it had before."""
    form, title, description = _form(fact) | None, fact.title("en"), fact.title("zh")
    made: dict[str, Any] = {fact.name: (form, Field(None, title=title, description=description))}
    for old in fact.was:
        made[old] = (form, Field(None, title=title, description=description, deprecated=True))
    return made


def _receipt(vocabulary: Vocabulary) -> type[BaseModel]:
    fields: dict[str, Any] = {
        "award": (str | None, None),
        "level": (str | None, None),
        "support": (str | None, None),
        "amount": (str, ...),
        "year": (str | int, ...),
    }
    fields |= {record.one: (str | None, None) for record in vocabulary.records.values()}
    return create_model("Receipt", __config__=FORBID, **fields)
