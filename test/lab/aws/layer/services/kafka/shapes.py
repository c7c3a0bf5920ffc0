"""Clusters and brokers in the shapes of MSK's answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from layer.services.kafka.clusters import Cluster, Node

_access = {"private": "", "public": "Public", "vpc": "VpcConnectivity"}
_auth = {"plaintext": "", "tls": "Tls", "scram": "SaslScram", "iam": "SaslIam"}


def bootstrap_strings(cluster: Cluster) -> dict[str, str]:
    """`bootstrapBrokerStringPublicSaslIam` and the like, those alone that the cluster has."""
    return {
        f"bootstrapBrokerString{_access[access]}{_auth[auth]}": brokers
        for access, strings in cluster.brokers.items()
        for auth, brokers in strings.items()
    }


def cluster_info(cluster: Cluster) -> dict[str, Any]:
    info: dict[str, Any] = {
        "clusterArn": cluster.arn,
        "clusterName": cluster.name,
        "clusterType": cluster.kind.upper(),
        "creationTime": _iso(cluster.created_at),
        "currentVersion": "K3AEGXETSR30VB",
        "state": cluster.state,
        "tags": cluster.tags,
    }
    if cluster.state_message is not None:
        info["stateInfo"] = {"code": cluster.state, "message": cluster.state_message}
    details = _serverless(cluster) if cluster.is_serverless else _provisioned(cluster)
    return {**info, cluster.kind: details}


def node_info(cluster: Cluster, node: Node) -> dict[str, Any]:
    return {
        "nodeType": "BROKER",
        "nodeARN": f"{cluster.arn.replace(':cluster/', ':broker/')}/{node.id}",
        "instanceType": cluster.instance_type.removeprefix("kafka."),
        "addedToClusterTime": _iso(cluster.created_at),
        "brokerNodeInfo": {
            "brokerId": float(node.id),
            "clientSubnet": node.subnet_id,
            "endpoints": [node.endpoint],
            **({} if node.private_address is None else {"clientVpcIpAddress": node.private_address}),
            **({} if node.interface_id is None else {"attachedENIId": node.interface_id}),
        },
    }


def _provisioned(cluster: Cluster) -> dict[str, Any]:
    has = set(cluster.auths)
    public = {"type": "SERVICE_PROVIDED_EIPS" if cluster.brokers.get("public") else "DISABLED"}
    vpc = set(cluster.brokers.get("vpc", {}))
    return {
        "brokerNodeGroupInfo": {
            "brokerAZDistribution": "DEFAULT",
            "clientSubnets": cluster.subnet_ids,
            "securityGroups": cluster.security_group_ids,
            "instanceType": cluster.instance_type,
            "storageInfo": {"ebsStorageInfo": {"volumeSize": cluster.storage_gib}},
            "connectivityInfo": {
                "publicAccess": public,
                "vpcConnectivity": {"clientAuthentication": _authentication(vpc)},
            },
        },
        "clientAuthentication": {**_authentication(has), "unauthenticated": {"enabled": "plaintext" in has}},
        "currentBrokerSoftwareInfo": {"kafkaVersion": cluster.kafka_version},
        "encryptionInfo": {"encryptionInTransit": {"clientBroker": _in_transit(has), "inCluster": True}},
        "enhancedMonitoring": "DEFAULT",
        "numberOfBrokerNodes": len(cluster.nodes),
        "storageMode": "LOCAL",
        "customerActionStatus": "NONE",
    }


def _serverless(cluster: Cluster) -> dict[str, Any]:
    return {
        "vpcConfigs": [{"subnetIds": cluster.subnet_ids, "securityGroupIds": cluster.security_group_ids}],
        "clientAuthentication": {"sasl": {"iam": {"enabled": True}}},
    }


def _authentication(has: set[str]) -> dict[str, Any]:
    return {
        "sasl": {"scram": {"enabled": "scram" in has}, "iam": {"enabled": "iam" in has}},
        "tls": {"enabled": "tls" in has},
    }


def _in_transit(has: set[str]) -> str:
    if "plaintext" not in has:
        return "TLS"
    return "PLAINTEXT" if has == {"plaintext"} else "TLS_PLAINTEXT"


def _iso(milliseconds: float) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
