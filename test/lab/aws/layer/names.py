"""The names of JSON in TypeScript, and of arguments in Python."""

from __future__ import annotations

import re
from typing import Any


def snake_keys(given: dict[str, Any]) -> dict[str, Any]:
    """`{"delayMs": 1}` → `{"delay_ms": 1}`, the outermost names only."""
    return {re.sub(r"(?=[A-Z])", "_", name).lower(): value for name, value in given.items()}
