"""Words for gaps that no figure names."""

from pathlib import Path

import pytest

from tests.language.writing import loaded, policy

HEAD = "title: {zh: 示例, en: Example}\nlapsed: yes"


@pytest.mark.parametrize(("lang", "words"), [("zh", "示例：期限的终点"), ("en", "Example: the end of the period")])
def test_the_unknown_end_of_a_policy_is_said_in_words(tmp_path: Path, lang: str, words: str) -> None:
    rules = loaded(tmp_path, policy({"m": "award: 5元"}, head=HEAD))
    (award,) = rules.assess({"year": 2024, "received": []}).to_dict(lang=lang)["awards"]
    assert [(cause["id"], cause["what"]) for cause in award["causes"]] == [("p/in_force.until", words)]
