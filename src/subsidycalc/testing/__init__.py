"""Tests for anybody's rules.

- ``strategies``: random profiles, completions, rule files and edits for Hypothesis
- ``laws``: the laws of ranges and relations between answers, checked on any rule book
- ``plugin``: makes pytest collect the worked cases of rules

The first two need the extra ``testing``: ``pip install 'subsidycalc[testing]'``.
"""
