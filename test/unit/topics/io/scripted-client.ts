import { expect, onTestFinished } from 'vitest';
import type { KafkaClient, SendOptions } from '../../../../src/lib/kafka/client.js';
import { type MetadataResponse, metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import type { Api } from '../../../../src/lib/kafka/wire/api.js';

/** An error is thrown, anything else is the answer. */
type Answer<Request, Response> =
  | Response
  | Error
  | ((request: Request, options: SendOptions) => Response | Error | Promise<Response>);

export interface Asked {
  readonly api: string;
  readonly request: unknown;
  readonly broker: number | undefined;
  readonly timeoutMs: number | undefined;
}

/**
 * A cluster that says what it was told to say. A test fails when something else is asked, or when one of the answers
 * of `once` wasn't asked for.
 */
export class ScriptedClient implements KafkaClient {
  /** In the order in which it came. */
  readonly asked: Asked[] = [];
  /** What `version` says of every API. */
  speaks: number | undefined;
  readonly #once = new Map<string, Answer<never, unknown>[]>();
  readonly #always = new Map<string, Answer<never, unknown>>();
  readonly #unexpected: Asked[] = [];

  constructor() {
    onTestFinished(() => {
      expect(this.#unexpected, 'requests that nobody expected').toEqual([]);
      const unused = [...this.#once].flatMap(([name, answers]) => answers.map(() => name));
      expect(unused, 'answers that nobody asked for').toEqual([]);
    });
  }

  /** Each answer is given to one request, in this order; all of them must be. */
  once<Request, Response>(api: Api<Request, Response>, ...answers: Answer<Request, Response>[]): this {
    this.#once.set(api.name, [...(this.#once.get(api.name) ?? []), ...answers]);
    return this;
  }

  /** For every request that `once` leaves over; there need not be any. */
  always<Request, Response>(api: Api<Request, Response>, answer: Answer<Request, Response>): this {
    this.#always.set(api.name, answer);
    return this;
  }

  /** What was asked by one API. */
  requests<Request>(api: Api<Request, unknown>): Request[] {
    return this.of(api).map(({ request }) => request as Request);
  }

  /** The brokers that one API was sent to. */
  brokers(api: { readonly name: string }): (number | undefined)[] {
    return this.of(api).map(({ broker }) => broker);
  }

  of(api: { readonly name: string }): Asked[] {
    return this.asked.filter((one) => one.api === api.name);
  }

  async send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options: SendOptions = {},
  ): Promise<Response> {
    const asked = { api: api.name, request, broker: options.broker, timeoutMs: options.timeoutMs };
    this.asked.push(asked);
    const answer = this.#once.get(api.name)?.shift() ?? this.#always.get(api.name);
    if (answer === undefined) {
      this.#unexpected.push(asked);
      throw new Error(`unexpected ${api.name}`);
    }
    const given = await (typeof answer === 'function' ? answer(request as never, options) : answer);
    if (given instanceof Error) throw given;
    return given as Response;
  }

  metadata(topics: readonly string[] | null): Promise<MetadataResponse> {
    return this.send(metadata, { topics });
  }

  async version(): Promise<number | undefined> {
    return this.speaks;
  }
}
