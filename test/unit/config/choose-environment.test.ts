import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { failureOf, messageOf } from './failure.js';
import { noAws } from './no-aws.js';

const two = { dev: '{ topics: dev.yaml }', prod: '{ topics: prod.yaml }' };

describe('which environment is meant', () => {
  test('the flag beats the variable beats the default', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': exopsYaml(two, 'defaultEnvironment: dev') });
    expect((await load()).name).toBe('dev');
    expect((await load({}, { EXOPS_ENV: 'prod' })).name).toBe('prod');
    expect((await load({ environment: 'dev' }, { EXOPS_ENV: 'prod' })).name).toBe('dev');
  });

  test('the only one is taken', async () => {
    const { load, folder } = await exopsFolder({ 'exops.yaml': exopsYaml({ dev: '{}' }) });
    expect(await load()).toEqual({
      name: 'dev',
      protected: false,
      configFile: join(folder, 'exops.yaml'),
      configDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...noAws,
      brokers: [],
      cluster: undefined,
      topics: [],
    });
  });

  test('of several without a default none is guessed', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': exopsYaml(two) });
    const error = await failureOf(() => load());
    expect(error.message).toBe('exops.yaml has 2 environments and none is named.');
    expect(error.hint).toBe(
      'Name one with --env (or EXOPS_ENV, or defaultEnvironment in the file): dev, prod',
    );
  });

  test('an unknown one is answered with the nearest and with all', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': exopsYaml(two, 'defaultEnvironment: dev') });
    const error = await failureOf(() => load({ environment: 'prd' }));
    expect(error.message).toBe(
      'exops.yaml has no environment "prd" (did you mean "prod"?), which --env names.',
    );
    expect(error.hint).toBe('It has: dev, prod');
    expect(await messageOf(() => load({}, { EXOPS_ENV: 'toString' }))).toBe(
      'exops.yaml has no environment "toString", which EXOPS_ENV names.',
    );
  });

  test('an empty flag is a script that went wrong, an empty variable is not set', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': exopsYaml(two, 'defaultEnvironment: dev') });
    expect(await messageOf(() => load({ environment: '' }))).toBe('--env is empty.');
    expect(await messageOf(() => load({ brokers: ' ' }))).toBe('--brokers is empty.');
    expect((await load({}, { EXOPS_ENV: '', EXOPS_BROKERS: '', EXOPS_CONFIG: '' })).name).toBe('dev');
  });

  test('only the file of the chosen environment is looked at', async () => {
    const { load, folder } = await exopsFolder({ 'exops.yaml': 'not: valid', 'other.yaml': exopsYaml(two) });
    const { configFile, name } = await load({ environment: 'dev' }, { EXOPS_CONFIG: 'other.yaml' });
    expect({ configFile, name }).toEqual({ configFile: join(folder, 'other.yaml'), name: 'dev' });
  });
});

describe('without a file', () => {
  test('brokers are enough', async () => {
    const { load } = await exopsFolder({});
    const cluster = {
      kind: 'kafka',
      brokers: [{ host: 'localhost', port: 9092 }],
      clusterId: undefined,
      auth: { mechanism: 'none' },
      via: undefined,
    };
    const bare = {
      ...noAws,
      name: undefined,
      protected: false,
      configFile: undefined,
      brokers: cluster.brokers,
      cluster,
      topics: [],
    };
    expect(await load({ brokers: 'localhost:9092' })).toEqual(bare);
    expect(await load({}, { EXOPS_BROKERS: 'localhost:9092' })).toEqual(bare);
  });

  test('nothing is an error with both ways out', async () => {
    const { load } = await exopsFolder({});
    const error = await failureOf(() => load());
    expect(error.message).toBe('No cluster is named, and there is no exops.yaml here or in a folder above.');
    expect(error.hint).toMatch(/--brokers HOST:PORT .*EXOPS_BROKERS.*exops\.yaml/);
  });

  test('an environment can not be named', async () => {
    const { load } = await exopsFolder({});
    expect(await messageOf(() => load({ environment: 'dev', brokers: 'a:1' }))).toBe(
      '--env: there is no environment "dev", as there is no exops.yaml here or in a folder above',
    );
  });
});

