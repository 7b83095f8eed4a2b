"""The steps that make GitHub Releases, and what they say of pre-releases."""
