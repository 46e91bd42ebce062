"""Exit codes other than 0."""

NOT_WRITTEN = 1
BAD_INPUT = 2
