"""Facts about a repository, and how they follow from other facts."""
