import { randomBytes } from 'node:crypto';
import type { Message, StoredMessage } from '../../kafka/records/model.js';

/** Stands on every record of a check, with the check's name. */
export const checkHeader = 'exops-check';

/** The records of one check: each is known by a number, wherever else it is written to. */
export class CheckRecords {
  readonly #check: string;
  readonly #value: Buffer;
  readonly #now: () => number;
  #made = 0;

  /** @param size of each value; bytes */
  constructor(check: string, size: number, now: () => number) {
    this.#check = check;
    // Text, which no topic's reader chokes on, and of which a broker that packs batches saves little.
    this.#value = Buffer.from(randomBytes(size).toString('base64').slice(0, size));
    this.#now = now;
  }

  /** How many were made. */
  get made(): number {
    return this.#made;
  }

  make(): { readonly number: number; readonly message: Message } {
    const number = this.#made++;
    return { number, message: this.#messageOf(`${this.#check}/${number}`) };
  }

  /** One that nobody counts. */
  uncounted(): Message {
    return this.#messageOf(`${this.#check}/first`);
  }

  /** The number of a record; undefined for those of others, and for uncounted ones. */
  numberOf({ key }: Pick<StoredMessage, 'key'>): number | undefined {
    const [check, number = ''] = key?.toString('latin1').split('/') ?? [];
    return check === this.#check && /^\d+$/.test(number) ? Number(number) : undefined;
  }

  #messageOf(key: string): Message {
    const headers = [{ key: checkHeader, value: Buffer.from(this.#check) }];
    return { timestamp: BigInt(this.#now()), key: Buffer.from(key), value: this.#value, headers };
  }
}
