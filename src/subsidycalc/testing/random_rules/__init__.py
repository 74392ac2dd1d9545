"""Random rule files that load: a vocabulary, a policy, a firm and something for every gap, from one ``Random``."""

from .features import features
from .policy import random_case
from .spec import NEVER, Case, Fact, Gap
from .speller import Speller
from .writing import dumped, texts

__all__ = ["NEVER", "Case", "Fact", "Gap", "Speller", "dumped", "features", "random_case", "texts"]
