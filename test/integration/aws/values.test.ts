import { describe, expect, test } from 'vitest';
import { awsReferences } from '../../../src/lib/config/aws-references.js';
import { resolveReferences } from '../../../src/lib/config/references.js';
import { roundTrips } from '../../lab/aws/calls.js';
import { awsJson } from '../../lab/aws/raw-request.js';
import { failureOf, openLab as open, ownName } from './opened-aws.js';

describe('cloudFormation', () => {
  test('gives exports, and outputs of a stack', async () => {
    const { aws, lab } = open();
    const stack = ownName('kafka');
    const name = `${stack}-PrivateIp`;
    await lab.putExports(stack, { [name]: '10.42.0.11' }, { Port: '9092' });
    expect(await aws.cloudFormation.exports([name, `${stack}-None`])).toEqual(
      new Map([[name, '10.42.0.11']]),
    );
    const outputs = await aws.cloudFormation.outputs(stack);
    expect(outputs?.get('Port')).toBe('9092');
    expect(await aws.cloudFormation.outputs(`${stack}-gone`)).toBeUndefined();
  });

  test('asks page by page, and stops when all are found', async () => {
    const { aws, lab, actions } = open();
    const stack = ownName('pages');
    const names = Array.from({ length: 230 }, (_, index) => `${stack}-${String(index).padStart(3, '0')}`);
    await lab.putExports(stack, Object.fromEntries(names.map((name) => [name, `value of ${name}`])));
    const wanted = [names[0] ?? '', names[229] ?? ''];
    expect(await aws.cloudFormation.exports(wanted)).toEqual(
      new Map(wanted.map((name) => [name, `value of ${name}`])),
    );
    const pages = (await actions()).length;
    expect(pages).toBeGreaterThan(1);
    await aws.cloudFormation.exports([]);
    expect(await actions()).toHaveLength(pages);
  });
});

describe('secretsManager', () => {
  test('gives one with one request, by its name or its ARN', async () => {
    const { aws, lab, actions } = open();
    const name = ownName('db');
    const arn = await lab.putSecret(name, 'hush');
    expect(await aws.secretsManager.values([name])).toEqual(new Map([[name, 'hush']]));
    expect(await aws.secretsManager.values([arn])).toEqual(new Map([[arn, 'hush']]));
    expect(await aws.secretsManager.values([ownName('gone')])).toEqual(new Map());
    expect(await actions()).toEqual(['GetSecretValue', 'GetSecretValue', 'GetSecretValue']);
  });

  test('gives several in batches of 20, which are asked for at once', async () => {
    const { aws, lab } = open();
    const names = Array.from({ length: 21 }, () => ownName('many'));
    await Promise.all(names.map((name) => lab.putSecret(name, `value of ${name}`)));
    await lab.fault({ service: 'secretsmanager', delayMs: 300 });
    expect(await aws.secretsManager.values(names)).toEqual(
      new Map(names.map((name) => [name, `value of ${name}`])),
    );
    const calls = await lab.calls();
    expect(calls.map(({ action }) => action).sort()).toEqual(['BatchGetSecretValue', 'GetSecretValue']);
    expect(roundTrips(calls)).toBe(1);
  });

  test('leaves out those that are not there', async () => {
    const { aws, lab } = open();
    const names = [ownName('there'), ownName('there')];
    await Promise.all(names.map((name) => lab.putSecret(name, 'hush')));
    const [first = '', second = ''] = names;
    expect(await aws.secretsManager.values([first, ownName('gone'), second])).toEqual(
      new Map(names.map((name) => [name, 'hush'])),
    );
  });

  test('gives them one by one when there is no right to batches', async () => {
    const { aws, lab, actions } = open();
    const names = [ownName('one'), ownName('two')];
    await Promise.all(names.map((name) => lab.putSecret(name, 'hush')));
    const message = `User: arn:aws:iam::123456789012:user/mina is not authorized to perform: secretsmanager:BatchGetSecretValue`;
    const code = 'AccessDeniedException';
    await lab.fault({ service: 'secretsmanager', action: 'BatchGetSecretValue', code, message });
    expect(await aws.secretsManager.values(names)).toEqual(new Map(names.map((name) => [name, 'hush'])));
    expect(await actions()).toEqual(['BatchGetSecretValue', 'GetSecretValue', 'GetSecretValue']);
  });

  test('says which one must not be read', async () => {
    const { aws, lab } = open();
    const names = [ownName('one'), ownName('two')];
    await Promise.all(names.map((name) => lab.putSecret(name, 'hush')));
    const refuse = (action: string, match: string) => {
      const message = `User: arn:aws:iam::123456789012:user/mina is not authorized to perform: secretsmanager:${action} on resource: ${match}`;
      return lab.fault({ service: 'secretsmanager', code: 'AccessDeniedException', action, match, message });
    };
    const [one = '', two = ''] = names;
    await refuse('BatchGetSecretValue', one);
    await refuse('GetSecretValue', two);
    expect(await failureOf(aws.secretsManager.values(names))).toMatchObject({
      message: `AWS doesn't allow secretsmanager:GetSecretValue on ${two}: the right is missing.`,
      exitCode: 4,
    });
  });

  test('says that a secret is not a text', async () => {
    const { aws, lab } = open();
    const Name = ownName('binary');
    const request = { Name, SecretBinary: 'AAECAw==', ClientRequestToken: crypto.randomUUID() };
    await awsJson(lab, 'secretsmanager', 'secretsmanager.CreateSecret', request);
    expect(await failureOf(aws.secretsManager.values([Name]))).toMatchObject({
      message: `The secret ${Name} holds binary data, not text.`,
    });
  });
});

