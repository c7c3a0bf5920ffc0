import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, AclOperationTypes as Operations, AclResourceTypes as ResourceTypes } from 'kafkajs';
// Node doesn't see all of what it exports by name.
import kafkajs from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } =
  kafkajs;

/** A right on one resource, or on all whose names begin with its name when that ends with `*`. */
export interface MskAcl {
  /** `weak`, or the ARN of an IAM principal. */
  readonly principal: string;
  readonly operations: readonly (keyof typeof Operations)[];
  readonly on: { readonly topic: string } | { readonly group: string } | 'cluster';
}

const pollMs = 20;
const patienceMs = 20_000;

/** Makes the ACLs over a listener that may do everything, and waits until the broker itself has them. */
export async function grantAcl(bootstrap: string, { principal, operations, on }: MskAcl): Promise<void> {
  const brokers = bootstrap.split(',');
  const admin = new Kafka({ brokers, connectionTimeout: patienceMs, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const common = { ...resource(on), principal: `User:${principal}`, host: '*' };
    const permissionType = AclPermissionTypes.ALLOW;
    const acl = operations.map((name) => ({ ...common, permissionType, operation: AclOperationTypes[name] }));
    await admin.createAcls({ acl });
    const deadline = Date.now() + patienceMs;
    while ((await granted(admin, common)) < acl.length) {
      if (Date.now() > deadline) throw new Error(`The broker has no ACLs for ${principal} yet.`);
      await sleep(pollMs);
    }
  } finally {
    await admin.disconnect();
  }
}

type Resource = ReturnType<typeof resource> & { readonly principal: string; readonly host: string };

async function granted(admin: Admin, resource: Resource): Promise<number> {
  const found = await admin.describeAcls({
    ...resource,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ALLOW,
  });
  return found.resources.reduce((sum, { acls }) => sum + acls.length, 0);
}

function resource(on: MskAcl['on']) {
  if (on === 'cluster') return named(AclResourceTypes.CLUSTER, 'kafka-cluster');
  return 'topic' in on ? named(AclResourceTypes.TOPIC, on.topic) : named(AclResourceTypes.GROUP, on.group);
}

function named(resourceType: ResourceTypes, name: string) {
  const isPrefix = name.endsWith('*') && name !== '*';
  return {
    resourceType,
    resourceName: isPrefix ? name.slice(0, -1) : name,
    resourcePatternType: isPrefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
  };
}
