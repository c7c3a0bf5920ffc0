import { describe, expect, test } from 'vitest';
import { awsRegion } from '../../lab/aws/aws-lab.js';
import { closedPort } from '../../lab/faulty-listeners.js';
import { examine } from './suite/examine.js';
import { awsBlock, inPlace, type Place } from './suite/place.js';
import type { Scene } from './suite/setup.js';

/** What doctor says of one layer in such a place. */
function looked(layer: string, build: (place: Place) => Promise<Scene>) {
  return inPlace(async (place) => {
    const { result, document } = await examine(place, await build(place));
    const found = document.layers.find((one) => one.layer === layer) ?? expect.unreachable();
    return { found, document, code: result.code };
  });
}

const ownCluster = ({ kafka }: Place) => ({ aws: awsBlock, cluster: { brokers: [kafka.bootstrap] } });

describe.concurrent('credentials and account', () => {
  test('who it is, and the clock', async ({ expect }) => {
    const { found, document } = await looked('credentials', async (place) => ({
      environment: ownCluster(place),
    }));
    expect(found.status).toBe('ok');
    expect(found.findings[0]?.saw).toMatch(
      /^AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, .+ \(AKIA….{4}\), clock \d\.\d s off$/,
    );
    const account = document.layers.find(({ layer }) => layer === 'account');
    expect(account?.findings).toMatchObject([{ verdict: 'ok', saw: `123456789012 ${awsRegion}` }]);
  });

  test('a clock ten minutes off is a break, and what comes after is looked at', async ({ expect }) => {
    const { found, document, code } = await looked('credentials', async (place) => {
      await place.aws.setClock(10 * 60_000);
      return { environment: ownCluster(place) };
    });
    expect(found.findings.at(-1)).toMatchObject({ verdict: 'broken', problem: 'clock-off' });
    expect(found.findings.at(-1)?.saw).toMatch(/^this machine's clock is (9|10) min \d+ s behind AWS's: /);
    expect(document.layers.find(({ layer }) => layer === 'tcp')?.status).toBe('ok');
    expect(code).toBe(1);
  });

  test('nothing of AWS is asked where nothing is in it', async ({ expect }) => {
    const asked = await inPlace(async (place) => {
      const { document } = await examine(place, {
        environment: { cluster: { brokers: [place.kafka.bootstrap] } },
      });
      return { document, calls: await place.aws.calls() };
    });
    const statuses = asked.document.layers.map(({ layer, status }) => [layer, status]);
    for (const layer of ['credentials', 'account', 'instance', 'cluster', 'security group', 'ssh'])
      expect(statuses).toContainEqual([layer, 'skipped']);
    expect(asked.calls).toEqual([]);
  });

  test('an AWS that is not there', async ({ expect }) => {
    const { found, code } = await looked('credentials', async (place) => {
      const { host, port } = await place.started(closedPort());
      return { environment: ownCluster(place), env: { AWS_ENDPOINT_URL: `http://${host}:${port}` } };
    });
    expect(found.findings).toMatchObject([{ verdict: 'broken', problem: 'aws-unreachable' }]);
    expect(code).toBe(1);
  });
});

describe.concurrent('MSK', () => {
  const mskOf = (name: string, cluster: object = {}) => ({
    aws: awsBlock,
    cluster: { name, auth: { mechanism: 'iam' }, ...cluster },
  });

  test('by its name: the state, the kind, the listener', async ({ expect }) => {
    const { found } = await looked('cluster', async (place) => {
      const { listeners } = await place.msk();
      const name = place.named('shop');
      await place.msks.createCluster({ name, brokers: { private: { iam: listeners.iam } } });
      return { environment: mskOf(name) };
    });
    expect(found.findings).toMatchObject([{ verdict: 'ok' }]);
    expect(found.findings[0]?.saw).toMatch(/^shop-\w+ ACTIVE, Kafka 3\.8\.x, IAM brokers on \d+$/);
  });

  test.for([
    ['CREATING', 'msk-not-ready', 1],
    ['FAILED', 'msk-not-ready', 1],
  ] as const)('%s: %s', async ([state, problem, exit], { expect }) => {
    const { found, document, code } = await looked('cluster', async (place) => {
      const name = place.named('shop');
      await place.msks.createCluster({ name, state, stateMessage: 'it is so' });
      return { environment: mskOf(name) };
    });
    expect(found.findings).toMatchObject([{ verdict: 'broken', problem }]);
    expect(found.findings[0]?.saw).toContain('AWS says: it is so');
    expect(document.verdict).toMatchObject({ layer: 'cluster' });
    expect(code).toBe(exit);
    // What hangs on its brokers says that it does.
    expect(document.layers.find(({ layer }) => layer === 'tcp')).toMatchObject({ status: 'not reached' });
  });

  test('not found, with the near name', async ({ expect }) => {
    const { found } = await looked('cluster', async (place) => {
      const name = place.named('shop');
      await place.msks.createCluster({ name });
      return { environment: mskOf(name.slice(0, -1)) };
    });
    expect(found.findings).toMatchObject([{ problem: 'msk-not-found' }]);
    expect(found.findings[0]?.saw).toMatch(/\(did you mean "shop-\w+"\?\)\.$/);
  });

  test('in another region than AWS is asked in', async ({ expect }) => {
    const { found } = await looked('cluster', async (place) => {
      const arn = await place.msks.createCluster({ name: place.named('shop') });
      const { name: _, ...cluster } = mskOf('').cluster;
      return { environment: { aws: awsBlock, cluster: { arn, ...cluster } }, args: '--region eu-west-1' };
    });
    expect(found.findings).toMatchObject([{ problem: 'msk-other-region' }]);
  });

  test('denied', async ({ expect }) => {
    const { found, code } = await looked('cluster', async (place) => {
      await place.aws.fault({
        ...{ service: 'kafka', action: 'ListClustersV2', status: 403, code: 'AccessDeniedException' },
      });
      return { environment: mskOf(place.named('shop')) };
    });
    expect(found.findings).toMatchObject([{ problem: 'aws-right-missing', isRight: true }]);
    expect(code).toBe(4);
  });

  test('a login that is off', async ({ expect }) => {
    const { found } = await looked('cluster', async (place) => {
      const name = place.named('shop');
      await place.msks.createCluster({ name, brokers: { private: { tls: 'b-1.example:9094' } } });
      return { environment: mskOf(name) };
    });
    expect(found.findings).toMatchObject([
      { problem: 'msk-listener-off', next: expect.arrayContaining(['It has: tls (private)']) },
    ]);
  });

  test('brokers that were given, with the port of another login', async ({ expect }) => {
    const { found, document } = await looked('cluster', async (place) => {
      const name = place.named('shop');
      const host = `b-1.${name}.abc.c3.kafka.${awsRegion}.amazonaws.com`;
      await place.msks.createCluster({ name, brokers: { private: { iam: `${host}:9098` } } });
      return {
        environment: { aws: awsBlock, cluster: { brokers: [`${host}:9092`], auth: { mechanism: 'iam' } } },
      };
    });
    expect(found.findings).toMatchObject([{ verdict: 'ok' }, { problem: 'msk-wrong-port' }]);
    expect(found.findings[0]?.saw).toMatch(/^shop-\w+ ACTIVE, .+, it has iam \(private\)$/);
    expect(document.verdict).toMatchObject({ layer: 'cluster', problem: 'msk-wrong-port' });
  });
});
