import type { MetadataResponse } from './requests/metadata.js';
import type { Api } from './wire/api.js';

export interface SendOptions {
  /** A broker id from metadata; without it any broker may answer. */
  readonly broker?: number | undefined;
  /** Raises the session's limit for this request; milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** A conversation with one cluster, as capabilities see it. */
export interface KafkaClient {
  /**
   * Sends one request; requests begun together travel together.
   * @throws LostConnectionError, which says whether the request was sent; KafkaConnectionError and
   *   KafkaAuthenticationError when a connection can't be made; UnsupportedByClusterError
   */
  send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options?: SendOptions,
  ): Promise<Response>;
  /** Reads metadata and remembers where the brokers are. Null asks for all topics. */
  metadata(topics: readonly string[] | null): Promise<MetadataResponse>;
  /** The version of an API that the broker speaks with us, any broker when none is named; undefined when it has none. */
  version(
    api: { readonly key: number; readonly versions: readonly number[] },
    broker?: number,
  ): Promise<number | undefined>;
}
