import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { usesOfKey } from '../../../../src/lib/bootstrap/rules/uses-of-key.js';
import type { Container, PodSpec, Volume } from '../../../../src/lib/k8s/objects.js';
import { anything, corrupted } from './objects.js';

const secret = 'kafka-credentials';
const key = 'KAFKA_BOOTSTRAP_SERVERS';

const uses = (spec: PodSpec) => usesOfKey(spec, secret, key);
const env = (name: string, ref = { name: secret, key }): Container => ({
  env: [{ name, valueFrom: { secretKeyRef: ref } }],
});
const mounted = (volume: Volume, mount: object = {}): PodSpec => ({
  containers: [{ volumeMounts: [{ name: 'config', mountPath: '/etc/kafka', ...mount }] }],
  volumes: [{ name: 'config', ...volume }],
});

describe('a variable', () => {
  test('by its own name', () => {
    expect(uses({ containers: [env('BROKERS')] })).toEqual(['env BROKERS']);
  });

  test.each([
    ['another key', { name: secret, key: 'PASSWORD' }],
    ['another secret', { name: 'db-credentials', key }],
  ])('of %s is none', (_, ref) => {
    expect(uses({ containers: [env('BROKERS', ref)] })).toEqual([]);
  });

  test('from all of the secret, with a prefix or without', () => {
    const from = (prefix?: string) => ({
      envFrom: [{ secretRef: { name: secret }, ...(prefix === undefined ? {} : { prefix }) }],
    });
    expect(uses({ containers: [from(), from('APP_'), from('')] })).toEqual([
      'envFrom',
      'envFrom with prefix APP_',
    ]);
    expect(uses({ containers: [{ envFrom: [{ secretRef: { name: 'other' } }, {}] }] })).toEqual([]);
  });
});

describe('a volume', () => {
  test('of all keys', () => {
    expect(uses(mounted({ secret: { secretName: secret } }))).toEqual(['volume config at /etc/kafka']);
    expect(uses(mounted({ secret: { secretName: secret, items: [] } }))).toEqual([
      'volume config at /etc/kafka',
    ]);
    expect(uses(mounted({ secret: { secretName: 'other' } }))).toEqual([]);
  });

  test('of items, renamed or not', () => {
    const items = [{ key: 'PASSWORD', path: 'password' }];
    const volume = (path: string) => ({ secret: { secretName: secret, items: [...items, { key, path }] } });
    expect(uses(mounted({ secret: { secretName: secret, items } }))).toEqual([]);
    expect(uses(mounted(volume(key)))).toEqual(['volume config at /etc/kafka']);
    expect(uses(mounted(volume('servers.txt')))).toEqual(['volume config at /etc/kafka as servers.txt']);
  });

  test('that is projected', () => {
    const projected = (name: string, items?: { key: string; path: string }[]) =>
      mounted({ projected: { sources: [{}, { secret: { name, ...(items ? { items } : {}) } }] } });
    expect(uses(projected(secret))).toEqual(['projected volume config at /etc/kafka']);
    expect(uses(projected(secret, [{ key, path: 'a/b' }]))).toEqual([
      'projected volume config at /etc/kafka as a/b',
    ]);
    expect(uses(projected(secret, [{ key: 'PASSWORD', path: 'b' }]))).toEqual([]);
    expect(uses(projected('other'))).toEqual([]);
  });

  test('that nobody mounts is none', () => {
    expect(
      uses({ containers: [{ name: 'app' }], volumes: [{ name: 'config', secret: { secretName: secret } }] }),
    ).toEqual([]);
  });

  test('of which one file is mounted', () => {
    const volume = { secret: { secretName: secret } };
    expect(uses(mounted(volume, { subPath: key, mountPath: '/servers' }))).toEqual([
      `volume config at /servers (subPath ${key})`,
    ]);
    expect(uses(mounted(volume, { subPath: 'PASSWORD' }))).toEqual([]);
    const inFolder = { secret: { secretName: secret, items: [{ key, path: 'kafka/servers' }] } };
    expect(uses(mounted(inFolder, { subPath: 'kafka' }))).toEqual([
      'volume config at /etc/kafka (subPath kafka)',
    ]);
    expect(uses(mounted(inFolder, { subPath: 'kaf' }))).toEqual([]);
  });
});

test('other containers are named, and ordinary ones come first', () => {
  expect(
    uses({
      initContainers: [{ name: 'migrate', ...env('BROKERS') }],
      containers: [{ name: 'app', ...env('SERVERS') }],
      ephemeralContainers: [{ name: 'debug', envFrom: [{ secretRef: { name: secret } }] }],
    }),
  ).toEqual(['env SERVERS', 'init container migrate: env BROKERS', 'ephemeral container debug: envFrom']);
});

test('the same reason is said once', () => {
  expect(uses({ containers: [env('A'), env('B'), env('A')] })).toEqual(['env A', 'env B']);
});

test('a name with escapes in it is made safe to show', () => {
  expect(uses({ containers: [env('A\u001b[31m')] })).toEqual(['env A\\x1b[31m']);
});

test('a template that never names the secret never uses it', () => {
  fc.assert(
    fc.property(anything, (spec) => {
      expect(usesOfKey(spec as PodSpec, 'a-name-that-is-nowhere', 'key')).toEqual([]);
    }),
  );
});

test('no template is too malformed', () => {
  fc.assert(
    fc.property(anything, anything, anything, (volumes, containers, env) => {
      const spec = {
        volumes,
        initContainers: containers,
        containers: [{ env, envFrom: env, volumeMounts: env }],
      };
      expect(Array.isArray(usesOfKey(spec as PodSpec, 'x', 'x'))).toBe(true);
    }),
  );
  expect(usesOfKey(undefined, secret, key)).toEqual([]);
});

test('a template that is right but for some of its parts is read without an exception', () => {
  const spec: PodSpec = {
    ...mounted({ secret: { secretName: secret, items: [{ key, path: 'a' }] } }, { subPath: 'a' }),
    initContainers: [
      { name: 'migrate', ...env('A'), envFrom: [{ prefix: 'B', secretRef: { name: secret } }] },
    ],
  };
  expect(uses(spec)).toHaveLength(3);
  fc.assert(
    fc.property(corrupted(spec), (odd) => {
      expect(uses(odd).length).toBeLessThanOrEqual(3);
    }),
  );
});
