import type { SleepEntry } from '../power/sleep-entry.js';
import type { Path } from '../yaml/yaml-file.js';
import type { ConfigFile } from './config-file.js';
import { fromFile } from './given-settings.js';
import type { Setting } from './setting.js';
import { type SleepKey, sleepKeys } from './sleep-keys.js';

/** A line of the `sleep` list as the file has it, references unresolved. */
export interface SleepGiven {
  readonly key: SleepKey;
  /** Its parts by their names: `cluster`, `name`, or what stands there alone (by the empty name). */
  readonly parts: ReadonlyMap<string, Setting>;
  /** The tags that choose it, of workloads the labels; undefined when its name does. */
  readonly tags: ReadonlyMap<string, Setting> | undefined;
  readonly order: Setting<number> | undefined;
  readonly skip: Setting<boolean> | undefined;
  readonly wake: Setting<SleepEntry['wake']> | undefined;
  /** What it is of, where that stands. */
  readonly chosen: Setting<unknown>;
  /** `exops.yaml:41:9`, where the line begins. */
  readonly at: string;
}

/** The `sleep` list at a path of the file. */
export function sleepGiven(file: ConfigFile | undefined, path: Path): readonly SleepGiven[] {
  const lines = fromFile<readonly unknown[]>(file, path)?.value ?? [];
  return lines.flatMap((_, index) => {
    const own = [...path, index];
    const key = sleepKeys.find((one) => fromFile(file, [...own, one]) !== undefined);
    return key === undefined || file === undefined ? [] : [lineGiven(file, own, key)];
  });
}

function lineGiven(file: ConfigFile, path: Path, key: SleepKey): SleepGiven {
  const at = [...path, key];
  const pick = <T>(name: string) => fromFile<T>(file, [...path, name]);
  const chosen: Setting<unknown> = { value: undefined, origin: { kind: 'file', file, path: at } };
  const tagsAt = [...at, key === 'kubernetesWorkload' ? 'label' : 'tag'];
  const isByTags = fromFile<object>(file, tagsAt) !== undefined;
  const { line, column } = file.yaml.positionOf(path);
  return {
    key,
    parts: partsAt(file, at),
    tags: isByTags ? partsAt(file, tagsAt) : undefined,
    order: pick<number>('order'),
    skip: pick<boolean>('skip'),
    wake: pick<SleepEntry['wake']>('wake'),
    chosen,
    at: `${file.yaml.name}:${line}:${column}`,
  };
}

function partsAt(file: ConfigFile, path: Path): ReadonlyMap<string, Setting> {
  const written = fromFile<string | Readonly<Record<string, unknown>>>(file, path)?.value ?? '';
  if (typeof written === 'string')
    return new Map([['', { value: written, origin: { kind: 'file', file, path } }]]);
  return new Map(
    Object.entries(written).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[name, { value, origin: { kind: 'file', file, path: [...path, name] } }] as const]
        : [],
    ),
  );
}

/** The settings of a line that may hold references. */
export function referringSleepSettings({ parts, tags }: SleepGiven): readonly Setting[] {
  return [...parts.values(), ...(tags?.values() ?? [])];
}
