"""The policy: found, extended, merged, checked; every error names its place and the way out."""
