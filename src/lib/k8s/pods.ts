import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import type { Ask } from './ask.js';
import { ConflictError, GoneError } from './errors.js';
import type { Pods } from './kubernetes.js';
import { listAll } from './list-pages.js';
import type { PodObject } from './objects.js';
import { pathOf, resources } from './resources.js';
import { selectorText } from './selector.js';

/** A line of a log may be endless. */
const logBytes = 256 * 1024;

/** Asks about the pods of a namespace. */
export function podsBy(ask: Ask, namespace: string): Pods {
  const where = `in the namespace ${printable(namespace)}`;
  return {
    async of({ kind, name, object }, signal) {
      const labelSelector = selectorText(object.spec?.selector);
      if (labelSelector === undefined) return [];
      const action = `list the pods of ${kind.toLowerCase()}/${printable(name)} ${where}`;
      const path = pathOf(resources.Pod, namespace);
      const items = await listAll(ask, { action, method: 'GET', path, query: { labelSelector }, signal });
      return items as readonly PodObject[];
    },

    async delete({ name, uid }, signal) {
      const action = `delete the pod ${printable(name)} ${where}`;
      const path = pathOf(resources.Pod, namespace, name);
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
      try {
        await ask.answer({ action, method: 'DELETE', path, body, signal });
      } catch (error) {
        // A conflict is another pod of that name.
        if (!(error instanceof GoneError || error instanceof ConflictError)) throw error;
      }
    },

    async lastLines(pod, { container, previous, lines, signal }) {
      const action = `read the log of the pod ${printable(pod)} ${where}`;
      const path = `${pathOf(resources.Pod, namespace, pod)}/log`;
      const query = { container, previous, tailLines: lines, limitBytes: logBytes };
      try {
        const { text } = await ask.answer({ action, method: 'GET', path, query, signal }, 1);
        return lines === 0
          ? []
          : text
              .split(/\r?\n/)
              .filter((line) => line !== '')
              .slice(-lines);
      } catch (error) {
        if (error instanceof ExopsError && !signal?.aborted) return [];
        throw error;
      }
    },
  };
}
