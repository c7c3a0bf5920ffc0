import type { RouteName, ServiceSettings } from '../hosts/host-settings.js';
import type { Path } from '../yaml/yaml-file.js';
import type { ConfigFile } from './config-file.js';
import { fromFile } from './given-settings.js';
import type { Setting } from './setting.js';

/** A host as the file has it, references unresolved. */
export interface HostGiven {
  readonly name: string;
  /** The instance's id, or its tags. */
  readonly instance: { readonly id: Setting } | { readonly tags: ReadonlyMap<string, Setting> };
  readonly user: Setting | undefined;
  readonly port: Setting<number> | undefined;
  readonly address: Setting<'public' | 'private'> | undefined;
  readonly route: Setting<RouteName> | undefined;
  readonly via: Setting | undefined;
  readonly tools: ReadonlyMap<string, readonly string[]>;
  /** Where the tools stand in the file. */
  readonly toolsAt: Setting<unknown> | undefined;
  readonly services: ReadonlyMap<string, ServiceSettings>;
  /** Where the services stand in the file. */
  readonly servicesAt: Setting<unknown> | undefined;
}

type WrittenService =
  | { readonly systemd: string; readonly health?: string }
  | { readonly compose: string; readonly service?: string; readonly health?: string };

/** The hosts of an environment of the file, by name. */
export function hostsGiven(file: ConfigFile | undefined, path: Path): ReadonlyMap<string, HostGiven> {
  const written = fromFile<Readonly<Record<string, unknown>>>(file, path)?.value ?? {};
  return new Map(Object.keys(written).map((name) => [name, hostGiven(file, [...path, name], name)]));
}

function hostGiven(file: ConfigFile | undefined, path: Path, name: string): HostGiven {
  const pick = <T = string>(...keys: string[]) => fromFile<T>(file, [...path, ...keys]);
  const tags = pick<Readonly<Record<string, string>>>('instance', 'tag')?.value;
  const id = pick('instance');
  const tagSettings = Object.keys(tags ?? {}).flatMap((key): [string, Setting][] => {
    const value = pick('instance', 'tag', key);
    return value === undefined ? [] : [[key, value]];
  });
  return {
    name,
    instance: tags === undefined && id !== undefined ? { id } : { tags: new Map(tagSettings) },
    user: pick('user'),
    port: pick<number>('port'),
    address: pick<'public' | 'private'>('address'),
    route: pick<RouteName>('route'),
    via: pick('via'),
    tools: new Map(Object.entries(pick<Record<string, readonly string[]>>('tools')?.value ?? {})),
    toolsAt: pick<unknown>('tools'),
    servicesAt: pick<unknown>('services'),
    services: new Map(
      Object.entries(pick<Record<string, WrittenService>>('services')?.value ?? {}).map(
        ([service, given]) => [service, serviceOf(service, given)],
      ),
    ),
  };
}

function serviceOf(name: string, given: WrittenService): ServiceSettings {
  const { health } = given;
  return 'systemd' in given
    ? { kind: 'systemd', unit: given.systemd, health }
    : { kind: 'compose', folder: given.compose, service: given.service ?? name, health };
}
