import { printable } from '../terminal/printable.js';
import type { Ask } from './ask.js';
import { ForbiddenError, GoneError } from './errors.js';
import type { Namespaces } from './kubernetes.js';
import { mustBeKnown } from './read-object.js';
import { writing } from './secrets.js';

/** Asks about the namespace itself. */
export function namespacesBy(ask: Ask, namespace: string): Namespaces {
  const path = '/api/v1/namespaces';
  return {
    async exists(signal) {
      const action = `look at the namespace ${printable(namespace)}`;
      try {
        await ask.object({ action, method: 'GET', path: `${path}/${encodeURIComponent(namespace)}`, signal });
        return true;
      } catch (error) {
        if (error instanceof GoneError) return false;
        if (error instanceof ForbiddenError) return undefined;
        throw error;
      }
    },

    async create(options = {}) {
      const action = `create the namespace ${printable(namespace)}`;
      const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
      const call = { action, method: 'POST', path, body, ...writing(options) } as const;
      mustBeKnown(await ask.object(call), call);
    },
  };
}
