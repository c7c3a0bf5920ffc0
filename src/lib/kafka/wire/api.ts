import type { Reader } from './reader.js';
import type { Writer } from './writer.js';

/**
 * One request of the Kafka protocol as we speak it: the versions we implement, oldest first, and how a
 * request is written and its response read at each of them.
 */
export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly number[];
  /** A `read` may be sent again after a lost connection; a `change` may have happened, so it never is. */
  readonly effect: 'read' | 'change';
  /** The first version with KIP-482's compact encodings; absent when we implement none of those. */
  readonly flexibleFrom?: number;
  /** The answer's header never has tagged fields, so that brokers of any age can be understood (KIP-511). */
  readonly hasOldAnswerHeader?: true;
  write(writer: Writer, request: Request, version: number): void;
  read(reader: Reader, version: number): Response;
}

/** The versions of one API that a broker says it serves. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** The newest version that both sides speak, or undefined when there is none. */
export function negotiateVersion(
  api: { readonly versions: readonly number[] },
  served: VersionRange | undefined,
): number | undefined {
  if (served === undefined) return undefined;
  return api.versions.findLast((version) => version >= served.min && version <= served.max);
}

export function isFlexible(api: { readonly flexibleFrom?: number }, version: number): boolean {
  return api.flexibleFrom !== undefined && version >= api.flexibleFrom;
}
