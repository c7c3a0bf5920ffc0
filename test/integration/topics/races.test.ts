import { expect, inject, test } from 'vitest';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, run } from '../../run.js';

const { bootstrap } = inject('kafka');

const manifest = async (topics: string) =>
  `${await folderWith({ 'topics.yaml': `version: 1\ntopics:\n${topics}` })}/topics.yaml`;

const createTopicsKey = 19;
const incrementalAlterConfigsKey = 44;

test('what somebody changed while a person was reading the plan stops the apply', async () => {
  await kafkaTool(bootstrap, 'topics', ['--create', '--topic', 'race.read', '--partitions', '2']);
  const wanted = await manifest('  race.read: { partitions: 3 }\n  race.other:\n');
  const result = await run(`topics sync ${wanted} --brokers ${bootstrap}`, {
    tty: true,
    answers: ['y'],
    onQuestion: () =>
      kafkaTool(bootstrap, 'topics', ['--alter', '--topic', 'race.read', '--partitions', '4']),
  });
  expect(result.stderr).toContain(
    'Somebody changed things since this plan was made. Nothing has been applied.',
  );
  expect(result.code).toBe(1);
  expect(await describeTopic(bootstrap, 'race.other')).toBeUndefined();
});

test('a topic that somebody creates at the last moment counts when it is as declared, else the broker is quoted', async () => {
  const lab = await startProxiedBroker({ delayMs: 600 });
  try {
    const wanted = await manifest('  race.same: { partitions: 2 }\n  race.other: { partitions: 3 }\n');
    let rival: Promise<unknown> | undefined;
    lab.proxy.onRequest(({ apiKey }) => {
      if (apiKey === createTopicsKey) rival = createDirectly(lab, ['race.same', 'race.other']);
      return 'forward';
    });
    const result = await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`);
    await rival;
    expect(result.stderr).toContain(
      "race.other: Topic 'race.other' already exists. (TOPIC_ALREADY_EXISTS) (it has 2 of 3 partitions)",
    );
    expect(result.stderr).toContain('1 created, 1 uncertain');
    expect(result.code).toBe(5);
    lab.proxy.onRequest();
    expect((await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`)).code).toBe(0);
  } finally {
    await lab.stop();
  }
});

test('a topic that somebody deletes at the last moment is named, and the next run makes it again', async () => {
  const lab = await startProxiedBroker({ delayMs: 600 });
  try {
    const before = await manifest('  race.gone: { configs: { retention.ms: 1d } }\n');
    await run(`topics sync ${before} --yes --brokers ${lab.proxy.bootstrap}`);
    const wanted = await manifest('  race.gone: { configs: { retention.ms: 2d } }\n');
    let rival: Promise<unknown> | undefined;
    lab.proxy.onRequest(({ apiKey }) => {
      if (apiKey === incrementalAlterConfigsKey) rival = deleteDirectly(lab, 'race.gone');
      return 'forward';
    });
    const result = await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`);
    await rival;
    expect(result.stderr).toContain(
      "race.gone: The topic 'race.gone' does not exist. (UNKNOWN_TOPIC_OR_PARTITION)",
    );
    expect(result.code).toBe(1);
    lab.proxy.onRequest();
    const again = await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`);
    expect(again.stderr).toContain('✓ 1 created');
  } finally {
    await lab.stop();
  }
});

/** Past the proxy, while what was sent through it is still on its way. */
async function createDirectly(lab: ProxiedBroker, names: readonly string[]): Promise<void> {
  const session = directSession(lab);
  const topics = names.map((name) => ({ name, partitions: 2, replicationFactor: 1, configs: {} }));
  await session.send(createTopics, { topics, timeoutMs: 5_000, validateOnly: false });
  session.close();
}

async function deleteDirectly(lab: ProxiedBroker, name: string): Promise<void> {
  const session = directSession(lab);
  await session.send(deleteTopics, { names: [name], timeoutMs: 5_000 });
  session.close();
}

function directSession({ broker }: ProxiedBroker): KafkaSession {
  return new KafkaSession({
    bootstrap: [{ host: '127.0.0.1', port: broker.port }],
    auth: { mechanism: 'none' },
    route: directRoute,
    trace: () => {},
  });
}

test('a broker that goes away in mid-apply: what is uncertain is said, and the next run finishes', async () => {
  const lab = await startProxiedBroker();
  try {
    const wanted = await manifest('  gone.a:\n  gone.b: { configs: { retention.ms: 1d } }\n');
    lab.proxy.onRequest(({ apiKey }) => (apiKey === createTopicsKey ? 'cut-after-forward' : 'forward'));
    const cut = await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`);
    expect(cut).toMatchObject({ code: 0 });
    expect(cut.stderr).toContain('✓ 2 created');

    const next = await manifest('  gone.a: { partitions: 2 }\n  gone.b: { configs: { retention.ms: 2d } }\n');
    lab.proxy.onRequest(({ apiKey }) =>
      apiKey === 37 || apiKey === incrementalAlterConfigsKey ? 'cut' : 'forward',
    );
    const lost = await run(`topics sync ${next} --yes --brokers ${lab.proxy.bootstrap}`);
    expect(lost.code).toBe(5);
    expect(lost.stderr).toContain('2 uncertain');
    lab.proxy.onRequest();
    const again = await run(`topics sync ${next} --yes --brokers ${lab.proxy.bootstrap}`);
    expect(again.code).toBe(0);
    expect((await describeTopic(lab.broker.bootstrap, 'gone.a'))?.partitions).toBe(2);

    await lab.broker.kill();
    const dead = await run(`topics sync ${next} --brokers ${lab.proxy.bootstrap}`);
    expect(dead.code).toBe(1);
    expect(dead.stderr).toContain("Can't");
  } finally {
    await lab.stop();
  }
});

test('Ctrl-C ends what is under way, says what is done and what is not, and exits 130', async () => {
  const lab = await startProxiedBroker({ delayMs: 100 });
  try {
    const wanted = await manifest('  stop.a:\n  stop.b:\n');
    const interruption = new AbortController();
    lab.proxy.onRequest(({ apiKey }) => {
      if (apiKey === createTopicsKey) interruption.abort();
      return 'forward';
    });
    const result = await run(`topics sync ${wanted} --yes --brokers ${lab.proxy.bootstrap}`, {
      interrupt: interruption.signal,
    });
    expect(result.code).toBe(130);
    expect(result.stderr).toContain('Interrupted: ending what is under way.');
    expect(result.stderr).toContain('2 created, not verified');
    expect(await describeTopic(lab.broker.bootstrap, 'stop.b')).toBeDefined();
  } finally {
    await lab.stop();
  }
});
