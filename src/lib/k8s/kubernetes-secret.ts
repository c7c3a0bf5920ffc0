import type { ApiCall } from './api-call.js';
import { type Fields, isText } from './kubeconfig-files.js';
import type { KubernetesSecret } from './kubernetes.js';
import type { ManagedFields, OwnerReference } from './objects.js';
import { mustBeKnown, textsOf } from './read-object.js';

/** The secret of the answer to a request. Its values are in a private field: no JSON, no inspection and no spread shows them. */
export function readSecret(object: Fields, call: ApiCall): KubernetesSecret {
  return new SecretOfAnswer(object, call);
}

class SecretOfAnswer implements KubernetesSecret {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly type: string;
  readonly immutable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly owners: readonly OwnerReference[];
  readonly managedFields: readonly ManagedFields[];
  readonly keys: readonly string[];
  readonly #encoded: ReadonlyMap<string, string>;

  constructor(object: Fields, call: ApiCall) {
    const { name, uid, resourceVersion, metadata } = mustBeKnown(object, call);
    this.#encoded = new Map(Object.entries(textsOf(object['data'])));
    this.name = name;
    this.uid = uid;
    this.resourceVersion = resourceVersion;
    this.type = isText(object['type']) ? object['type'] : 'Opaque';
    this.immutable = object['immutable'] === true;
    this.labels = textsOf(metadata.labels);
    this.annotations = withoutCopies(textsOf(metadata.annotations), [...this.#encoded.values()]);
    this.owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences : [];
    this.managedFields = Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
    this.keys = [...this.#encoded.keys()];
  }

  text(key: string): string | undefined {
    const encoded = this.#encoded.get(key);
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  }
}

const shortestCopy = 12;

/** kubectl and other tools keep the whole secret, values included, in an annotation: it stays, without its text. */
function withoutCopies(
  annotations: Readonly<Record<string, string>>,
  encoded: readonly string[],
): Readonly<Record<string, string>> {
  const values = encoded.filter(({ length }) => length >= shortestCopy);
  const isCopy = (name: string, text: string) =>
    /last-applied/.test(name) || values.some((value) => text.includes(value));
  return Object.fromEntries(
    Object.entries(annotations).map(([name, text]) => [name, isCopy(name, text) ? '' : text]),
  );
}
