import { unknown } from './arns.js';
import type { PolicyFacts } from './facts.js';
import type { CommandNeeds } from './needs.js';
import type { Sid } from './purposes.js';
import { secretArns } from './referred.js';
import type { Policy } from './statements.js';

/** Of a managed policy, without its white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = 6_144;

/** What a person should know beside a policy: where it is wider than the environment, and what it can't have in it. */
export function policyNotes(
  policy: Policy,
  facts: PolicyFacts,
  { commands, isOffline }: { readonly commands: readonly CommandNeeds[]; readonly isOffline: boolean },
): readonly string[] {
  const sids = new Set(policy.Statement.map(({ Sid }) => Sid.replace(/\d+$/, '')));
  const has = (sid: Sid) => sids.has(sid);
  const { accountId, region, hosts, sleepers } = facts;
  const isAnyHost = hosts.some(
    ({ name, instance }) => name === '' && instance.by === 'name' && isUnknown(instance.name),
  );
  const leavesRoot = has('ReadHostKeys') && !has('ReadHostKeysAsRoot');
  const startsInstances = has('Start') && sleepers.some(({ kind }) => kind === 'ec2');
  const notes: readonly (readonly [boolean, string])[] = [
    [policy.Statement.length === 0, nothingNeeded(commands)],
    [
      isOffline && unresolved(facts).length > 0,
      `Not resolved, so that any matches: ${unresolved(facts).join(', ')}`,
    ],
    [accountId === undefined, 'The account is not known, so that any matches: write aws: { accountId: … }.'],
    [region === undefined, 'The region is not known, so that any matches: write aws: { region: … }.'],
    [isAnyHost, 'exops.yaml names no host, so that any instance can be entered as ec2-user.'],
    [
      leavesRoot,
      'Left out: reading host keys through ssm:SendCommand, which is root on the hosts. --ssm-host-keys adds it; without it a first login is verified by the console output or the EC2 tag.',
    ],
    [
      has('ReadHostKeysAsRoot'),
      'ReadHostKeysAsRoot lets run any command as root on these hosts: give it to those who pin host keys.',
    ],
    [
      secretArns(facts.references, facts).length > 0,
      'A secret under a key of your own needs kms:Decrypt on that key as well.',
    ],
    [
      startsInstances,
      'An instance with a volume under a key of your own needs kms:CreateGrant on that key as well.',
    ],
    [
      has('WriteSchedules'),
      'WriteSchedules lets Scheduler have any role that trusts it: put the role of your schedules in the place of role/*.',
    ],
    [
      has('DeleteLeftovers'),
      'DeleteLeftovers is about everything in the account that is not tagged exops:protected: leave it out for those who only look.',
    ],
    [has('OpenPorts'), 'OpenPorts is for doctor --fix: leave it out for those who only look.'],
    [size(policy) > mostCharacters, tooLong(policy)],
  ];
  return notes.flatMap(([isSo, text]) => (isSo ? [text] : []));
}

function nothingNeeded(commands: readonly CommandNeeds[]): string {
  const what = commands.length === 1 ? 'This command needs' : 'These commands need';
  return `${what} no rights in AWS for this environment.`;
}

/** What isn't known of hosts and of what sleeps: `host kafka`, `ec2`. */
function unresolved({ hosts, sleepers }: PolicyFacts): readonly string[] {
  const ofHosts = hosts.flatMap(({ name, instance, endpoints }) => [
    ...(name !== '' && instance.by === 'name' && isUnknown(instance.name)
      ? [`the instance of host ${name}`]
      : []),
    ...(name !== '' && endpoints.some(isUnknown)
      ? [`the EC2 Instance Connect Endpoint of host ${name}`]
      : []),
  ]);
  const ofSleepers = sleepers.flatMap(({ kind, cluster, chosen }) => {
    const name = chosen.by === 'name' ? chosen.name : '';
    return isUnknown(cluster) || isUnknown(name) ? [`a line of sleep (${kind})`] : [];
  });
  return [...new Set([...ofHosts, ...ofSleepers])];
}

function size(policy: Policy): number {
  return JSON.stringify(policy).length;
}

function tooLong(policy: Policy): string {
  return `It has ${size(policy)} characters, and a managed policy takes ${mostCharacters}: make one for some of the commands, and another for the rest.`;
}

function isUnknown(text: string): boolean {
  return text.includes(unknown);
}
