import { defaultUser, type HostSettings, type InstanceSelector } from '../hosts/host-settings.js';
import type { HostGiven } from './hosts-given.js';
import type { ReadSetting } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';

/** A host, and those that it is reached through, nearest to it first; the file was validated to have no circle. */
export function hostChain(hosts: ReadonlyMap<string, HostGiven>, name: string): readonly HostGiven[] {
  const host = hosts.get(name);
  if (host === undefined) return [];
  return [host, ...(host.via === undefined ? [] : hostChain(hosts, host.via.value))];
}

/** The settings of a host that may hold references. */
export function referringHostSettings({ instance }: HostGiven): readonly Setting[] {
  return 'id' in instance ? [instance.id] : [...instance.tags.values()];
}

/** @throws InvalidFileError when a reference didn't lead to an instance id */
export function hostOf(given: HostGiven, read: ReadSetting): HostSettings {
  const { name, user, port, address, route, via, tools, services } = given;
  return {
    name,
    instance: instanceOf(given, read),
    user: user?.value ?? defaultUser,
    port: port?.value ?? 22,
    address: address?.value,
    route: route?.value,
    via: via?.value,
    tools,
    services,
  };
}

/** @throws InvalidFileError when a reference didn't lead to an instance id */
export function instanceOf({ instance }: HostGiven, read: ReadSetting): InstanceSelector {
  if (!('id' in instance)) {
    const tags = [...instance.tags].map(([key, setting]) => [key, read(setting).text] as const);
    return { by: 'tags', tags: Object.fromEntries(tags) };
  }
  return { by: 'id', id: instanceIdOf(instance.id, read) };
}

/** @throws InvalidFileError when a reference didn't lead to an instance id */
export function instanceIdOf(setting: Setting, read: ReadSetting): string {
  const { text, isSecret } = read(setting);
  if (/^i-[0-9a-f]{8,17}$/.test(text)) return text;
  const got = isSecret ? 'something else' : JSON.stringify(text);
  throw settingError(setting, `expected an instance id such as i-0123456789abcdef0, got ${got}`);
}