describe('ssm parameters', () => {
  test('are decrypted, in batches of 10, which are asked for at once', async () => {
    const { aws, lab } = open();
    const names = Array.from({ length: 11 }, () => `/exops/${ownName('p')}`);
    await Promise.all(names.map((name, at) => lab.putParameter(name, `v${at}`, { secret: at === 0 })));
    await lab.fault({ service: 'ssm', delayMs: 300 });
    const gone = `/exops/${ownName('gone')}`;
    expect(await aws.ssm.parameters([...names, gone])).toEqual(
      new Map(names.map((name, at) => [name, { value: `v${at}`, isSecret: at === 0 }])),
    );
    const calls = await lab.calls();
    expect(calls.map(({ action }) => action)).toEqual(['GetParameters', 'GetParameters']);
    expect(roundTrips(calls)).toBe(1);
  });
});

test('the references of a file are resolved in one round trip', async () => {
  const { aws, lab } = open();
  const name = ownName('db');
  await Promise.all([
    lab.putExports(name, { [`${name}-Ip`]: '10.42.0.11' }, { Port: '9092' }),
    lab.putSecret(name, '{"user": "ops", "password": "hush"}'),
    lab.putParameter(`/exops/${name}`, 'parameter'),
  ]);
  // Once, so that loading the clients doesn't count.
  await Promise.all([
    aws.cloudFormation.exports(['x']),
    aws.secretsManager.values(['x']),
    aws.ssm.parameters(['/x']),
  ]);
  const { length: before } = await lab.calls();
  for (const service of ['cloudformation', 'secretsmanager', 'ssm'])
    await lab.fault({ service, delayMs: 500 });
  const ref = (source: string, rest: string) => `\${${source}:${rest}}`;
  const texts = [
    `${ref('cfn', `${name}-Ip`)}:${ref('cfn', `${name}.Port`)}`,
    ref('secretsmanager', `${name}#user`),
    ref('secretsmanager', `${name}#password`),
    ref('ssm', `/exops/${name}`),
  ];
  const resolved = await resolveReferences(
    texts,
    awsReferences(() => aws),
  );
  expect(resolved.map(({ text }) => text)).toEqual(['10.42.0.11:9092', 'ops', 'hush', 'parameter']);
  const calls = (await lab.calls()).slice(before);
  expect(new Set(calls.map(({ action }) => action))).toEqual(
    new Set(['ListExports', 'DescribeStacks', 'GetSecretValue', 'GetParameters']),
  );
  expect(roundTrips(calls.filter(({ action }) => action !== 'ListExports'))).toBe(1);
});
