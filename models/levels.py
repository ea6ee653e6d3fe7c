"""How much leaves in a package: counts only, or also one line for each attendance, under a code."""

from __future__ import annotations

AGGREGATES, PSEUDONYMISED = "aggregates", "pseudonymised"
LEVELS = (AGGREGATES, PSEUDONYMISED)
