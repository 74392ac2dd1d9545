"""The one schema of rule files: pydantic models made from the shapes in ``spec.py`` and the idioms.

Strict, unknown keys forbidden. The loader accepts a file by the JSON Schema made here (``schema.json``, kept equal by
a test), which spares every start the price of building the models; a file that it does not accept comes here, and
pydantic says what is wrong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, ForwardRef, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, create_model
from typing_extensions import TypeAliasType

from . import idioms, spec
from .spec import Spec

metaclass: Any = type(BaseModel)
make_model: Any = create_model
FORBID = ConfigDict(extra="forbid", strict=True, defer_build=True)


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "‹reading›" if "reading" in value else "‹map›"
    return "‹list›" if isinstance(value, list) else "‹text›"


def _union(**members: Any) -> Any:
    """One of several forms, told apart by what is written; a reading is a mapping that names one."""
    members.setdefault("reading", members.get("map"))
    tagged = [Annotated[kind, Tag(f"‹{tag}›")] for tag, kind in members.items() if kind is not None]
    joined: Any = tagged[0]
    for member in tagged[1:]:
        joined = joined | member
    return Annotated[joined, Discriminator(_kind)]


def _reading_of(name: str, member: str) -> type[BaseModel]:
    """A mapping ``{reading: NAME, option: value, ...}``."""
    space: dict[str, Any] = {
        "__annotations__": {"reading": str, "__pydantic_extra__": f"dict[str, {member}]"},
        "__module__": __name__,
        "model_config": ConfigDict(extra="allow", strict=True, defer_build=True),
    }
    made: type[BaseModel] = metaclass(name, (BaseModel,), space)
    return made


def _list_of(kind: Any) -> Any:
    return list.__class_getitem__(kind)


def _dict_of(kind: Any) -> Any:
    return dict.__class_getitem__((str, kind))


class _Shapes:
    """The models of all shapes, with the names by which they refer to one another."""

    def __init__(self) -> None:
        self.models: dict[type[Spec], type[BaseModel]] = {}
        files = {name: self.model(shape) for name, shape in spec.FILES.items()}
        self.names: dict[str, Any] = {
            "ValueMap": self.model(idioms.ValueMap),
            "FigureMap": self.model(spec.FigureMap),
            "SourceMap": self.model(spec.SourceRef),
            "PlusMap": self.model(idioms.PlusPart),
            "RaiseMap": self.model(idioms.RaisePart),
            "LabelMap": make_model("LabelMap", __config__=FORBID, zh=(str, ...), en=(str, ...)),
            "OneMap": make_model("OneMap", __config__=FORBID, id=(str, ...), zh=(str, ...), en=(str, ...)),
            "OptionMap": make_model(
                "OptionMap",
                __config__=FORBID,
                zh=(str, ...),
                en=(str, ...),
                options=("dict[str, Option] | None", None),
                was=(list[str] | None, None),
            ),
            "SelectorMap": make_model(
                "SelectorMap", __config__=FORBID, level=(str | None, None), support=(str | None, None)
            ),
            "FormulaMap": make_model(
                "FormulaMap", __config__=FORBID, **dict.fromkeys(("all", "any"), ("list[Formula] | None", None))
            ),
            "ReadingOfValues": _reading_of("ReadingOfValues", "Value"),
            "ReadingOfConditions": _reading_of("ReadingOfConditions", "Conditions"),
            "ReadingOfCaps": _reading_of("ReadingOfCaps", "Caps"),
        }
        joins = dict.fromkeys(("all", "any", "not"), ("Conditions | None", None))
        dated = {"dated": ("dict[str, Conditions] | None", None)}
        self.names["ConditionMap"] = make_model("ConditionMap", __config__=FORBID, **joins, **dated)
        self.names["StepMap"] = make_model("StepMap", __base__=self.names["ValueMap"], **joins)
        self.names |= {name: TypeAliasType(name, form) for name, form in _forms().items()}
        for model in (*self.models.values(), *self.names.values()):
            if isinstance(model, type) and issubclass(model, BaseModel):
                model.model_rebuild(_types_namespace=self.names)
        self.files = files

    def model(self, shape: type[Spec]) -> type[BaseModel]:
        """The pydantic model of a shape."""
        if shape not in self.models:
            hints = get_type_hints(shape, include_extras=True)
            fields: dict[str, Any] = {}
            for name in shape.keys:
                kind, required = self._hint(hints[name])
                field = Field(... if required else None, alias=shape.aliases.get(name, name))
                fields[name] = (kind if required else kind | None, field)
            made: type[BaseModel] = make_model(shape.__name__, __config__=FORBID, __doc__=shape.__doc__, **fields)
            self.models[shape] = made
        return self.models[shape]

    def _hint(self, hint: Any) -> tuple[Any, bool]:
        """A pydantic type for an annotation, and whether its key must be there."""
        if get_origin(hint) is Annotated:
            kind = hint.__metadata__[0]
            return (str if kind == "text" else ForwardRef(_NAMES[kind])), True
        members = get_args(hint)
        if type(None) in members:
            return self._hint(next(m for m in members if m is not type(None)))[0], False
        if get_origin(hint) is dict:
            return _dict_of(self._hint(members[1])[0]), True
        if get_origin(hint) is list:
            return _list_of(self._hint(members[0])[0]), True
        return self.model(hint), True


_NAMES = {
    "label": "Label",
    "value": "Value",
    "conditions": "Conditions",
    "words": "Words",
    "caps": "Caps",
    "members": "Members",
    "formula": "Formula",
    "options": "ReadingOptions",
    "fact options": "FactOptions",
    "trees": "Trees",
    "dated": "Dated",
    "free": "Free",
    "one": "One",
    "source": "SourceForm",
    "figure": "FigureForm",
    "step": "StepForm",
    "plus": "PlusForm",
    "raise": "RaiseForm",
    "quantities": "Quantities",
}
"""The kinds of annotation in ``spec.py`` and the forms that they stand for."""


def _forms() -> dict[str, Any]:
    ref = ForwardRef
    return {
        "Label": _union(text=str, map=ref("LabelMap")),
        "Value": _union(text=str, map=ref("ValueMap"), reading=ref("ReadingOfValues")),
        "Conditions": _union(
            text=str,
            list=_list_of(ref("Conditions")),
            map=ref("ConditionMap"),
            reading=ref("ReadingOfConditions"),
        ),
        "Words": _union(text=str, list=list[str], reading=ref("ReadingOfValues")),
        "Caps": _union(text=str, list=list[str], reading=ref("ReadingOfCaps")),
        "Members": _union(text=str, list=_list_of(ref("Members")), map=ref("SelectorMap")),
        "Formula": _union(text=str, list=_list_of(ref("Formula")), map=ref("FormulaMap")),
        "ReadingOptions": _union(list=list[str], map=_dict_of(ref("Label"))),
        "Option": _union(text=str, map=ref("OptionMap")),
        "FactOptions": _union(text=str, list=list[str], map=_dict_of(ref("Option"))),
        "Trees": _dict_of(_dict_of(ref("Option"))),
        "Dated": _dict_of(ref("Value")),
        "Free": Any,
        "One": _union(text=str, map=ref("OneMap")),
        "SourceForm": _union(text=str, map=ref("SourceMap")),
        "FigureForm": _union(text=str, map=ref("FigureMap"), reading=ref("ReadingOfValues")),
        "StepForm": _union(
            text=str,
            list=_list_of(ref("Conditions")),
            map=ref("StepMap"),
            reading=ref("ReadingOfValues"),
        ),
        "PlusForm": _union(text=str, list=_list_of(ref("PlusMap"))),
        "Quantities": _union(
            text=str, list=_list_of(ref("Value")), map=ref("ValueMap"), reading=ref("ReadingOfValues")
        ),
        "RaiseForm": _union(text=str, list=_list_of(ref("RaiseMap"))),
    }


@lru_cache(maxsize=1)
def models() -> dict[str, type[BaseModel]]:
    """The models of the kinds of file: policy, vocabulary, cases, assumptions."""
    return _Shapes().files


def json_schema() -> dict[str, Any]:
    """JSON Schema of every kind of file, as ``schema.json`` keeps it."""
    adapters: list[tuple[str, Literal["validation"], TypeAdapter[Any]]] = [
        (name, "validation", TypeAdapter(model)) for name, model in models().items()
    ]
    made, definitions = TypeAdapter.json_schemas(adapters)
    return {
        "kinds": {name: made[name, "validation"] for name, _, _ in adapters},
        "$defs": definitions["$defs"],
    }
