import { didYouMean } from '../yaml/nearest.js';
import { hostSource, referencesIn } from './reference-syntax.js';

/** Which address of which host a reference is for. */
export interface HostAddressName {
  readonly host: string;
  readonly which: 'private' | 'public';
}

const publicEnd = '.public';

/** What `${host:NAME}` and `${host:NAME.public}` mean; undefined when there is no such host. */
export function hostAddressNamed(name: string, hosts: readonly string[]): HostAddressName | undefined {
  if (hosts.includes(name)) return { host: name, which: 'private' };
  const host = withoutPublic(name);
  return host !== name && hosts.includes(host) ? { host, which: 'public' } : undefined;
}

function withoutPublic(name: string): string {
  return name.endsWith(publicEnd) ? name.slice(0, -publicEnd.length) : name;
}

/** What is wrong with the hosts that a text refers to, each in words. */
export function hostProblems(text: string, hosts: readonly string[]): readonly string[] {
  return referencesIn(text)
    .filter(({ source, name }) => source === hostSource && name !== '')
    .filter(({ name }) => hostAddressNamed(name, hosts) === undefined)
    .map((reference) => `${reference.text}: ${noSuchHost(withoutPublic(reference.name), hosts)}`);
}

/** The message for a name that none of the hosts has. */
export function noSuchHost(name: string, known: readonly string[]): string {
  return `there is no host ${JSON.stringify(name)}${didYouMean(name, known)}`;
}
