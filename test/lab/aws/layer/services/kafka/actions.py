"""The actions of MSK's API: https://docs.aws.amazon.com/msk/1.0/apireference/ and 2.0."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote

from layer.aws_error import AwsError
from layer.environment import REGION
from layer.errors import error_response
from layer.http import Response
from layer.request import AwsCall
from layer.services.kafka.clusters import Cluster, Clusters
from layer.services.kafka.shapes import bootstrap_strings, cluster_info, node_info

_arn = re.compile(r"/clusters/(arn:.+?)(?:/(?:bootstrap-brokers|nodes|scram-secrets|policy))?$")
_page = 10
_largest_page = 100
_without_brokers = ("CREATING", "DELETING", "FAILED")


class Actions:
    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self._of_cluster: dict[str, Callable[[Cluster, dict[str, str]], dict[str, Any]]] = {
            "DescribeClusterV2": lambda cluster, _: {"clusterInfo": cluster_info(cluster)},
            "GetBootstrapBrokers": _bootstrap,
            "GetClusterPolicy": _policy,
            "ListNodes": _nodes,
            "ListScramSecrets": _secrets,
        }

    def answer(self, call: AwsCall) -> Response:
        path, _, query = call.target.partition("?")
        try:
            answer = self._carry_out(call, unquote(path), dict(parse_qsl(query)))
        except AwsError as error:
            status = {"NotFoundException": 404, "ConflictException": 409}.get(error.code, 400)
            return error_response(call, error.code, error.message, status)
        return Response(200, [("Content-Type", "application/json")], json.dumps(answer).encode())

    def _carry_out(self, call: AwsCall, path: str, query: dict[str, str]) -> dict[str, Any]:
        if call.action == "ListClustersV2":
            return self._list(call.region, query)
        action = self._of_cluster.get(call.action)
        if action is None:
            raise AwsError("ExopsLabFailure", f"kafka {call.action}")
        found = _arn.search(path)
        cluster = None if found is None or call.region != REGION else self._clusters.find(found[1])
        if cluster is None:
            raise AwsError("NotFoundException", "The requested resource doesn't exist.")
        return action(cluster, query)

    def _list(self, region: str, query: dict[str, str]) -> dict[str, Any]:
        kind = query.get("clusterTypeFilter", "ALL").lower()
        found = self._clusters.all(query.get("clusterNameFilter", "")) if region == REGION else []
        fitting = [cluster_info(cluster) for cluster in found if kind in ("all", cluster.kind)]
        return _paged("clusterInfoList", fitting, query)


def _bootstrap(cluster: Cluster, _: dict[str, str]) -> dict[str, Any]:
    if cluster.state in _without_brokers:
        message = f"You can't perform this operation while the cluster is in the {cluster.state} state."
        raise AwsError("ConflictException", message)
    return bootstrap_strings(cluster)


def _policy(cluster: Cluster, _: dict[str, str]) -> dict[str, Any]:
    if cluster.policy is None:
        raise AwsError("NotFoundException", "The cluster policy doesn't exist.")
    return {"currentVersion": "K3AEGXETSR30VB", "policy": cluster.policy}


def _nodes(cluster: Cluster, query: dict[str, str]) -> dict[str, Any]:
    _refuse_serverless(cluster)
    return _paged("nodeInfoList", [node_info(cluster, node) for node in cluster.nodes], query)


def _secrets(cluster: Cluster, query: dict[str, str]) -> dict[str, Any]:
    _refuse_serverless(cluster)
    return _paged("secretArnList", cluster.scram_secrets, query)


def _refuse_serverless(cluster: Cluster) -> None:
    """As hashicorp/terraform-provider-aws#32472 quotes it."""
    if cluster.is_serverless:
        raise AwsError("BadRequestException", "This operation cannot be performed on serverless clusters.")


def _paged(name: str, found: list[Any], query: dict[str, str]) -> dict[str, Any]:
    start = int(query.get("nextToken", 0))
    end = start + min(int(query.get("maxResults", _page)), _largest_page)
    return {name: found[start:end], **({"nextToken": str(end)} if end < len(found) else {})}
