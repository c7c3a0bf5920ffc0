import { printable } from '../terminal/printable.js';
import type { Ask } from './ask.js';
import { ConflictError, GoneError, InvalidError } from './errors.js';
import type { SecretChange, Secrets, WriteOptions } from './kubernetes.js';
import { readSecret } from './kubernetes-secret.js';
import { pathOf, secretResource } from './resources.js';

/** Asks about the secrets of a namespace. */
export function secretsBy(ask: Ask, namespace: string): Secrets {
  const say = (verb: string, name: string) =>
    `${verb} the secret ${printable(name)} in the namespace ${printable(namespace)}`;

  return {
    async read(name, signal) {
      const action = say('read', name);
      const path = pathOf(secretResource, namespace, name);
      const call = { action, method: 'GET', path, isSecret: true, signal } as const;
      try {
        return readSecret(await ask.object(call), call);
      } catch (error) {
        if (error instanceof GoneError) return undefined;
        throw error;
      }
    },

    async patch({ name, uid, resourceVersion }, change, options = {}) {
      const action = say('patch', name);
      const { data, annotations } = encoded(change);
      const body = { metadata: { uid, resourceVersion, ...annotations }, ...data };
      const path = pathOf(secretResource, namespace, name);
      const call = { action, method: 'PATCH', path, body, isSecret: true, ...writing(options) } as const;
      try {
        return readSecret(await ask.object(call), call);
      } catch (error) {
        throw isOfAnother(error) ? replaced(action) : error;
      }
    },

    async create({ name, type, ...change }, options = {}) {
      const action = say('create', name);
      const { data, annotations } = encoded(withoutNulls(change));
      const metadata = { name, namespace, ...annotations };
      const body = { apiVersion: 'v1', kind: 'Secret', metadata, type, ...data };
      const path = pathOf(secretResource, namespace);
      const call = { action, method: 'POST', path, body, isSecret: true, ...writing(options) } as const;
      return readSecret(await ask.object(call), call);
    },
  };
}

/** What writes have in common. A dry run changes nothing, and may be sent again. */
export function writing({ dryRun = false, signal }: WriteOptions) {
  const query = { fieldManager: 'exops', dryRun: dryRun ? 'All' : undefined };
  return { query, isSafe: dryRun, signal };
}

/** The patch named another uid than the object of that name has. */
export function isOfAnother(error: unknown): boolean {
  return error instanceof InvalidError && error.causes.some(({ field }) => field === 'metadata.uid');
}

function replaced(action: string): ConflictError {
  return new ConflictError(`Can't ${action}: it was deleted and made anew in the meantime.`, {
    hint: 'Nothing was written. Run the command again: it starts from what is there now.',
  });
}

function encoded({ data, annotations }: SecretChange) {
  const base64 = (text: string | null) =>
    text === null ? null : Buffer.from(text, 'utf8').toString('base64');
  const entries = Object.entries(data ?? {}).map(([key, text]) => [key, base64(text)] as const);
  return {
    data: data === undefined ? {} : { data: Object.fromEntries(entries) },
    annotations: annotations === undefined ? {} : { annotations },
  };
}

function withoutNulls({ data = {}, annotations }: SecretChange): SecretChange {
  const kept = (texts: Readonly<Record<string, string | null>>) =>
    Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== null));
  return { data: kept(data), ...(annotations === undefined ? {} : { annotations: kept(annotations) }) };
}
