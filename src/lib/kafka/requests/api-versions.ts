import type { Api, VersionRange } from '../wire/api.js';

export interface ApiVersionsResponse {
  readonly errorCode: number;
  /** By API key. */
  readonly ranges: ReadonlyMap<number, VersionRange>;
}

/** Version 0 only: every broker answers it, whatever else it speaks (KIP-35). */
export const apiVersions: Api<Record<never, never>, ApiVersionsResponse> = {
  key: 18,
  name: 'ApiVersions',
  versions: [0],
  effect: 'read',
  write() {},
  read: (reader) => ({
    errorCode: reader.int16(),
    ranges: new Map(
      reader.array((item) => [item.int16(), { min: item.int16(), max: item.int16() }] as const),
    ),
  }),
};
