import type { SecretsManager } from '../aws/aws.js';
import { UsageError } from '../errors.js';
import type { ReferenceSource } from './references.js';

/** `${secretsmanager:dev-db#password}`, a part of JSON, and `${secretsmanager:dev-token}`, all of a secret. */
export function secretsManagerReferences(secretsManager: () => SecretsManager): ReferenceSource {
  return {
    name: 'secretsmanager',
    isSecret: true,
    resolve: async (names) => {
      const wanted = names.map(partOfSecret);
      const secrets = await secretsManager().values([...new Set(wanted.map(({ secret }) => secret))]);
      const values = wanted.flatMap((part) => {
        const text = secrets.get(part.secret);
        const value = text === undefined ? undefined : readPart(text, part);
        return value === undefined ? [] : [[part.name, value] as const];
      });
      return new Map(values);
    },
  };
}

interface Part {
  /** As it was written. */
  readonly name: string;
  readonly secret: string;
  /** Undefined for all of it. */
  readonly path: string | undefined;
}

/** A secret's name can't have a `#`. */
function partOfSecret(name: string): Part {
  const end = name.indexOf('#');
  return end < 0
    ? { name, secret: name, path: undefined }
    : { name, secret: name.slice(0, end), path: name.slice(end + 1) };
}

/**
 * The part of a secret's text as text; undefined when it isn't there.
 * @throws UsageError when there is no way to read it, without a word of the secret
 */
function readPart(text: string, { name, secret, path }: Part): string | undefined {
  if (path === undefined) return text;
  const value = valueAt(parse(text, secret, path), path);
  const unusable = (why: string) => new UsageError(`\${secretsmanager:${name}} ${why}.`);
  if (value instanceof Object) throw unusable('is a part with keys of its own, not a text');
  if (typeof value === 'number' && !isExact(value))
    throw unusable('is a number with more digits than can be read exactly: store it as a string');
  return value === undefined || value === null ? undefined : String(value);
}

/** The parser's own words quote the secret. */
function parse(text: string, secret: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The secret ${secret} isn't JSON, so it has no part ${JSON.stringify(path)}.`, {
      hint: `All of it is \${secretsmanager:${secret}}.`,
    });
  }
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** Dots lead into objects, unless a key has them itself: the longest key that is there goes first. */
function valueAt(value: unknown, path: string): unknown {
  if (!(value instanceof Object) || Array.isArray(value)) return undefined;
  if (Object.hasOwn(value, path)) return Reflect.get(value, path);
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(value, key)) continue;
    const found = valueAt(Reflect.get(value, key), path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
