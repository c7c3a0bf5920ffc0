import type { Conditions } from './conditions.js';
import type { PolicyFacts, PolicyHost } from './facts.js';
import type { CommandNeeds } from './needs.js';
import { type Grant, purposes, type Sid } from './purposes.js';
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
  const sids = Object.keys(purposes) as Sid[];
  const all = sids.flatMap((sid) =>
    commands
      .filter(({ does }) => sid === 'ResolveReferences' || does.includes(sid))
      .flatMap((needs) => {
        const own = { ...facts, hosts: facts.hosts.filter((host) => isOf(host, needs)) };
        return purposes[sid].flatMap((grant) => permissionsBy(grant, sid, own));
      }),
  );
  const seen = new Set<string>();
  return all.filter((one) => {
    const isFirst = !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isFirst;
  });
}

function isOf({ choices }: PolicyHost, { enters }: CommandNeeds): boolean {
  return enters !== undefined && choices.includes(enters);
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
