import { expect, test } from 'vitest';
import { deployment } from '../../lab/kubernetes/objects.js';
import { brokers, createSecret, freshNamespace, fromSecret, look, variable } from './kubernetes-scene.js';

/** Each in a workload of its own: its variables, and what is said of it. */
const mistakes: Readonly<Record<string, readonly [env: Record<string, string>, said: string]>> = {
  'host-port': [{ KAFKA_HOST: 'b-1:9092', KAFKA_PORT: '9092' }, 'broken host-with-port'],
  'no-port': [{ KAFKA_BOOTSTRAP_SERVERS: 'b-1.x' }, 'broken servers-port-missing'],
  empty: [{ SPRING_KAFKA_BOOTSTRAP_SERVERS: '' }, 'broken servers-empty'],
  comma: [{ KAFKA_BROKERS: 'b-1:9092b-2:9092' }, 'broken servers-comma-missing'],
  spaces: [{ KAFKA_BROKERS: 'b-0:9092,b-1:9092 b-2:9092' }, 'broken servers-comma-missing'],
  scheme: [{ ORDERS_BOOTSTRAP_SERVERS: 'kafka://b-1:9092' }, 'broken servers-scheme'],
  quotes: [{ KAFKA_BOOTSTRAP_SERVERS: '"b-1:9092"' }, 'broken servers-quoted'],
  newline: [{ KAFKA_BOOTSTRAP_SERVERS: 'b-1:9092\n' }, 'warning servers-untidy'],
  local: [{ KAFKA_BOOTSTRAP_SERVERS: 'localhost:9092' }, 'broken servers-local'],
  twice: [{ KAFKA_BOOTSTRAP_SERVERS: 'b-1:9092,b-1:9092' }, 'warning servers-twice'],
  port: [{ KAFKA_HOST: 'b-1', KAFKA_PORT: 'tcp://10.0.0.7:9092' }, 'broken port-unreadable'],
  login: [
    {
      KAFKA_BOOTSTRAP_SERVERS: 'b-1.lb.abc123.c2.kafka.ap-northeast-2.amazonaws.com:9092',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
    },
    'broken port-of-other-login',
  ],
};

test('each mistake of form is found in the workload that has it, and nothing else', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, brokers.join(','));
  const apply = (name: string, env: Record<string, string>) =>
    namespace.apply(deployment({ name, replicas: 0, env }));
  await Promise.all(Object.entries(mistakes).map(([name, [env]]) => apply(name, env)));
  await apply('fine', {
    KAFKA_BOOTSTRAP_SERVERS: 'b-1.lb.abc123.c2.kafka.ap-northeast-2.amazonaws.com:9098',
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
  });
  await apply('templated', { KAFKA_BOOTSTRAP_SERVERS: '$(KAFKA_HOST):9092', KAFKA_BROKER_ID: 'no address' });

  const { layer } = await look(namespace);

  const said = layer('applications').findings.map(({ verdict, problem, saw }) => [
    /^deployment\/(\S+) /.exec(saw)?.[1],
    `${verdict} ${problem}`,
  ]);
  expect(Object.fromEntries(said)).toEqual(
    Object.fromEntries(Object.entries(mistakes).map(([name, [, words]]) => [name, words])),
  );
  expect(said).toHaveLength(Object.keys(mistakes).length);
  const host = layer('applications').findings.find(({ problem }) => problem === 'host-with-port');
  expect(host).toMatchObject({
    saw: 'deployment/host-port KAFKA_HOST: b-1:9092 has a port, where a host alone belongs',
    fix: null,
  });
  const command = host?.next[1] ?? '';
  await namespace.kubectl(command.replaceAll("'", '').split(' ').slice(7));
  const after = await look(namespace);
  expect(
    after
      .layer('applications')
      .findings.map(({ saw }) => saw)
      .join(),
  ).not.toContain('host-port');
});

test('the form of a key is told of the key, and the fix is to set it', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, 'b-1.exchange.example:9092b-2.exchange.example:9092');
  await namespace.apply(deployment({ name: 'backend', replicas: 0, env: fromSecret }));
  await namespace.apply(
    deployment({ name: 'odd', replicas: 0, env: { KAFKA_HOST: { secret: 'kafka', key: variable } } }),
  );

  const { alarms, layer } = await look(namespace);

  expect(alarms).toEqual(['applications broken servers-comma-missing']);
  expect(layer('secret').findings[0]?.saw).toBe(
    `kafka ${variable}: not of the form host:port,host:port; see applications`,
  );
  expect(layer('applications').findings).toEqual([
    {
      ...{
        verdict: 'broken',
        problem: 'servers-comma-missing',
        isRight: false,
        fix: { kind: 'patch bootstrap' },
      },
      saw: `secret kafka ${variable}: its first entry is two addresses without a comma between`,
      next: ["Set the cluster's brokers in the form that clients take:", 'exops k8s patch-bootstrap'],
    },
  ]);
});

test('a list of servers in a variable for one host', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, brokers.join(','));
  await namespace.apply(
    deployment({ name: 'odd', replicas: 0, env: { KAFKA_HOST: { secret: 'kafka', key: variable } } }),
  );

  const { alarms, layer } = await look(namespace);

  expect(alarms).toEqual(['applications broken host-with-port']);
  expect(layer('applications').findings[0]?.saw).toBe(
    'deployment/odd KAFKA_HOST: b-1.exchange.example:9092 has a port, where a host alone belongs',
  );
});