describe('brokers by flag or variable', () => {
  const environment = `{ protected: true, topics: t.yaml, cluster: { kind: msk, brokers: "f:1", clusterId: c, auth: { mechanism: tls, serverName: s } } }`;
  const files = { 'exops.yaml': exopsYaml({ dev: environment }, 'defaultEnvironment: dev') };
  const brokers = [{ host: 'x', port: 1 }];

  test.each([
    [{ brokers: 'x:1' }, {}],
    [{}, { EXOPS_BROKERS: 'x:1' }],
  ])('take nothing from an environment that nobody named: %j %j', async (flags, env) => {
    const { load } = await exopsFolder(files);
    expect(await load(flags, env)).toEqual({
      name: undefined,
      protected: false,
      configFile: undefined,
      ...noAws,
      brokers,
      cluster: {
        kind: 'kafka',
        brokers,
        clusterId: undefined,
        auth: { mechanism: 'none' },
        via: undefined,
      },
      topics: [],
    });
  });

  test.each([
    [{ brokers: 'x:1', environment: 'dev' }, {}],
    [{ brokers: 'x:1' }, { EXOPS_ENV: 'dev' }],
    [{ environment: 'dev' }, { EXOPS_BROKERS: 'x:1' }],
  ])('replace the brokers of a named one and nothing else: %j %j', async (flags, env) => {
    const { load, folder } = await exopsFolder(files);
    expect(await load(flags, env)).toEqual({
      name: 'dev',
      protected: true,
      configFile: join(folder, 'exops.yaml'),
      configDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...noAws,
      brokers,
      cluster: {
        kind: 'msk',
        brokers,
        clusterId: 'c',
        auth: { mechanism: 'tls', tls: { serverName: 's' } },
        via: undefined,
      },
      topics: [join(folder, 't.yaml')],
    });
  });

  test('make a cluster of an environment that has none', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': exopsYaml({ dev: '{ protected: true }' }) });
    const { cluster, protected: isProtected } = await load({ brokers: 'x:1', environment: 'dev' });
    expect({ cluster, isProtected }).toMatchObject({
      cluster: { kind: 'kafka', brokers },
      isProtected: true,
    });
  });

  test('by themselves need no valid file, but a named one must be there', async () => {
    const { load } = await exopsFolder({ 'exops.yaml': 'not: valid' });
    expect((await load({ brokers: 'x:1' })).cluster?.brokers).toEqual(brokers);
    expect(await messageOf(() => load({ brokers: 'x:1', config: 'nope.yaml' }))).toBe(
      '--config names no file: "nope.yaml"',
    );
  });

  test('the flag beats the variable beats the file', async () => {
    const { load } = await exopsFolder(files);
    const hosts = async (flags: object, env: object) =>
      (await load(flags, env as never)).cluster?.brokers[0]?.host;
    expect(await hosts({ environment: 'dev' }, {})).toBe('f');
    expect(await hosts({ environment: 'dev' }, { EXOPS_BROKERS: 'v:1' })).toBe('v');
    expect(await hosts({ environment: 'dev', brokers: 'o:1' }, { EXOPS_BROKERS: 'v:1' })).toBe('o');
  });

  test.each([
    ['--brokers', { brokers: 'a:1,b' }, {}],
    ['EXOPS_BROKERS', {}, { EXOPS_BROKERS: 'a:1,b' }],
  ])('a wrong one is an error of %s', async (name, flags, env) => {
    const { load } = await exopsFolder({});
    expect(await messageOf(() => load(flags, env))).toBe(
      `${name}: "b" has no port: write host:port, as in kafka:9092`,
    );
  });
});
