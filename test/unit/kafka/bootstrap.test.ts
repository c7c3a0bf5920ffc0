import { describe, expect, test } from 'vitest';
import { type Address, formatAddress } from '../../../src/lib/kafka/address.js';
import { connectToAny } from '../../../src/lib/kafka/bootstrap.js';
import { KafkaAuthenticationError, KafkaConnectionError } from '../../../src/lib/kafka/errors.js';

const addresses = ['a', 'b', 'c'].map((host): Address => ({ host, port: 9092 }));

class Connection {
  closed = false;
  readonly host: string;
  constructor(host: string) {
    this.host = host;
  }
  close() {
    this.closed = true;
  }
}

/** How the connection to each host goes, and which were begun, in order. */
function network(ways: Readonly<Record<string, () => Promise<Connection>>>) {
  const begun: string[] = [];
  const open = ({ host }: Address) => {
    begun.push(host);
    return ways[host]?.() ?? Promise.reject(new Error(`no ${host}`));
  };
  return { begun, open };
}

const refused = (host: string) => () =>
  Promise.reject(new KafkaConnectionError(`Can't reach ${host}`, { hint: `hint of ${host}` }));
const answers = (host: string) => () => Promise.resolve(new Connection(host));

describe('connectToAny', () => {
  test('asks the first address, and no other while that will do', async () => {
    const { begun, open } = network({ a: answers('a'), b: answers('b') });
    expect((await connectToAny(addresses, open)).host).toBe('a');
    expect(begun).toEqual(['a']);
  });

  test('asks the next at once when one fails', async () => {
    const { begun, open } = network({ a: refused('a'), b: refused('b'), c: answers('c') });
    const beganAt = performance.now();
    expect((await connectToAny(addresses, open)).host).toBe('c');
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(performance.now() - beganAt).toBeLessThan(500);
  });

  test('asks the next beside one that keeps it waiting, and closes what comes too late', async () => {
    let arrive: (connection: Connection) => void = () => {};
    const late = () =>
      new Promise<Connection>((resolve) => {
        arrive = resolve;
      });
    const { begun, open } = network({ a: late, b: answers('b') });
    const beganAt = performance.now();
    expect((await connectToAny(addresses, open)).host).toBe('b');
    expect(performance.now() - beganAt).toBeGreaterThan(900);
    expect(begun).toEqual(['a', 'b']);
    const tooLate = new Connection('a');
    arrive(tooLate);
    await new Promise(setImmediate);
    expect(tooLate.closed).toBe(true);
  });

  test('takes the one that kept it waiting when the others fail', async () => {
    const slow = () =>
      new Promise<Connection>((resolve) => setTimeout(() => resolve(new Connection('a')), 1_100));
    const { begun, open } = network({ a: slow, b: refused('b'), c: refused('c') });
    const connection = await connectToAny(addresses, open);
    expect(connection).toMatchObject({ host: 'a', closed: false });
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('says why each failed when all have failed', async () => {
    const { open } = network({ a: refused('a'), b: refused('b') });
    const failure = connectToAny(addresses, open);
    await expect(failure).rejects.toBeInstanceOf(KafkaConnectionError);
    await expect(failure).rejects.toMatchObject({
      message: "Can't reach a\nCan't reach b\nno c",
      hint: 'hint of a',
    });
  });

  test('keeps the one failure of one address as it is', async () => {
    const failure = new KafkaAuthenticationError('refused the login');
    const { open } = network({ a: () => Promise.reject(failure) });
    await expect(connectToAny(addresses.slice(0, 1), open)).rejects.toBe(failure);
  });

  test('says once what is the matter with all', async () => {
    const failures = addresses.map(() => new KafkaAuthenticationError('no credentials'));
    const open = ({ host }: Address) => Promise.reject(failures['abc'.indexOf(host)]);
    await expect(connectToAny(addresses, open)).rejects.toBe(failures[0]);
  });

  test('keeps a refused login as what it is, whatever the other addresses say', async () => {
    const failure = new KafkaAuthenticationError('refused the login');
    const { open } = network({ a: () => Promise.reject(failure), b: refused('b') });
    await expect(connectToAny(addresses, open)).rejects.toMatchObject({ exitCode: 4 });
  });
});

test.each([
  [{ host: 'b-1.example', port: 9092 }, 'b-1.example:9092'],
  [{ host: '10.0.0.1', port: 1 }, '10.0.0.1:1'],
  [{ host: '::1', port: 9092 }, '[::1]:9092'],
])('%j is written %s', (address, text) => {
  expect(formatAddress(address)).toBe(text);
});
