import { ownName } from '../aws/opened-aws.js';
import type { ScheduleEnvironment } from './schedule-environment.js';

export const ownNames = () => [ownName('web'), ownName('api'), ownName('aurora'), ownName('manual')] as const;

export async function stored({ aws, group }: ScheduleEnvironment) {
  const schedules = (await aws.scheduler.schedules(group)) ?? [];
  return [...schedules].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Names of its own become the usual ones. */
export function plain(
  text: string,
  { name, cluster, nodegroup, database, kafka }: ScheduleEnvironment,
): string {
  const names = {
    [name]: 'dev',
    [cluster]: 'shop',
    [nodegroup]: 'spot',
    [database]: 'mysql',
    [kafka]: 'i-1',
  };
  return Object.entries(names).reduce((all, [own, usual]) => all.replaceAll(own, usual), text);
}
