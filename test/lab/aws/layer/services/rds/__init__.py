"""RDS: instances and clusters that take time to stop and start, and start themselves after a week."""

from __future__ import annotations

import re
from typing import Any

from moto.core.responses import PaginatedResult
from moto.rds.exceptions import DBClusterNotFoundError, DBInstanceNotFoundError, InvalidParameterValue
from moto.rds.models import RDSBackend
from moto.rds.responses import RDSResponse

from layer.lab import Lab, Routes
from layer.services.rds import databases, power
from layer.services.rds.states import States

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html
_tag_value = re.compile(r"[\w\s.:/=+@-]{0,256}")


def install(lab: Lab) -> Routes:
    states = States(lab)
    power.install(states)
    _page_clusters()
    _check_tags()
    return databases.routes(states)


def _page_clusters() -> None:
    describe_db_clusters = RDSResponse.describe_db_clusters

    def describe(response: Any) -> PaginatedResult:
        return PaginatedResult(describe_db_clusters(response).result)

    RDSResponse.describe_db_clusters = describe


def _check_tags() -> None:
    get_resource = RDSBackend._get_resource_for_tagging
    add_tags_to_resource = RDSBackend.add_tags_to_resource

    def get(self: Any, arn: str) -> Any:
        resource = get_resource(self, arn)
        if resource is None:
            name = arn.rpartition(":")[2]
            raise DBClusterNotFoundError(name) if ":cluster:" in arn else DBInstanceNotFoundError(name)
        return resource

    def add(self: Any, arn: str, tags: list[dict[str, str]]) -> Any:
        for tag in tags:
            if _tag_value.fullmatch(tag.get("Value") or "") is None:
                raise InvalidParameterValue(f"The tag value {tag.get('Value')} is not valid.")
        return add_tags_to_resource(self, arn, tags)

    RDSBackend._get_resource_for_tagging = get
    RDSBackend.add_tags_to_resource = add
