import type { Context } from '../context.js';
import { abortable } from '../lib/abortable.js';
import type { Aws } from '../lib/aws/aws.js';
import { guardedAws } from '../lib/aws/guarded-aws.js';
import { openAws } from '../lib/aws/open-aws.js';
import type {
  AwsEnvironment,
  Environment,
  EnvironmentFlags,
  EnvironmentInput,
  Needs,
  UsedFile,
} from '../lib/config/environment.js';
import type { FindInstances } from '../lib/config/host-references.js';
import { loadEnvironment } from '../lib/config/load-environment.js';
import type { FindMskCluster } from '../lib/config/msk-references.js';
import type { ReferenceSource } from '../lib/config/references.js';
import { ExopsError } from '../lib/errors.js';
import { printable } from '../lib/terminal/printable.js';
import { createProgress } from '../lib/terminal/progress.js';
import type { ClusterOptions, HostOptions, KubernetesOptions } from './flags.js';

export interface OpenEnvironment {
  readonly environment: Environment;
  /** Of all the hosts that the environment has, where a host is what is wanted. */
  readonly hostNames?: readonly string[];
  /** Opened when first asked for; nothing is sent before its first call. */
  aws(): Promise<Aws>;
}

export type EnvironmentOptions = Partial<ClusterOptions & HostOptions & KubernetesOptions> & {
  readonly unattended?: Unattended;
};

/** Nobody knows that this runs: nothing is asked, no program is started, and no host is logged in to. */
interface Unattended {
  /** Whether this content of a configuration file may be used all the same. */
  mayUse(file: UsedFile): Promise<boolean>;
}

/** The environment that the flags, the variables and `exops.yaml` choose, with what the command needs of it resolved. */
export async function openEnvironment(
  context: Context,
  options: EnvironmentOptions,
  needs?: Needs,
): Promise<OpenEnvironment> {
  const input = environmentInput(context, options);
  const environment = await loadEnvironment({ ...input, needs });
  return { environment, aws: input.aws(environment.aws) };
}

/**
 * What configuration is loaded with; AWS is opened once for one and the same part of the environment.
 * @param waiting where it is said what is waited for, if that is another place than where questions and requests are shown
 */
export function environmentInput(
  context: Context,
  options: EnvironmentOptions,
  waiting: Context = context,
): EnvironmentInput & { aws(settings: AwsEnvironment): () => Promise<Aws> } {
  const { cwd, home, env } = context;
  let opened: Promise<Aws> | undefined;
  const aws = (settings: AwsEnvironment) => () => {
    opened ??= openAwsOf(context, options, settings);
    return opened;
  };
  return {
    ...{ cwd, home, env, flags: environmentFlags(options), aws, permit: permission(options) },
    sources: (settings) => awsSources(waiting, aws(settings)),
    instances: (settings) => findingInstances(waiting, aws(settings)),
    mskCluster: (settings) => findingMskCluster(waiting, aws(settings)),
    mskToken: (settings) => async (region) => (await aws(settings)()).mskToken(region),
  };
}

function permission({ unattended }: EnvironmentOptions): EnvironmentInput['permit'] {
  if (unattended === undefined) return undefined;
  return async ({ file, via }) => {
    if (via !== undefined) throw new ExopsError('No host is logged in to in the background.');
    if (file !== undefined && !(await unattended.mayUse(file)))
      throw new ExopsError(`No command has used ${file.path} as it is.`);
  };
}

function findingInstances({ terminal, signal }: Context, aws: () => Promise<Aws>): FindInstances {
  return async (selectors) => {
    const { findInstances } = await import('../lib/hosts/find/find-instances.js');
    const { ec2 } = await aws();
    return createProgress(terminal).during('Asking EC2 for the addresses of hosts', () =>
      findInstances(ec2, selectors, signal),
    );
  };
}

function findingMskCluster({ terminal, signal }: Context, aws: () => Promise<Aws>): FindMskCluster {
  return async (wanted) => {
    const { findMskCluster } = await import('../lib/msk/find-cluster.js');
    const opened = await aws();
    return createProgress(terminal).during(
      `Asking MSK for the brokers of ${printable(wanted.name ?? wanted.arn ?? '')}`,
      () => abortable(findMskCluster(opened, wanted, signal), signal),
    );
  };
}

/** The flags that choose an environment, by the names that the configuration knows them by. */
function environmentFlags(options: EnvironmentOptions): EnvironmentFlags {
  const { env, config, brokers, auth, username, algorithm, tls, ca, cert, key } = options;
  const { profile, region, via, context, namespace, kubeconfig } = options;
  return {
    ...{ environment: env, config, brokers, auth, username, algorithm, ca, certificate: cert, key },
    ...{ profile, region, via, context, namespace, kubeconfig },
    // Without the flag the file decides.
    ...(tls === false ? { tls } : {}),
  };
}

/** Told about every request and step, on stderr, when the person wants to see them. */
export function tracer({ terminal, env }: Context, verbose: boolean | undefined): (event: string) => void {
  const isTraced = verbose === true || Boolean(env['EXOPS_DEBUG']);
  return isTraced ? (event) => terminal.err.line(`  ${printable(event)}`) : () => {};
}

async function openAwsOf(
  context: Context,
  { verbose, timeout, unattended }: EnvironmentOptions,
  { accountId, profile, region }: AwsEnvironment,
): Promise<Aws> {
  const { env, home, terminal, signal } = context;
  const aws = openAws({
    ...{ profile, region, env, home, timeoutMs: timeout, unattended: unattended !== undefined },
    trace: tracer(context, verbose),
    askMfaCode: terminal.canAsk
      ? async (serial) => {
          const answer = await terminal.ask(`Code of ${printable(serial)}: `, signal);
          return answer === 'end of input' ? '' : answer.text.trim();
        }
      : undefined,
  });
  return accountId === undefined ? aws : guardedAws(aws, accountId, signal);
}

const noValues: Promise<ReadonlyMap<string, string>> = Promise.resolve(new Map());
const awsSourceNames = ['cfn', 'secretsmanager', 'ssm'];

function awsSources({ terminal, signal }: Context, aws: () => Promise<Aws>): readonly ReferenceSource[] {
  return awsSourceNames.map((name): ReferenceSource => {
    let found: ReferenceSource | undefined;
    return {
      name,
      isSecret: name !== 'cfn',
      isPublic: (one) => found?.isPublic?.(one) === true,
      resolve: async (names) => {
        const { awsReferences } = await import('../lib/config/aws-references.js');
        const opened = await aws();
        found = awsReferences(() => opened).find((one) => one.name === name);
        return createProgress(terminal).during(`Asking AWS for \${${name}:…}`, async () =>
          abortable(found === undefined ? noValues : found.resolve(names), signal),
        );
      },
    };
  });
}
