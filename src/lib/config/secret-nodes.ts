import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { authKeys } from './auth-rules.js';
import { wholeReference } from './reference-syntax.js';
import { isSecretKey } from './secret-lines.js';

export interface Span {
  readonly from: number;
  readonly to: number;
  /** Only what stands before the host is secret. */
  readonly isAddress: boolean;
}

/** A place in the document; aliases may lead to one node from several. */
interface Place {
  readonly node: Node | undefined;
  readonly path: readonly string[];
  readonly isAuth: boolean;
}

const publicKeys: readonly string[] = ['mechanism', ...authKeys.filter((key) => key !== 'password')];

/** Where secrets stand in the parsed text, whatever way they are written: over several lines or by an alias. */
export function secretSpans(document: Document.Parsed): Span[] {
  const secrets = new Set<Node>();
  const addresses = new Set<Node>();
  const seen = { auth: new Set<Node>(), other: new Set<Node>() };
  const open: Place[] = [{ node: resolved(document, document.contents), path: [], isAuth: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { node, path, isAuth } = place;
    const known = isAuth ? seen.auth : seen.other;
    if (node === undefined || known.has(node)) continue;
    known.add(node);
    for (const child of childrenOf(document, place)) {
      if (child.isSecret) secrets.add(child.node);
      else open.push(child);
    }
    if (isScalar(node) && path.at(-1) === 'brokers' && String(node.value).includes('@')) addresses.add(node);
  }
  const shown = [...secrets].filter((node) => !isReference(node));
  return [
    ...shown.flatMap((node) => spanOf(node, false)),
    ...[...addresses].flatMap((node) => spanOf(node, true)),
  ];
}

type Child = (Place & { readonly isSecret: false }) | { readonly isSecret: true; readonly node: Node };

function childrenOf(document: Document, { node, path, isAuth }: Place): Child[] {
  const isSecret = false;
  if (isSeq(node))
    return node.items.map((item) => ({ isSecret, node: resolved(document, item), path, isAuth: false }));
  if (!isMap(node)) return [];
  return node.items.map(({ key, value: given }) => {
    const name = isScalar(key) ? (key.source ?? String(key.value)) : '';
    const value = resolved(document, given);
    if (name === '<<') return { isSecret, node: value, path, isAuth };
    const isName = name === 'secret' && path.at(-1) === 'bootstrap';
    if (value !== undefined && !isName && holdsSecret(name, value, isAuth))
      return { isSecret: true, node: value };
    return {
      isSecret,
      node: value,
      path: [...path, name],
      isAuth: name === 'auth' && path.join() !== 'environments',
    };
  });
}

/** In an `auth` block every key is secret that isn't known to be public: it may be a misspelled password. */
function holdsSecret(key: string, value: Node, isAuth: boolean): boolean {
  return isAuth ? !publicKeys.includes(key) : isSecretKey(key) && isScalar(value);
}

function resolved(document: Document, given: unknown): Node | undefined {
  return isAlias(given) ? given.resolve(document) : ((given ?? undefined) as Node | undefined);
}

function isReference(node: Node): boolean {
  return isScalar(node) && wholeReference.test(String(node.value));
}

function spanOf({ range }: Node, isAddress: boolean): Span[] {
  return range == null ? [] : [{ from: range[0], to: range[1], isAddress }];
}
