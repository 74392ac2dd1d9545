"""The explaining reader: a tree becomes closures that keep the value of every node, so that each can be shown."""

from .causes import Cause, causes
from .compile import EMPTY, Program, compiled
from .world import NOTHING, Receipt, Record, World

__all__ = ["EMPTY", "NOTHING", "Cause", "Program", "Receipt", "Record", "World", "causes", "compiled"]
