import type { PolicyFacts, PolicyHost, PolicySleeper } from '../../../src/lib/aws-policy/facts.js';
import { permissionsOf } from '../../../src/lib/aws-policy/permissions.js';
import { readCommands } from '../../../src/lib/aws-policy/read-commands.js';
import { type Policy, policyOf } from '../../../src/lib/aws-policy/statements.js';
import { referencesIn } from '../../../src/lib/config/reference-syntax.js';

export function factsOf(given: Partial<PolicyFacts> = {}): PolicyFacts {
  return {
    ...{ environment: 'dev', region: 'ap-northeast-2', accountId: '123456789012' },
    ...{ hosts: [], references: [], sleepers: [], cluster: undefined, ...given },
  };
}

export function hostOf(given: Partial<PolicyHost> = {}): PolicyHost {
  return {
    choices: ['hosts', 'way to brokers'],
    ...{ name: 'kafka', instance: { by: 'name', name: 'i-0123456789abcdef0' }, user: 'ec2-user', port: 22 },
    ...{ isThroughSsm: false, isThroughEndpoint: given.endpoints !== undefined, endpoints: [], ...given },
  };
}

export function sleeperOf(
  kind: PolicySleeper['kind'],
  name: string,
  given: Partial<PolicySleeper> = {},
): PolicySleeper {
  const chosen = { by: 'name', name } as const;
  const isByTags = given.chosen?.by === 'tags';
  return { kind, cluster: 'shop', chosen, isByTags, isSkipped: false, ...given };
}

/** References as they are written: `cfn:Name`. */
export function referring(...names: readonly string[]): PolicyFacts['references'] {
  return names.flatMap((name) => referencesIn(`\${${name}}`));
}

export function policyFor(command: string, given: Partial<PolicyFacts> = {}): Policy {
  return policyOf(permissionsOf(readCommands([command]), factsOf(given)));
}

/** `Sid: actions on resources` */
export function words({ Statement }: Policy): readonly string[] {
  return Statement.map(({ Sid, Action, Resource }) => `${Sid}: ${Action.join(' ')} on ${Resource.join(' ')}`);
}
