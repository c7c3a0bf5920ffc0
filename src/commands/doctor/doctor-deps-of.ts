import type { Context } from '../../context.js';
import type { Aws } from '../../lib/aws/aws.js';
import { guardedAws } from '../../lib/aws/guarded-aws.js';
import { once } from '../../lib/aws/once.js';
import type { AwsEnvironment, EnvironmentInput } from '../../lib/config/environment.js';
import { environmentSettings } from '../../lib/config/environment-settings.js';
import { awsOf, loadEnvironment } from '../../lib/config/load-environment.js';
import { ClusterLookUpError, type DoctorDeps } from '../../lib/doctor/doctor-deps.js';
import { messageOf } from '../../lib/errors.js';
import { commandLine, flagsOf } from '../command-line.js';
import { environmentInput, tracer } from '../open-environment.js';
import { quietContext } from '../quiet-context.js';
import type { DoctorOptions } from './doctor.js';

export interface OpenDoctor {
  readonly deps: DoctorDeps;
  /** Closes what the steps left open, the last first. */
  close(): Promise<void>;
}

/** What the steps of a diagnosis are made from, from the flags; nothing is read yet. */
export function openDoctor(context: Context, options: DoctorOptions): OpenDoctor {
  const closing: (() => unknown)[] = [];
  const quiet = quietContext(context);
  const { input, aws: awsWith } = inputOf(context, options);
  const configuration = once(() => environmentSettings(input));
  const aws = once(async (): Promise<Aws> => {
    const given = await configuration();
    return awsWith((await awsOf(given.aws, input)).aws);
  });
  const deps: DoctorDeps = {
    configuration,
    environment: once(() => loadEnvironment(input)),
    aws,
    async approach(environment, host, signal) {
      const { approachNamed } = await import('../reach-host.js');
      const hostNames = [...environment.hosts.keys()];
      return approachNamed({ ...quiet, signal }, { environment, aws, hostNames }, options, host);
    },
    async kubernetes(environment) {
      const { reachKubernetes } = await import('../reach-kubernetes.js');
      const { kubernetes, close } = await reachKubernetes(quiet, { environment, aws }, options);
      closing.push(close);
      return kubernetes;
    },
    atEnd: (close) => closing.push(close),
    commandLine: (command, words = []) => commandLine(`exops ${command}`, [...words, ...placeFlags(options)]),
    trace: tracer(context, options.verbose),
    ...{ clock: context.clock, env: context.env, home: context.home, signal: context.signal },
    timeoutMs: options.timeout,
    roundTrip: options.roundTrip === true,
  };
  return {
    deps,
    async close() {
      // One that can't be closed keeps no other open.
      for (const close of closing.reverse())
        await Promise.resolve()
          .then(close)
          .catch(() => undefined);
    },
  };
}

/** Of an environment's own account, which the account's step sees to, nothing else is held to it but tokens for brokers. */
function inputOf(
  context: Context,
  options: DoctorOptions,
): { readonly input: EnvironmentInput; aws(settings: AwsEnvironment): Promise<Aws> } {
  const { aws, ...input } = environmentInput(context, options, quietContext(context));
  const ofAny = (settings: AwsEnvironment) => ({ ...settings, accountId: undefined });
  return {
    input: {
      ...input,
      needs: { kind: 'everything' },
      sources: (settings) => input.sources?.(ofAny(settings)) ?? [],
      instances: (settings) => input.instances?.(ofAny(settings)) ?? (async () => []),
      // A broker that is given by its address is dialled whoever the credentials are of.
      mskToken: (settings) => async (region) => {
        const opened = await aws(ofAny(settings))();
        const { accountId } = settings;
        const own = accountId === undefined ? opened : guardedAws(opened, accountId, context.signal);
        return own.mskToken(region);
      },
      mskCluster: (settings) => async (wanted) => {
        try {
          return await input.mskCluster?.(ofAny(settings))(wanted);
        } catch (cause) {
          throw new ClusterLookUpError(messageOf(cause), { cause });
        }
      },
    },
    aws: (settings) => aws(ofAny(settings))(),
  };
}

/** The flags that choose the environment, which other commands have, too. */
function placeFlags({ env, config, profile, region }: DoctorOptions): readonly string[] {
  return flagsOf({ env, config, profile, region });
}
