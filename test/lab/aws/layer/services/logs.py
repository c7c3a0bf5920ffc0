"""CloudWatch Logs: moto's, and log groups for tests that seem to hold something."""

from __future__ import annotations

from typing import Any

from moto.logs.models import LogGroup, logs_backends

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes


def install(_: Lab) -> Routes:
    to_describe_dict = LogGroup.to_describe_dict

    def describe(self: Any) -> dict[str, Any]:
        stored = vars(self).get("lab_stored_bytes")
        return {**to_describe_dict(self), **({} if stored is None else {"storedBytes": stored})}

    LogGroup.to_describe_dict = describe
    return {"groups/create": create}


def create(
    name: str,
    stored_bytes: int = 0,
    retention_days: int | None = None,
    tags: dict[str, str] | None = None,
) -> str:
    group = logs_backends[ACCOUNT][REGION].create_log_group(name, tags or {})
    group.retention_in_days = retention_days
    vars(group)["lab_stored_bytes"] = stored_bytes
    return group.arn
