"""What a person asks for: assessments of a firm."""
