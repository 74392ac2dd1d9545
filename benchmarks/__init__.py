"""Measures this program beside others on like work: ``python -m benchmarks``."""
