import type { ApiCall } from './api-call.js';
import { explainNameless } from './explain-answer.js';
import { type Fields, isFields, isText } from './kubeconfig-files.js';
import type { ObjectMeta } from './objects.js';

/** What every object has. */
export interface Known {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly metadata: ObjectMeta;
}

/** The object's identity; undefined when the answer has none, which no API server's has. */
export function known(object: Fields): Known | undefined {
  const { metadata } = object;
  if (!isFields(metadata)) return undefined;
  const { name, uid, resourceVersion } = metadata;
  if (!isText(name) || !isText(uid)) return undefined;
  return { name, uid, resourceVersion: isText(resourceVersion) ? resourceVersion : '', metadata };
}

/** The same for the answer to a request that must have one. @throws KubernetesError; UncertainError for a write */
export function mustBeKnown(object: Fields, call: ApiCall): Known {
  const identity = known(object);
  if (identity === undefined) throw explainNameless(call);
  return identity;
}

/** A map of texts, as labels and annotations are; anything else in it is left out. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) return {};
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}
