"""GitHub Actions workflows as GitHub reads them."""
