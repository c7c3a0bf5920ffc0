import { UnclearTargetError } from '../config/unclear-target.js';
import { UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { InvalidFileError } from '../yaml/problem.js';
import { type ConfigurationFacts, factsOf } from './configuration-facts.js';
import type { DoctorDeps } from './doctor-deps.js';
import { findingOf } from './finding-of.js';
import { invalidFile } from './invalid-file.js';
import type { Finding, Outcome, Step } from './model.js';
import { broken, ok, step } from './step.js';

/** Whether the file can be read, and which environment is meant; no reference is resolved, and nothing is reached. */
export function configurationStep(deps: DoctorDeps): Step<ConfigurationFacts> {
  return step({
    layer: 'configuration',
    tries: 'the configuration',
    deadlineMs: localDeadlineMs,
    run: async () => {
      try {
        return judgeConfiguration(factsOf(await deps.configuration()), deps);
      } catch (error) {
        return explainConfiguration(error, deps);
      }
    },
  });
}

/** Files of this machine: only a network drive that hangs takes that long. */
const localDeadlineMs = 60_000;

export function judgeConfiguration(
  facts: ConfigurationFacts,
  { commandLine }: Pick<DoctorDeps, 'commandLine'>,
): Outcome<ConfigurationFacts> {
  const { file, environmentName, hasCluster, hasHosts, hasKubernetes } = facts;
  const where = [environmentName, file].filter((word) => word !== undefined).map(printable);
  const has = [
    ...(hasCluster ? ['a cluster'] : []),
    ...(hasHosts ? ['hosts'] : []),
    ...(hasKubernetes ? ['Kubernetes'] : []),
  ];
  if (has.length === 0)
    return broken({
      saw: `${where.join(' of ')} has no cluster, no hosts and no Kubernetes`,
      problem: 'nothing-to-examine',
      next: [
        'Write cluster: { brokers: [host:port] } into it, then see what it comes to:',
        commandLine('config view'),
      ],
    });
  return ok(`${where.length === 0 ? 'flags and variables' : where.join(' of ')}: ${has.join(', ')}`, facts);
}

/** A password is typed where neither the shell's history nor anybody else has it. */
function unusableFlag(error: UsageError): Omit<Finding, 'verdict'> {
  const finding = findingOf(error, 'flag-unusable');
  const isOfPassword = error.message.endsWith(' needs a password: EXOPS_PASSWORD');
  if (!isOfPassword) return finding;
  const ask = 'read -rs EXOPS_PASSWORD && export EXOPS_PASSWORD';
  return { ...finding, next: ['Type it, which nobody sees, then try again:', ask] };
}

/** @throws what isn't about the file or the flags */
export function explainConfiguration(
  error: unknown,
  { commandLine }: Pick<DoctorDeps, 'commandLine'>,
): Outcome<never> {
  if (error instanceof InvalidFileError)
    return broken(invalidFile(error, 'file-invalid', commandLine('config validate')));
  if (error instanceof UnclearTargetError) return { findings: [findingOf(error, 'no-target')] };
  if (error instanceof UsageError) return broken(unusableFlag(error));
  throw error;
}
