import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

/** Who writes idempotently: brokers keep the sequence of what came from whom, and take nothing twice. */
export interface ProducerId {
  readonly id: bigint;
  readonly epoch: number;
}

export interface InitProducerIdResponse extends ProducerId {
  readonly error: ItemError | undefined;
}

/** A new id outside of transactions, from any broker. */
export const initProducerId: Api<Readonly<Record<never, never>>, InitProducerIdResponse> = {
  key: 22,
  name: 'InitProducerId',
  versions: [0, 1],
  effect: 'read', // nothing comes of an id that nobody uses
  write(writer) {
    const noTransaction = null;
    writer.nullableString(noTransaction).int32(-1); // how long a transaction may take
  },
  read(reader) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16());
    return { error, id: reader.int64(), epoch: reader.int16() };
  },
};
