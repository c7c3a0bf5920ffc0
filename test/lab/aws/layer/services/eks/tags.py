"""Tags of node groups, of which moto knows only those of clusters."""

from __future__ import annotations

from typing import Any

from moto.core.responses import EmptyResult
from moto.eks.exceptions import EKSError
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse


class NotFoundException(EKSError):
    TYPE = "NotFoundException"
    STATUS = 404


def install() -> None:
    EKSBackend.tag_resource = _tag
    EKSBackend.untag_resource = _untag
    EKSBackend.list_tags_for_resource = _list
    EKSResponse.untag_resource = _respond_to_untag


def _tag(self: Any, resource_arn: str, tags: dict[str, str]) -> None:
    _find(self, resource_arn).tags.update(tags)


def _untag(self: Any, resource_arn: str, tag_keys: list[str]) -> None:
    tags = _find(self, resource_arn).tags
    for key in tag_keys:
        tags.pop(key, None)


def _list(self: Any, resource_arn: str) -> dict[str, str]:
    return _find(self, resource_arn).tags


def _find(backend: Any, arn: str) -> Any:
    clusters = list(backend.clusters.values())
    nodegroups = [nodegroup for cluster in clusters for nodegroup in cluster.nodegroups.values()]
    found = [resource for resource in [*clusters, *nodegroups] if resource.arn == arn]
    if not found:
        raise NotFoundException(message=f"Resource {arn} was not found")
    return found[0]


def _respond_to_untag(response: Any) -> EmptyResult:
    """moto takes the first key only."""
    arn = response._extract_arn_from_path()
    response.eks_backend.untag_resource(arn, response.querystring.get("tagKeys", []))
    return EmptyResult()
