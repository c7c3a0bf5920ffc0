import { Command, Option } from 'commander';
import {
  accountFlags,
  collect,
  commonFlags,
  duration,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
  type SleepOptions,
} from '../flags.js';
import type { Start } from '../start.js';

export interface ScheduleShowOptions extends SleepOptions, OutputOptions {}

export interface ScheduleSetOptions extends SleepOptions, PlanFlags, OutputOptions {
  readonly sleep?: readonly string[];
  readonly wake?: readonly string[];
  readonly timezone?: string;
  readonly role?: string;
  /** Milliseconds. */
  readonly stagger?: number;
  readonly wakesTo?: readonly string[];
}

export interface ScheduleRemoveOptions extends SleepOptions, PlanFlags, OutputOptions {}

export interface SchedulePolicyOptions extends SleepOptions {
  readonly only?: 'trust' | 'permissions';
}

export function devSchedule(start: Start): Command {
  const command = new Command('schedule')
    .helpCommand(false)
    .description('sleep and wake by the clock: EventBridge Scheduler calls AWS, with no server of ours');
  command.addCommand(show(start), { isDefault: true });
  for (const verb of [set, remove, policy]) command.addCommand(verb(start));
  return command;
}

function show(start: Start): Command {
  const command = new Command('show')
    .description('what sleeps and wakes when, and the next three times')
    .action((options: ScheduleShowOptions) =>
      start(options, async (context) => {
        const { showSchedule } = await import('./schedule.run.js');
        return showSchedule(context, options);
      }),
    );
  examples(command, [
    ['exops dev schedule', 'the table'],
    ['exops dev schedule show -o json', 'the same for a program'],
  ]);
  return commonFlags(outputFlag(accountFlags(command)));
}

function set(start: Start): Command {
  const command = new Command('set')
    .description('make or change the schedules of all that exops.yaml lists under sleep')
    .option('--sleep <times>', "days and times: 'mon-fri 19:00'; may be repeated", collect)
    .option('--wake <times>', "the same: 'mon-fri 08:00'; without it nothing wakes by itself", collect)
    .option('--timezone <name>', 'where the times are from: Asia/Seoul')
    .option('--role <arn>', 'the IAM role that Scheduler takes on; exops makes none')
    .option('--stagger <duration>', 'from one stage to the next, in whole minutes (default: 5m)', duration)
    .option('--wakes-to <name=size>', 'what one at 0 wakes to: web=2, web=1/2; may be repeated', collect)
    .action((options: ScheduleSetOptions) =>
      start(options, async (context) => {
        const { setSchedule } = await import('./schedule.run.js');
        return setSchedule(context, options);
      }),
    );
  examples(command, [
    [
      `exops dev schedule set --sleep 'mon-fri 19:00' --wake 'mon-fri 08:00' \\\n      --timezone Asia/Seoul --role arn:aws:iam::123456789012:role/exops-dev`,
      'off at night and at weekends',
    ],
    [
      `exops dev schedule set --sleep 'mon-thu 19:00, fri 17:30' \\\n      --wake 'weekdays 8:00' --timezone Europe/Berlin \\\n      --role arn:aws:iam::123456789012:role/exops-dev --dry-run`,
      'what would be made or changed',
    ],
  ]);
  return commonFlags(outputFlag(planFlags(accountFlags(command))));
}

function remove(start: Start): Command {
  const command = new Command('remove')
    .description('delete the schedules that exops made')
    .argument('[schedules...]', 'names of schedules; without any, all of what exops.yaml lists')
    .action((names: string[], options: ScheduleRemoveOptions) =>
      start(options, async (context) => {
        const { removeSchedule } = await import('./schedule.run.js');
        return removeSchedule(context, names, options);
      }),
    );
  examples(command, [
    ['exops dev schedule remove', 'all of what exops.yaml lists, and their group if it is empty then'],
    ['exops dev schedule remove rds-old-mysql-sleep', 'one, of what exops.yaml lists no more'],
  ]);
  return commonFlags(outputFlag(planFlags(accountFlags(command))));
}

function policy(start: Start): Command {
  const command = new Command('policy')
    .description('print the trust and the permissions policy of the role, for exactly what is listed')
    .addOption(new Option('--only <which>', 'one of the two').choices(['trust', 'permissions']))
    .action((options: SchedulePolicyOptions) =>
      start(options, async (context) => {
        const { printSchedulePolicy } = await import('./schedule.run.js');
        return printSchedulePolicy(context, options);
      }),
    );
  examples(command, [
    ['exops dev schedule policy', 'both, as JSON'],
    ['exops dev schedule policy --only trust > trust.json', 'as aws iam create-role takes it'],
  ]);
  return commonFlags(accountFlags(command));
}
