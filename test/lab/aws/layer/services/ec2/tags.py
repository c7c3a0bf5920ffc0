"""Tags with which a test tells the lab what an instance is like."""

from __future__ import annotations

from typing import Any


def lab_tag(instance: Any, name: str) -> str | None:
    """The value of the instance's tag `exops-lab:<name>`; None when it is absent or empty."""
    return instance.ec2_backend.tags.get(instance.id, {}).get(f"exops-lab:{name}") or None
