/** How a Kafka is before what it runs on is stopped. */
export interface KafkaHealth {
  /** Groups that haven't read everything yet, with how many records they are behind; the most first. */
  readonly behind: readonly { readonly group: string; readonly records: bigint }[];
  /** `orders-0` */
  readonly underReplicated: readonly string[];
}

/** What sleep and wake ask the environment's Kafka. */
export interface KafkaLook {
  readonly isMsk: boolean;
  /** Hosts of its brokers; undefined where they aren't known before what it runs on is awake. */
  readonly hosts: readonly string[] | undefined;
  /** The instance that it is reached through, by its id or its tag Name. */
  readonly via: string | undefined;
  health(signal: AbortSignal): Promise<KafkaHealth>;
  /** How many brokers there are now. @throws ExopsError while it doesn't answer */
  brokers(signal: AbortSignal): Promise<number>;
}
