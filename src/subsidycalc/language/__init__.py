"""From text to tree: YAML with places, the closed schema, expressions, idioms."""
