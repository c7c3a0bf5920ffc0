import { describe, expect, test } from 'vitest';
import type { ConnectEndpoint } from '../../../../src/lib/aws/aws.js';
import { AccessError, InterruptedError } from '../../../../src/lib/errors.js';
import { findRoute } from '../../../../src/lib/hosts/route/find-route.js';
import { awsWith } from '../../aws/aws-with.js';
import { endpoint, question } from './route-questions.js';

/** Finds the way to an instance on a machine where nothing is installed, and says what AWS was asked. */
function find(
  asked: ReturnType<typeof question>,
  endpoints: () => Promise<readonly ConnectEndpoint[]> = async () => [],
  signal = new AbortController().signal,
) {
  const calls: string[] = [];
  const aws = awsWith({
    ec2: {
      describeConnectEndpoints(vpcId) {
        calls.push(`endpoints of ${vpcId}`);
        return endpoints();
      },
    },
    ssm: {
      async isManaged(id) {
        calls.push(`is ${id} managed`);
        return true;
      },
    },
  });
  return { route: findRoute(asked, { aws, env: { PATH: '/nowhere' } }, signal), calls };
}

describe('the way is looked up', () => {
  test('without a question to AWS when there is a public address', async () => {
    const { route, calls } = find(question({ instance: { publicAddress: '198.51.100.7' } }));
    expect(await route).toMatchObject({ kind: 'direct', address: '198.51.100.7' });
    expect(calls).toEqual([]);
  });

  test('with one question when there is an endpoint', async () => {
    const { route, calls } = find(question(), async () => [endpoint]);
    expect(await route).toMatchObject({ kind: 'eice', endpoint });
    expect(calls).toEqual(['endpoints of vpc-0a']);
  });

  test('without asking for the agent when there is no plugin', async () => {
    const { route, calls } = find(question());
    expect(await route).toMatchObject({ kind: 'direct', address: '10.0.11.8' });
    expect(calls).toEqual(['endpoints of vpc-0a']);
  });

  test('and a right that is missing doesn’t end it', async () => {
    const { route } = find(question(), () => Promise.reject(new AccessError('No.')));
    expect(await route).toMatchObject({
      kind: 'direct',
      why: "no public address, the endpoints in vpc-0a can't be listed (No), the session-manager-plugin isn't installed here: trying it directly, as a VPN would reach it",
    });
  });

  test('unless the route is set', async () => {
    const denied = new AccessError('No.');
    const { route } = find(question({ settings: { route: 'eice' } }), () => Promise.reject(denied));
    await expect(route).rejects.toBe(denied);
  });

  test('a mistake of ours ends it', async () => {
    const { route } = find(question(), () => Promise.reject(new TypeError('a bug')));
    await expect(route).rejects.toThrow('a bug');
  });

  test('so does an interruption', async () => {
    const stop = new AbortController();
    const told = new InterruptedError('SIGINT');
    const interrupted = () => {
      stop.abort(told);
      return Promise.reject(told);
    };
    await expect(find(question(), interrupted, stop.signal).route).rejects.toBe(told);
  });
});
