"""Steps A to C of combining: who is entitled, the best choice, the ceilings; over every case of what is unknown."""

from .combination import Combination, amounts, combined
from .index import ClauseIndex

__all__ = ["ClauseIndex", "Combination", "amounts", "combined"]
