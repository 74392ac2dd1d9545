"""Answers → what people read: tables, stories, Markdown, JSON. Works from the JSON form alone."""
