import { type PowerLab, powerLab } from '../../lab/aws/power-lab.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';
import { type OpenedAws, openLab, ownName } from '../aws/opened-aws.js';

/** An environment of its own in the lab's AWS, with nothing scheduled yet. */
export interface ScheduleEnvironment extends OpenedAws {
  readonly power: PowerLab;
  /** Its name, which is that of its group too. */
  readonly name: string;
  readonly group: string;
  readonly cluster: string;
  readonly nodegroup: string;
  readonly database: string;
  readonly kafka: string;
  /** Runs a command line there. */
  exops(line: string, options?: RunOptions): Promise<RunResult>;
  /** `exops dev schedule set` with the usual times, and more. */
  set(more?: string, options?: RunOptions): Promise<RunResult>;
  /** The same with more lines in its sleep list. */
  with(lines: string): Promise<Pick<ScheduleEnvironment, 'exops' | 'set'>>;
  /** The same environment, as another file has it: with these lines alone in its sleep list. */
  only(lines: string): Promise<Pick<ScheduleEnvironment, 'exops' | 'set'>>;
  /** Lets all schedules of a direction come due, in their order. */
  fire(direction: 'sleep' | 'wake'): Promise<void>;
}

export const roleArn = 'arn:aws:iam::123456789012:role/exops-dev';

const usual = `dev schedule set --sleep "mon-fri 19:00" --wake "mon-fri 08:00" --timezone Asia/Seoul --role ${roleArn}`;

export async function scheduleEnvironment(): Promise<ScheduleEnvironment> {
  const opened = openLab();
  const { lab, aws } = opened;
  const power = powerLab(lab);
  const name = ownName('night');
  const [cluster, nodegroup, database] = [ownName('shop'), ownName('spot'), ownName('mysql')];
  const [kafka] = await Promise.all([
    lab.runInstance({ name: ownName('kafka'), transitionSeconds: 0 }),
    power.databases.create({ name: database, transitionSeconds: 0 }),
    power.nodegroups.create({ cluster, name: nodegroup, transitionSeconds: 0 }),
  ]);
  const group = `exops-${name}`;
  const inFolder = async (lines: string): Promise<Pick<ScheduleEnvironment, 'exops' | 'set'>> => {
    const cwd = await folderWith({
      'exops.yaml': `version: 1
environments:
  ${name}:
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    sleep:
${lines}`,
    });
    const exops = (line: string, options: RunOptions = {}) =>
      run(line, { cwd, ...options, env: { EXOPS_ENV: name, ...lab.env, ...options.env } });
    return { exops, set: (flags = '', options) => exops(`${usual} ${flags}`, options) };
  };
  const usualLines = `      - eksNodegroup: { cluster: ${cluster}, name: ${nodegroup} }
      - rdsInstance: ${database}
      - ec2Instance: ${kafka}
`;
  return {
    ...opened,
    ...{ power, name, group, cluster, nodegroup, database, kafka },
    ...(await inFolder(usualLines)),
    with: (lines) => inFolder(`${usualLines}${lines}`),
    only: inFolder,
    async fire(direction) {
      const schedules = (await aws.scheduler.schedules(group)) ?? [];
      const due = schedules
        .filter((schedule) => schedule.name.endsWith(`-${direction}`))
        .sort((one, other) => (one.expression < other.expression ? -1 : 1));
      for (const schedule of due) await power.runSchedule(group, schedule.name);
    },
  };
}
