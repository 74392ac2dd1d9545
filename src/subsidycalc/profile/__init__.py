"""A firm's facts: read from YAML, JSON or plain Python data, checked against the vocabulary."""

from .firm import Firm
from .read import ProfileReader, profile_source

__all__ = ["Firm", "ProfileReader", "profile_source"]
