import type { Instance } from '../aws/aws.js';
import type { InstanceSelector } from '../hosts/host-settings.js';
import { hostAddressNamed } from './host-names.js';
import type { HostGiven } from './hosts-given.js';
import { instanceOf, referringHostSettings } from './hosts-of.js';
import { hostSource, referencesIn } from './reference-syntax.js';
import type { Absence, ReferenceSource } from './references.js';
import type { ReadSetting } from './resolve-settings.js';
import type { Setting } from './setting.js';

/** The instances of EC2 that fit each selector, in their order. */
export type FindInstances = (
  selectors: readonly InstanceSelector[],
) => Promise<readonly (readonly Instance[])[]>;

/** The settings of the hosts that these settings refer to, which may hold references themselves. */
export function settingsOfNamedHosts(
  settings: readonly Setting[],
  hosts: ReadonlyMap<string, HostGiven>,
): readonly Setting[] {
  const names = settings
    .flatMap(({ value }) => referencesIn(value))
    .filter(({ source }) => source === hostSource)
    .flatMap(({ name }) => hostAddressNamed(name, [...hosts.keys()])?.host ?? []);
  return [...new Set(names)].flatMap((name) => {
    const host = hosts.get(name);
    return host === undefined ? [] : referringHostSettings(host);
  });
}

/** `${host:kafka}`, the private address of a host's instance, and `${host:kafka.public}`, the public one. */
export function hostReferences(
  hosts: ReadonlyMap<string, HostGiven>,
  read: ReadSetting,
  find: FindInstances,
): ReferenceSource {
  const missing = new Map<string, Absence>();
  return {
    name: hostSource,
    isSecret: false,
    whyMissing: (name) => missing.get(name),
    resolve: async (names) => {
      const { addressOf } = await import('./host-address.js');
      const wanted = names.flatMap((name) => {
        const named = hostAddressNamed(name, [...hosts.keys()]);
        const host = named === undefined ? undefined : hosts.get(named.host);
        return named === undefined || host === undefined ? [] : [{ name, host, which: named.which }];
      });
      const all = [...new Set(wanted.map(({ host }) => host))];
      const selectors = all.map((host) => instanceOf(host, read));
      const found = await find(selectors);
      const values = new Map<string, string>();
      for (const { name, host, which } of wanted) {
        const index = all.indexOf(host);
        const address = addressOf(found[index] ?? [], which, { host: host.name, selector: selectors[index] });
        if (typeof address === 'string') values.set(name, address);
        else missing.set(name, address);
      }
      return values;
    },
  };
}
