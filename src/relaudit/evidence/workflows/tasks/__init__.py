"""What task runners run: recipes of make and just, environments of tox and hatch, sessions of nox, scripts of npm and PDM, hooks."""
