"""GitHub's expression language: `${{ github.ref == 'refs/heads/main' && inputs.dry-run != true }}`."""
