"""What policy staff do with rules: run their cases, see what no case touches."""
