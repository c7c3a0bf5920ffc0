import type { Api, VersionRange } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

/** What parts of the cluster agreed on, each under a name such as `metadata.version` (KIP-584). */
export interface ClusterFeatures {
  /** By the broker that was asked. */
  readonly supported: ReadonlyMap<string, VersionRange>;
  /** In use by the whole cluster. */
  readonly finalized: ReadonlyMap<string, number>;
}

export interface ApiVersionsResponse {
  readonly errorCode: number;
  /** By API key. */
  readonly ranges: ReadonlyMap<number, VersionRange>;
  /** Undefined where the broker is older than that. */
  readonly features: ClusterFeatures | undefined;
}

const firstWithFeatures = 3;

/** What a broker may know of the client: letters, digits, dots and hyphens, or it refuses the request (KIP-511). */
const client = { name: 'exops', version: 'unknown' };

/** Connections begin with version 0, which every broker answers, whatever else it speaks (KIP-35). */
export const apiVersions: Api<Record<never, never>, ApiVersionsResponse> = {
  key: 18,
  name: 'ApiVersions',
  versions: [0, 3, 4],
  effect: 'read',
  flexibleFrom: firstWithFeatures,
  hasOldAnswerHeader: true,
  write(writer, _, version) {
    if (version < firstWithFeatures) return;
    writer.string(client.name).string(client.version).endStructure();
  },
  read(reader, version) {
    const errorCode = reader.int16();
    const ranges = new Map(reader.array(readRange));
    if (version < firstWithFeatures) return { errorCode, ranges, features: undefined };
    reader.int32(); // throttle time
    return { errorCode, ranges, features: readFeatures(reader) };
  },
};

function readRange(reader: Reader): readonly [key: number, range: VersionRange] {
  const key = reader.int16();
  const range = { min: reader.int16(), max: reader.int16() };
  reader.endStructure();
  return [key, range];
}

function readFeatures(reader: Reader): ClusterFeatures {
  const supported = new Map<string, VersionRange>();
  const finalized = new Map<string, number>();
  const each = (field: Reader, read: (item: Reader) => void) => {
    field.array((item) => {
      read(item);
      item.endStructure();
    });
  };
  reader.endWithTags({
    0: (field) =>
      each(field, (item) => supported.set(item.string(), { min: item.int16(), max: item.int16() })),
    2: (field) =>
      each(field, (item) => {
        finalized.set(item.string(), item.int16());
        item.int16(); // the lowest level that may be in use
      }),
  });
  return { supported, finalized };
}
