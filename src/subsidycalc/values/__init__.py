"""Numbers, ranges, truths and days: what the rest is made of. Imports nothing of the package."""
