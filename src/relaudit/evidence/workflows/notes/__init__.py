"""The notes of GitHub Releases, as workflows write them."""
