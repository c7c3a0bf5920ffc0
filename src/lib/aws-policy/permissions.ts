import type { Conditions } from './conditions.js';
import type { PolicyFacts } from './facts.js';
import { type CommandNeeds, type Grant, purposes, type Sid } from './needs.js';
import { resourcesOf } from './resources.js';

/** For all that AWS narrows to nothing less than a region, and which only reads. */
const readAnything = 'ReadAnything';

/** One action on one resource. */
export interface Permission {
  readonly sid: Sid | typeof readAnything;
  readonly action: string;
  readonly arn: string;
  readonly conditions: Conditions | undefined;
}

/** Pure: what these commands need on what the environment has, each once and for the first purpose that wants it. */
export function permissionsOf(commands: readonly CommandNeeds[], facts: PolicyFacts): readonly Permission[] {
  const wanted = new Set<Sid>(['ResolveReferences', ...commands.flatMap(({ does }) => does)]);
  const sids = (Object.keys(purposes) as Sid[]).filter((sid) => wanted.has(sid));
  const all = sids.flatMap((sid) => purposes[sid].flatMap((grant) => permissionsBy(grant, sid, facts)));
  const seen = new Set<string>();
  return all.filter((one) => {
    const isFirst = !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isFirst;
  });
}

function permissionsBy(grant: Grant, sid: Sid, facts: PolicyFacts): readonly Permission[] {
  const { actions, on, where = on } = grant;
  if (resourcesOf(where, facts).length === 0) return [];
  const own = on === 'anything' ? readAnything : sid;
  return resourcesOf(on, facts).flatMap(({ arns, conditions }) =>
    arns.flatMap((arn) => actions.map((action) => ({ sid: own, action, arn, conditions }))),
  );
}

function keyOf({ action, arn, conditions }: Permission): string {
  return JSON.stringify([action, arn, conditions]);
}
