"""ElastiCache: moto's clusters with their nodes and security groups, and serverless caches, which it has none of."""

from __future__ import annotations

from typing import Any, NamedTuple

from moto.core.responses import ActionResult
from moto.elasticache.models import CacheCluster, elasticache_backends
from moto.elasticache.responses import ElastiCacheResponse

from layer.environment import ACCOUNT, REGION
from layer.lab import Lab, Routes

_domain = "a1b2c3.apn2.cache.amazonaws.com"
_port = 6379

_serverless: dict[str, dict[str, Any]] = {}


def install(lab: Lab) -> Routes:
    ElastiCacheResponse.describe_cache_clusters = _describe_clusters
    ElastiCacheResponse.describe_serverless_caches = _describe_serverless
    lab.on_reset(_serverless.clear)
    return {"caches/create": create_cache, "serverless/create": create_serverless}


def create_cache(
    name: str,
    subnet_ids: list[str],
    node_type: str = "cache.t4g.micro",
    engine: str = "redis",
    nodes: int = 1,
    group: str | None = None,
    security_group_ids: list[str] | None = None,
    status: str = "available",
) -> str:
    """With a subnet group of its own. Redis and Valkey have one node in each cluster of a replication group."""
    backend = elasticache_backends[ACCOUNT][REGION]
    backend.create_cache_subnet_group(name, name, subnet_ids, None)
    given = dict.fromkeys(CacheCluster.__init__.__annotations__)
    for unused in ("account_id", "region_name", "return"):
        given.pop(unused, None)
    own = {
        "cache_cluster_id": name,
        "cache_node_type": node_type,
        "engine": engine,
        "num_cache_nodes": nodes,
        "replication_group_id": group,
        "cache_subnet_group_name": name,
        "security_group_ids": security_group_ids,
    }
    cluster = backend.create_cache_cluster(**{**given, **own})
    cluster.cache_cluster_status = status
    # moto knows how many only of some engines.
    vars(cluster).update(num_cache_nodes=nodes, replication_group_id=group)
    return cluster.arn


def create_serverless(
    name: str,
    subnet_ids: list[str],
    engine: str = "valkey",
    security_group_ids: list[str] | None = None,
) -> str:
    arn = f"arn:aws:elasticache:{REGION}:{ACCOUNT}:serverlesscache:{name}"
    _serverless[name] = {
        "ServerlessCacheName": name,
        "Status": "available",
        "Engine": engine,
        "ARN": arn,
        "SubnetIds": subnet_ids,
        "SecurityGroupIds": security_group_ids or [],
        "Endpoint": {"Address": f"{name}-{_domain}", "Port": _port},
    }
    return arn


def _describe_clusters(response: Any) -> ActionResult:
    name = response._get_param("CacheClusterId")
    with_nodes = bool(response._get_bool_param("ShowCacheNodeInfo"))
    clusters = response.elasticache_backend.describe_cache_clusters(cache_cluster_id=name)
    page = _page(clusters, response._get_param("Marker"), response._get_int_param("MaxRecords"), 100)
    return ActionResult({"CacheClusters": [_told(one, with_nodes) for one in page.items], "Marker": page.end})


def _describe_serverless(response: Any) -> ActionResult:
    name = response._get_param("ServerlessCacheName")
    found = [one for key, one in _serverless.items() if name is None or key == name]
    page = _page(found, response._get_param("NextToken"), response._get_int_param("MaxResults"), 50)
    return ActionResult({"ServerlessCaches": page.items, "NextToken": page.end})


class _Page(NamedTuple):
    items: list[Any]
    #: Where the next one begins.
    end: str | None


def _page(items: list[Any], token: str | None, most: int | None, largest: int) -> _Page:
    start = int(token or 0)
    end = start + min(most or largest, largest)
    return _Page(items[start:end], str(end) if end < len(items) else None)


def _told(cluster: CacheCluster, with_nodes: bool) -> dict[str, Any]:
    name, count = cluster.cache_cluster_id, cluster.num_cache_nodes
    port = 11211 if cluster.engine == "memcached" else _port
    nodes = [
        {
            "CacheNodeId": f"{number:04}",
            "CacheNodeStatus": "available",
            "Endpoint": {"Address": f"{name}.{number:04}.{_domain}", "Port": port},
        }
        for number in range(1, count + 1)
    ]
    told = {
        "CacheClusterId": name,
        "ARN": cluster.arn,
        "CacheNodeType": cluster.cache_node_type,
        "Engine": cluster.engine,
        "CacheClusterStatus": cluster.cache_cluster_status,
        "NumCacheNodes": count,
        "CacheSubnetGroupName": cluster.cache_subnet_group_name,
        "SecurityGroups": [
            {"SecurityGroupId": one, "Status": "active"} for one in cluster.security_group_ids
        ],
        "ReplicationGroupId": cluster.replication_group_id,
        "ConfigurationEndpoint": {"Address": f"{name}.cfg.{_domain}", "Port": port}
        if cluster.engine == "memcached"
        else None,
        "CacheNodes": nodes if with_nodes else None,
    }
    return {key: value for key, value in told.items() if value is not None}
