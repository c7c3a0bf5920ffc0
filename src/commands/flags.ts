import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OutputFormat } from '../lib/change/scene.js';
import type { RouteName } from '../lib/hosts/host-settings.js';
import type { CommonOptions } from './start.js';

/** Which environment, and where in AWS; the same on every command that may ask AWS or go through a host. */
export interface AwsOptions extends CommonOptions {
  readonly env?: string;
  readonly config?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly acceptNewHostKey?: true;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** How to reach a host; the same on every command that does. */
export interface HostOptions extends AwsOptions {
  readonly user?: string;
  readonly route?: RouteName;
}

/** How to reach a cluster; the same on every command that does. */
export interface ClusterOptions extends AwsOptions {
  readonly brokers?: string;
  readonly auth?: 'none' | 'tls' | 'scram' | 'plain' | 'iam';
  readonly username?: string;
  readonly algorithm?: 'sha-256' | 'sha-512';
  /** False with `--no-tls`. */
  readonly tls: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly via?: string;
}

/** Which environment, and where its applications run. */
export interface KubernetesOptions extends CommonOptions {
  readonly env?: string;
  readonly config?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly kubeconfig?: string;
  readonly profile?: string;
  readonly region?: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Which environment, and where what sleeps in it is: in AWS, and maybe in a Kubernetes. */
export type SleepOptions = KubernetesOptions;

/** What a changing command was told about showing and confirming its plan. */
export interface PlanFlags {
  readonly dryRun?: true;
  readonly check?: true;
  readonly yes?: true;
  readonly confirm?: string;
}

export interface OutputOptions<Format extends string = OutputFormat> {
  readonly output: Format;
}

/** As in `pointForms`, which would load more than a command's flags may. */
export const pointWords = 'an offset (4200), a time (2026-11-21T10:00:00Z) or so long ago (-90m)';

/** As in `routeNames`, which would load more than a command's flags may. */
const routeNames: readonly RouteName[] = ['direct', 'eice', 'ssm'];

export function commonFlags(command: Command): Command {
  return command
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'))
    .option('--no-input', 'never ask; fail, and name the flag that answers')
    .option('-v, --verbose', 'show every request on stderr', false);
}

export function configFlag(command: Command): Command {
  return command.option('--config <file>', 'configuration, instead of the nearest exops.yaml (EXOPS_CONFIG)');
}

function awsFlags(command: Command): Command {
  return timeoutFlag(
    awsPlaceFlags(command).option(
      '--accept-new-host-key',
      "trust a host's key that nothing vouches for, and remember it",
    ),
  );
}

function awsPlaceFlags(command: Command): Command {
  return command
    .option('--profile <name>', 'AWS profile (EXOPS_PROFILE)')
    .option('--region <name>', 'AWS region (EXOPS_REGION)');
}

function timeoutFlag(command: Command): Command {
  return command.option('--timeout <duration>', 'longest wait for one answer: 30s, 2m', duration);
}

function environmentFlag(command: Command): Command {
  return configFlag(command.option('-e, --env <name>', 'environment of exops.yaml (EXOPS_ENV)'));
}

/** Which environment, and where in AWS; for a command that asks nothing but AWS. */
export function accountFlags(command: Command): Command {
  return timeoutFlag(awsPlaceFlags(environmentFlag(command)));
}

export function hostFlags(command: Command): Command {
  const named = environmentFlag(command)
    .option('--user <name>', 'log in as (default: "ec2-user")')
    .addOption(new Option('--route <way>', 'how to get there, if not chosen by itself').choices(routeNames));
  return awsFlags(named);
}

export function clusterFlags(command: Command): Command {
  const own = environmentFlag(command)
    .option('--brokers <list>', 'host:port,… without any file (EXOPS_BROKERS)')
    .addOption(
      new Option(
        '--auth <mechanism>',
        'how to log in (EXOPS_AUTH); a password comes from EXOPS_PASSWORD',
      ).choices(['none', 'tls', 'scram', 'plain', 'iam']),
    )
    .option('--username <name>', 'for scram and plain (EXOPS_USERNAME)')
    .addOption(
      new Option('--algorithm <name>', 'for scram (default: "sha-512")').choices(['sha-256', 'sha-512']),
    )
    .option('--no-tls', 'log in with a password without TLS')
    .option('--ca <file>', "PEM of the brokers' authority (EXOPS_CA)")
    .option('--cert <file>', 'PEM of a client certificate (EXOPS_CERTIFICATE)')
    .option('--key <file>', 'PEM of its key (EXOPS_KEY)')
    .option(
      '--via <host>',
      'go through this host: a name of exops.yaml, an instance id, a Name tag; or direct (EXOPS_VIA)',
    );
  return awsFlags(own);
}

/** Whose secrets; for a command that reaches nothing. */
export function kubernetesPlaceFlags(command: Command): Command {
  const named = environmentFlag(command).option(
    '--namespace <name>',
    "of the applications, instead of exops.yaml's",
  );
  return awsPlaceFlags(named);
}

export function kubernetesFlags(command: Command): Command {
  return timeoutFlag(awsPlaceFlags(contextFlags(environmentFlag(command))));
}

/** Which Kubernetes; for a command that has the flags of its environment from elsewhere. */
export function contextFlags(command: Command): Command {
  return command
    .option('--context <name>', "of the kubeconfig, instead of exops.yaml's")
    .option('--namespace <name>', "of the applications, instead of exops.yaml's")
    .option('--kubeconfig <file>', 'instead of KUBECONFIG and ~/.kube/config');
}

export function sleepFlags(command: Command): Command {
  return kubernetesFlags(command);
}

export function planFlags(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show the plan and change nothing')
    .option('--check', 'the same, and exit 3 when there is something to do')
    .option('-y, --yes', 'answer yes to a plan that loses nothing')
    .option('--confirm <words>', 'answer a plan that loses something, with the words it asks for');
}

export function outputFlag(
  command: Command,
  formats: readonly string[] = ['table', 'json', 'yaml'],
): Command {
  return command.addOption(
    new Option('-o, --output <format>', 'how to print').choices(formats).default('table'),
  );
}

/** `30s`, `2m`, `500ms` → milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text);
  const worth = { ms: 1, s: 1_000, m: 60_000 }[match?.[2] ?? ''];
  const value = Number(match?.[1]) * (worth ?? 0);
  if (!(value > 0)) throw new InvalidArgumentError('Write it as 30s, 2m or 500ms.');
  return value;
}

/** For an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return [...before, value];
}

/** `Examples:` under the help text, what each is for above it. */
export function examples(
  command: Command,
  lines: readonly (readonly [command: string, what: string])[],
): Command {
  const text = lines.map(([typed, what]) => `  # ${what}\n  $ ${typed}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${text}`);
}
