import { didYouMean } from '../yaml/nearest.js';
import type { ConfigFile } from './config-file.js';
import type { EnvironmentInput, Needs } from './environment.js';
import { findConfig } from './find-config.js';
import { fromFile, fromOutside } from './given-settings.js';
import { byDefault, originText, type Setting } from './setting.js';
import { UnclearTargetError } from './unclear-target.js';

/** The environment that is meant, and its file; neither when the cluster is named by itself. */
export interface Choice {
  readonly file: ConfigFile | undefined;
  readonly name: Setting | undefined;
}

const noFile = 'no exops.yaml here or in a folder above';

const bothWays =
  'Name a cluster with --brokers HOST:PORT (or EXOPS_BROKERS), or write its environment into an exops.yaml here or in a folder above.';

const sleepList =
  'Write an exops.yaml with environments: { NAME: { sleep: […] } }, or name one with --config or EXOPS_CONFIG.';

/**
 * Finds the file and the environment that a command means.
 * @throws UnclearTargetError when that isn't clear, InvalidFileError when the file is wrong
 */
export async function chooseEnvironment(input: EnvironmentInput): Promise<Choice> {
  const wanted = fromOutside(input, { flag: 'environment', variable: 'EXOPS_ENV' });
  const { kind = 'cluster' } = input.needs ?? {};
  const needsNoFile = kind === 'hosts' || kind === 'kubernetes';
  const brokers =
    kind === 'cluster' || kind === 'everything'
      ? fromOutside(input, { flag: 'brokers', variable: 'EXOPS_BROKERS' })
      : undefined;
  const path = await findConfig({ ...input, config: input.flags.config });
  // Brokers by themselves must not get another cluster's credentials, protection or topics.
  if (wanted === undefined && brokers !== undefined) return { file: undefined, name: undefined };
  if (path === undefined) {
    if (wanted === undefined && needsNoFile) return { file: undefined, name: undefined };
    throw explainNoFile(wanted, kind);
  }
  // The parser and the schema are loaded only where there is a file to read.
  const { readConfigFile } = await import('./config-file.js');
  const file = await readConfigFile(path, input);
  return { file, name: wanted === undefined ? usualEnvironment(file) : existing(file, wanted) };
}

function explainNoFile(wanted: Setting | undefined, kind: Needs['kind']): UnclearTargetError {
  if (wanted !== undefined)
    return new UnclearTargetError(
      `${originText(wanted.origin)}: there is no environment ${JSON.stringify(wanted.value)}, as there is ${noFile}`,
    );
  return kind === 'sleep'
    ? new UnclearTargetError(`What sleeps is listed in a file, and there is ${noFile}.`, { hint: sleepList })
    : new UnclearTargetError(`No cluster is named, and there is ${noFile}.`, { hint: bothWays });
}

function existing(file: ConfigFile, wanted: Setting): Setting {
  const names = Object.keys(file.config.environments);
  if (names.includes(wanted.value)) return wanted;
  const meant = didYouMean(wanted.value, names);
  throw new UnclearTargetError(
    `${file.yaml.name} has no environment ${JSON.stringify(wanted.value)}${meant}, which ${originText(wanted.origin)} names.`,
    { hint: `It has: ${names.join(', ')}` },
  );
}

function usualEnvironment(file: ConfigFile): Setting {
  const usual = fromFile(file, ['defaultEnvironment']);
  if (usual !== undefined) return usual;
  const names = Object.keys(file.config.environments);
  const [only] = names;
  if (names.length === 1 && only !== undefined) return byDefault(only);
  throw new UnclearTargetError(`${file.yaml.name} has ${names.length} environments and none is named.`, {
    hint: `Name one with --env (or EXOPS_ENV, or defaultEnvironment in the file): ${names.join(', ')}`,
  });
}
