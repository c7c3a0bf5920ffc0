"""What EventBridge Scheduler refuses."""

from __future__ import annotations

import json
import re
from typing import Any

from dateutil.zoneinfo import get_zonefile_instance
from moto.core.exceptions import JsonRESTError
from moto.scheduler.exceptions import ScheduleGroupNotFound, ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend as Backend

from layer.services.scheduler.universal_targets import missing_parameters, parse_target

_name = re.compile(r"[0-9a-zA-Z\-_.]{1,64}")
_expression = re.compile(
    r"cron\((\S+ ){5}\S+\)"
    r"|rate\(\d+ (minute|hour|day)s?\)"
    r"|at\(\d{4}(-\d\d){2}T\d\d(:\d\d){2}\)"
)
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
_read_only = re.compile(
    r":(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet)"
)


class AlreadyExists(JsonRESTError):
    code = 409

    def __init__(self, what: str) -> None:
        super().__init__("ConflictException", f"{what} already exists.")


def install() -> None:
    create_schedule, update_schedule = Backend.create_schedule, Backend.update_schedule
    create_group, delete_group = Backend.create_schedule_group, Backend.delete_schedule_group
    list_schedules = Backend.list_schedules

    def create(self: Any, **schedule: Any) -> Any:
        _check(schedule)
        group = self.get_schedule_group(schedule["group_name"])
        if schedule["name"] in group.schedules:
            raise AlreadyExists(f"Schedule {schedule['name']}")
        return create_schedule(self, **schedule)

    def update(self: Any, **schedule: Any) -> Any:
        _check(schedule)
        # All of it is replaced, with what it has by default.
        return update_schedule(self, **{**schedule, "state": schedule["state"] or "ENABLED"})

    def create_a_group(self: Any, name: str, tags: list[dict[str, str]] | None) -> Any:
        _check_name("name", name)
        if name in self.schedule_groups:
            raise AlreadyExists(f"Schedule group {name}")
        return create_group(self, name, tags or [])

    def delete_a_group(self: Any, name: str) -> None:
        self.get_schedule_group(name)
        if name == "default":
            raise ValidationException("Schedule group default cannot be deleted.")
        delete_group(self, name)

    def list_all(self: Any, group_names: list[str] | None, *args: Any, **kwargs: Any) -> Any:
        for name in group_names or []:
            if name not in self.schedule_groups:
                raise ScheduleGroupNotFound(name)
        return list_schedules(self, group_names, *args, **kwargs)

    Backend.create_schedule, Backend.update_schedule = create, update
    Backend.create_schedule_group, Backend.delete_schedule_group = create_a_group, delete_a_group
    Backend.list_schedules = list_all


def _check(schedule: dict[str, Any]) -> None:
    _check_name("name", schedule["name"])
    expression, zone = schedule["schedule_expression"], schedule["schedule_expression_timezone"]
    if expression is None or _expression.fullmatch(expression) is None:
        raise ValidationException(f"Invalid Schedule Expression {expression}.")
    if zone is not None and get_zonefile_instance().get(zone) is None:
        raise ValidationException(f"Invalid ScheduleExpressionTimezone {zone}.")
    if (schedule["flexible_time_window"] or {}).get("Mode") not in ("OFF", "FLEXIBLE"):
        raise ValidationException("FlexibleTimeWindow must have the mode OFF or FLEXIBLE.")
    _check_target(schedule["target"] or {})


def _check_target(target: dict[str, Any]) -> None:
    action = parse_target(target.get("Arn", ""))
    if action is None:
        raise ValidationException("Provided Arn is not in correct format.")
    if _read_only.search(target["Arn"]) is not None:
        raise ValidationException(f"{target['Arn']} is not supported: it changes nothing.")
    if re.fullmatch(r"arn:aws:iam::\d{12}:role/\S+", target.get("RoleArn", "")) is None:
        raise ValidationException("Provided RoleArn is not in correct format.")
    try:
        missing = missing_parameters(*action, json.loads(target.get("Input", "{}")))
    except ValueError as error:
        raise ValidationException("Invalid RequestJson provided.") from error
    if missing:
        reason = f"The required fields {', '.join(missing)} are missing."
        raise ValidationException(f"Invalid RequestJson provided. Reason: {reason}")


def _check_name(field: str, name: str) -> None:
    if _name.fullmatch(name) is None:
        raise ValidationException(
            f"1 validation error detected: Value '{name}' at '{field}' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$"
        )
