"""The base of the tree's nodes: immutable, compared and hashed by content, cheap to define.

The standard dataclass would do the same, but generates code for each of two dozen classes at every start.
"""

from __future__ import annotations

from typing import Any, ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Node:
    """A node of the kernel. Fields are the annotations of the class; those with a value have it as default."""

    fields: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        cls.fields = tuple(cls.__dict__.get("__annotations__", {}))  # noqa: RUF063  # inspect is slow to import
        cls.defaults = {n: cls.__dict__[n] for n in cls.fields if n in cls.__dict__}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values = self.__dict__
        values.update(self.defaults)
        values.update(zip(self.fields, args, strict=False))
        values.update(kwargs)
        values["_key"] = (type(self).__name__, *(values[name] for name in self.fields))
        values["_hash"] = hash(values["_key"])

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Node) or self.__dict__["_hash"] != other.__dict__["_hash"]:
            return False
        return bool(self.__dict__["_key"] == other.__dict__["_key"])

    def __hash__(self) -> int:
        return int(self.__dict__["_hash"])

    def __repr__(self) -> str:
        inside = ", ".join(f"{n}={getattr(self, n)!r}" for n in self.fields)
        return f"{type(self).__name__}({inside})"
