"""Readers of the tree. Each knows tree and values, and none knows another."""
