"""The typed policy: vocabulary, figures, readings, measures. Plain immutable data that readers and answers share."""
