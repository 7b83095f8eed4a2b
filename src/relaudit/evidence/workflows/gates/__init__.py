"""Gates: the steps that test, check and build, and what keeps their failures from showing."""
