"""Rules, evidence, reporters and tables of other people: found, loaded, and fail closed."""
