import type { Conditions } from './conditions.js';
import type { PolicyFacts } from './facts.js';
import { type CommandNeeds, type Grant, grants, type Sid } from './needs.js';
import { resourcesOf } from './resources.js';

/** One action on one resource. */
export interface Permission {
  readonly sid: Sid;
  readonly action: string;
  readonly arn: string;
  readonly conditions: Conditions | undefined;
}

/** Pure: what these commands need on what the environment has, each once and for the first purpose that wants it. */
export function permissionsOf(commands: readonly CommandNeeds[], facts: PolicyFacts): readonly Permission[] {
  const wanted = new Set<Sid>(['ResolveReferences', ...commands.flatMap(({ does }) => does)]);
  const all = grants
    .filter(({ sid }) => wanted.has(sid))
    .flatMap((grant) => permissionsByGrant(grant, grant.sid, facts));
  const seen = new Set<string>();
  return all.filter((one) => {
    const isFirst = !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isFirst;
  });
}

function permissionsByGrant(grant: Grant, sid: Sid, facts: PolicyFacts): readonly Permission[] {
  const { actions, on, where = on, changes } = grant;
  const own =
    changes === true ? { ...facts, sleepers: facts.sleepers.filter(({ isSkipped }) => !isSkipped) } : facts;
  if (resourcesOf(where, own).length === 0) return [];
  return resourcesOf(on, own).flatMap(({ arns, conditions }) =>
    arns.flatMap((arn) => actions.map((action) => ({ sid, action, arn, conditions }))),
  );
}

function keyOf({ action, arn, conditions }: Permission): string {
  return JSON.stringify([action, arn, conditions]);
}
