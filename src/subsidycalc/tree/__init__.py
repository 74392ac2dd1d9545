"""The kernel: nodes, types, and ways to walk a tree."""
