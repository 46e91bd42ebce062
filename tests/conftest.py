"""What every test shares: how Hypothesis looks for counterexamples."""

import os

from hypothesis import settings

# Timings belong in benchmarks, so no deadline; a CI run repeats the same examples on every machine.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")
