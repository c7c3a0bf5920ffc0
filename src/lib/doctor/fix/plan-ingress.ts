import type { IngressRule, SecurityGroup } from '../../aws/contract/network.js';
import type { Plan } from '../../change/plan.js';
import { admits, sourceText } from './ingress.js';

export interface ObservedIngress {
  /** Undefined where there is none of this id. */
  readonly group: SecurityGroup | undefined;
}

const kind = 'security group rule';
const whole = ['0.0.0.0/0', '::/0'];

/** Pure: a rule more, or nothing where it is there already. */
export function planIngress(rule: IngressRule, { group }: ObservedIngress): Plan<IngressRule> {
  const plan = { noun: kind, changes: [], refusals: [], notices: [], unchanged: 0, wanted: 'there already' };
  const name = `${rule.groupId} tcp ${rule.port} from ${sourceText(rule.source)}`;
  if (group === undefined)
    return {
      ...plan,
      refusals: [{ kind, name, reason: `There is no security group ${rule.groupId} in this region.` }],
    };
  if (admits(group, rule)) return { ...plan, unchanged: 1 };
  const after = `tcp ${rule.port} from ${sourceText(rule.source)}`;
  return {
    ...plan,
    changes: [
      {
        ...{ kind, name, action: 'create', severity: 'safe', summary: group.name, work: rule },
        fields: [{ name: 'inbound', before: null, after, shown: { before: null, after } }],
        cautions: [admittedWords(rule, group)],
      },
    ],
  };
}

/** Who will be let in where. */
function admittedWords({ port, source }: IngressRule, { id }: SecurityGroup): string {
  const where = `port ${port} of everything in ${id}`;
  if ('groupId' in source) return `Everything in the security group ${source.groupId} will reach ${where}.`;
  if (whole.includes(source.block)) return `The whole internet will reach ${where}.`;
  return `Every address in ${source.block} will reach ${where}.`;
}
