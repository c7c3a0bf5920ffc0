"""The limits of parameters, as AWS's own service models have them and as its services word them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from moto.core.utils import get_service_model

from layer.aws_error import AwsError


def refuse_violations(service: str, operation: str, parameters: dict[str, Any], code: str) -> None:
    """Raises an error with `code` that names every limit of a text or list that the parameters break."""
    shape = get_service_model(service).operation_model(operation).input_shape
    found = [
        violation
        for name, member in shape.members.items()
        for violation in _violations(name, member, parameters.get(name), name in shape.required_members)
    ]
    if found:
        count = f"{len(found)} validation error{'s' if len(found) > 1 else ''} detected"
        raise AwsError(code, f"{count}: {'; '.join(found)}")


def _violations(name: str, shape: Any, value: Any, required: bool) -> Iterator[str]:
    at = f"at '{name[0].lower()}{name[1:]}' failed to satisfy constraint: Member must"
    limits = shape.metadata
    if value is None and required:
        yield f"Value null {at} not be null"
    if not isinstance(value, (str, list)):
        return
    if len(value) < limits.get("min", 0):
        yield f"Value '{value}' {at} have length greater than or equal to {limits['min']}"
    if len(value) > limits.get("max", len(value)):
        yield f"Value '{value}' {at} have length less than or equal to {limits['max']}"
    if "pattern" in limits and re.search(limits["pattern"], value) is None:
        yield f"Value '{value}' {at} satisfy regular expression pattern: {limits['pattern']}"
