import type { MskAccess } from '../aws/contract/msk.js';
import { mskAuthOf } from '../kafka/msk-ports.js';
import { parseClusterArn } from '../msk/cluster-arn.js';
import type { Path } from '../yaml/yaml-file.js';
import type { Mechanism } from './auth-rules.js';
import { mskTakesNoPlain } from './cluster-rules.js';
import type { ConfigFile } from './config-file.js';
import { fromFile } from './given-settings.js';
import { mskSource, referencesIn } from './reference-syntax.js';
import { byDefault, type Setting, settingError } from './setting.js';

/** An MSK cluster that the file has instead of brokers; references unresolved. */
export interface MskGiven {
  readonly by: 'name' | 'arn';
  /** Its name or ARN. */
  readonly cluster: Setting;
  readonly access: Setting<MskAccess>;
}

/** @param path the cluster in the file */
export function mskGiven(file: ConfigFile | undefined, path: Path): MskGiven | undefined {
  const access = fromFile<MskAccess>(file, [...path, 'access']) ?? byDefault<MskAccess>('private');
  const name = fromFile(file, [...path, 'name']);
  if (name !== undefined) return { by: 'name', cluster: name, access };
  const arn = fromFile(file, [...path, 'arn']);
  return arn === undefined ? undefined : { by: 'arn', cluster: arn, access };
}

/**
 * What stands for its brokers until it is looked up: a reference in the place of its name, `${msk:iam}`.
 * @throws UsageError when MSK knows no such login
 */
export function brokersOfMsk({ cluster }: MskGiven, mechanism: Setting<Mechanism>): Setting {
  const auth = mskAuthOf(mechanism.value);
  if (auth === undefined) throw settingError(mechanism, mskTakesNoPlain);
  return { ...cluster, value: `\${${mskSource}:${auth}}` };
}

/** The name or ARN, which may hold references, where one of these settings stands for the cluster's brokers. */
export function settingsOfMsk(settings: readonly Setting[], given: MskGiven | undefined): readonly Setting[] {
  const isNeeded = settings.some(({ value }) =>
    referencesIn(value).some(({ source }) => source === mskSource),
  );
  return isNeeded && given !== undefined ? [given.cluster] : [];
}

/** The region that the ARN names, in its place; undefined unless it stands there as it is. */
export function regionOfMsk(given: MskGiven | undefined): Setting | undefined {
  if (given?.by !== 'arn') return undefined;
  const region = parseClusterArn(given.cluster.value)?.region;
  return region === undefined ? undefined : { ...given.cluster, value: region };
}
