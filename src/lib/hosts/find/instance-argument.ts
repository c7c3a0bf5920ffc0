import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import type { InstanceSelector } from '../host-settings.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const instanceId = /^i-[0-9a-f]{8,17}$/;

/** Which instance a person meant, and the host of `exops.yaml` that goes with it when they gave its name. */
export interface InstanceArgument<Host> {
  readonly selector: InstanceSelector;
  readonly host: Host | undefined;
}

/**
 * What a person may type as a host: the name of a host of `exops.yaml`, an instance id, or a Name tag, in this order.
 * @throws UsageError for something that begins like an id and isn't one
 */
export function readInstanceArgument<Host extends { readonly instance: InstanceSelector }>(
  text: string,
  hosts: ReadonlyMap<string, Host>,
): InstanceArgument<Host> {
  const host = hosts.get(text);
  if (host !== undefined) return { selector: host.instance, host };
  if (text.trim() === '') {
    throw new UsageError('The host is empty.', {
      hint: 'Name a host of exops.yaml, an instance id or a Name tag.',
    });
  }
  if (!text.startsWith('i-')) return { selector: { by: 'tags', tags: { Name: text } }, host: undefined };
  if (instanceId.test(text)) return { selector: { by: 'id', id: text }, host: undefined };
  throw new UsageError(`"${printable(text)}" is not an instance id.`, {
    hint: 'An id is i- and then 8 to 17 of the characters 0-9 and a-f, as in i-0123456789abcdef0.',
  });
}
