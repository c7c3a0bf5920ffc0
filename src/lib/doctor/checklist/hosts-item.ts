import type { Instance } from '../../aws/aws.js';
import { findInstances } from '../../hosts/find/find-instances.js';
import { instanceWords } from '../../hosts/find/instance-words.js';
import { recordTag } from '../../power/record.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome, nothingToCheck } from './item.js';

/** Whether the instances of the hosts run. */
export function hostsItem(deps: ChecklistDeps, { account, settings }: ItemsAfter): Item {
  return {
    what: 'hosts',
    step: step({
      layer: 'instance',
      tries: 'instances that run',
      after: [account, settings],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const aws = known.value(account)?.aws;
        const hosts = [...known.value(settings).environment.hosts.values()];
        if (aws === undefined || hosts.length === 0) return nothingToCheck('the environment has no host');
        const found = await findInstances(
          aws.ec2,
          hosts.map(({ instance }) => instance),
          signal,
        );
        return judgeHosts(
          hosts.map(({ name }, index) => ({ name, instances: found[index] ?? [] })),
          aws.region,
          {
            status: (name) => deps.commandLine('host status', [name]),
            wake: deps.commandLine('dev wake'),
          },
        );
      },
    }),
  };
}

export interface HostInstances {
  readonly name: string;
  readonly instances: readonly Instance[];
}

/** Lines for a person to run. */
export interface HostCommands {
  /** Shows what runs on a host. */
  status(name: string): string;
  /** Starts what exops has put to sleep. */
  readonly wake: string;
}

/** Pure. */
export function judgeHosts(
  hosts: readonly HostInstances[],
  region: string,
  commands: HostCommands,
): Outcome<undefined> {
  const missing = hosts.flatMap(({ name, instances }): Omit<Finding, 'verdict'>[] => {
    const present = instances.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
    const [first] = present;
    if (first === undefined)
      return [{ saw: `${printable(name)}: there is no such instance`, problem: 'host-not-found' }];
    if (present.some(({ state }) => state === 'running')) return [];
    const saw = `${instanceWords(first, name)} is ${first.state}`;
    if (first.state !== 'stopped')
      return [{ saw, problem: 'host-not-running', next: [commands.status(name)] }];
    // Started by hand, it would keep the record of what to wake to.
    if (first.tags.has(recordTag)) return [{ saw, problem: 'host-asleep', next: [commands.wake] }];
    const start = `aws ec2 start-instances --instance-ids ${first.id} --region ${region}`;
    return [{ saw, problem: 'host-stopped', next: [start] }];
  });
  const [only, ...others] = hosts;
  const inPlace =
    others.length === 0 && only !== undefined
      ? `${printable(only.name)} runs`
      : `${countOf(hosts.length, 'host')} run`;
  return itemOutcome(missing, inPlace);
}
