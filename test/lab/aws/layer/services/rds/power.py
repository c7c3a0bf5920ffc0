"""Stopping and starting databases and clusters, with AWS's refusals.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html#USER_StopInstance.Limitations
"""

from __future__ import annotations

from typing import Any

from moto.rds.exceptions import (
    DBClusterNotFoundError,
    InvalidDBClusterStateFault,
    InvalidDBInstanceStateError,
    InvalidParameterCombination,
)
from moto.rds.models import RDSBackend

from layer.services.rds.states import States


def install(states: States) -> None:
    def stop_instance(
        self: Any, db_instance_identifier: str, db_snapshot_identifier: str | None = None
    ) -> Any:
        database = _database(self, db_instance_identifier)
        if database.status != "available":
            raise InvalidDBInstanceStateError(db_instance_identifier, "stop")
        if db_snapshot_identifier:
            self.create_db_snapshot(db_instance_identifier, db_snapshot_identifier)
        states.stop(database)
        return database

    def start_instance(self: Any, db_instance_identifier: str) -> Any:
        database = _database(self, db_instance_identifier)
        if database.status != "stopped":
            raise InvalidDBInstanceStateError(db_instance_identifier, "start")
        states.start(database)
        return database

    def stop_cluster(self: Any, cluster_identifier: str) -> Any:
        cluster = _cluster(self, cluster_identifier)
        _refuse_unless(cluster, "available", "available")
        states.stop(cluster)
        return cluster

    def start_cluster(self: Any, cluster_identifier: str) -> Any:
        cluster = _cluster(self, cluster_identifier)
        _refuse_unless(cluster, "stopped", "stopped,inaccessible-encryption-credentials-recoverable")
        states.start(cluster)
        return cluster

    RDSBackend.stop_db_instance, RDSBackend.start_db_instance = stop_instance, start_instance
    RDSBackend.stop_db_cluster, RDSBackend.start_db_cluster = stop_cluster, start_cluster


def _database(backend: Any, identifier: str) -> Any:
    """The instance, unless it is of a kind that never stops."""
    backend._validate_db_identifier(identifier)
    database = backend.describe_db_instances(identifier)[0]
    if database.db_cluster_identifier is not None or database.engine.startswith("custom-"):
        reason = f"{database.engine} DB instances are not eligible for stopping and starting."
        raise InvalidParameterCombination(reason)
    if database.is_replica:
        raise InvalidParameterCombination("Cannot stop or start a Read-Replica instance")
    if database.replicas:
        raise InvalidParameterCombination("Cannot stop or start an instance with Read-Replicas")
    if database.multi_az and database.engine.startswith("sqlserver"):
        raise InvalidParameterCombination("Cannot stop or start a SQLServer Multi-AZ instance")
    return database


def _cluster(backend: Any, identifier: str) -> Any:
    """The cluster, unless it is of a kind that never stops."""
    if identifier not in backend.clusters:
        raise DBClusterNotFoundError(identifier)
    cluster = backend.clusters[identifier]
    if cluster.engine_mode == "serverless":
        raise InvalidDBClusterStateFault("Cannot stop or start an Aurora Serverless v1 DB cluster")
    if cluster.replication_source_identifier is not None or cluster.read_replica_identifiers:
        raise InvalidDBClusterStateFault("Cannot stop or start a DB cluster that is part of a replication")
    if cluster.global_cluster_identifier is not None:
        raise InvalidDBClusterStateFault("Cannot stop or start a DB cluster of a global database")
    return cluster


def _refuse_unless(cluster: Any, wanted: str, words: str) -> None:
    if cluster.status != wanted:
        raise InvalidDBClusterStateFault(
            f"DbCluster {cluster.db_cluster_identifier} is in {cluster.status} state "
            f"but expected it to be one of {words}."
        )
