import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { findInstance } from '../../../src/lib/hosts/find/find-instance.js';
import type { InstanceSelector } from '../../../src/lib/hosts/host-settings.js';
import { dialRoute } from '../../../src/lib/hosts/route/dial-route.js';
import { findRoute } from '../../../src/lib/hosts/route/find-route.js';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { startEndpoint } from '../../lab/eice/endpoint.js';
import { pluginEnv } from '../../lab/ssm-plugin/plugin.js';
import { greeting, greetingServer, never, readBytes } from './route-streams.js';

/** An access to the lab for one test, as exops has it. */
function join(): { readonly lab: AwsLab; readonly aws: Aws } {
  const lab = joinAws(inject('aws'));
  return { lab, aws: openAws({ env: lab.env, home: '/nowhere', trace: () => undefined }) };
}

let names = 0;
const newName = () => `found-${process.pid}-${names++}`;
const byName = (name: string): InstanceSelector => ({ by: 'tags', tags: { Name: name } });

/** Looks for an instance where nobody can be asked. */
function find(aws: Aws, selector: InstanceSelector) {
  const silent = () => {
    throw new Error('nobody is there');
  };
  const err = { isTerminal: false, columns: 80, colorLevel: 0, line: silent, write: silent } as const;
  const scene = { accountId: '123456789012', now: Date.now() };
  return findInstance({ aws, terminal: { canAsk: false, ask: silent, err } }, selector, scene, never());
}

describe('an instance is found', () => {
  test('by its id, and by its tags', async () => {
    const { lab, aws } = join();
    const name = newName();
    const id = await lab.runInstance({ name, privateAddress: '10.0.11.8', tags: { Stage: 'dev' } });
    const selectors: readonly InstanceSelector[] = [
      { by: 'id', id },
      byName(name),
      { by: 'tags', tags: { Name: name, Stage: 'dev' } },
    ];
    for (const selector of selectors) {
      expect(await find(aws, selector)).toMatchObject({ id, state: 'running', privateAddress: '10.0.11.8' });
    }
  });

  test('beside one of the same name that was terminated', async () => {
    const { lab, aws } = join();
    const name = newName();
    const [gone, id] = await Promise.all([lab.runInstance({ name }), lab.runInstance({ name })]);
    await lab.terminateInstance(gone);
    expect(await find(aws, byName(name))).toMatchObject({ id });
    await expect(find(aws, { by: 'id', id: gone })).rejects.toThrow(`${name} (${gone}) was terminated`);
  });
});

describe('no instance is found', () => {
  const place = 'in ap-northeast-2 (account 123456789012).';

  test('by an id that nothing has', async () => {
    const { aws } = join();
    const id = 'i-0123456789abcdef0';
    await expect(find(aws, { by: 'id', id })).rejects.toThrow(`No instance has the id ${id} ${place}`);
  });

  test('by a name that only looks like a pattern', async () => {
    const { lab, aws } = join();
    const name = newName();
    await lab.runInstance({ name });
    for (const pattern of [`${name}*`, '*', `${name.slice(0, -1)}?`]) {
      await expect(find(aws, byName(pattern))).rejects.toThrow(
        `No instance has the tag Name=${pattern} ${place}`,
      );
    }
  });

  test('because there are several', async () => {
    const { lab, aws } = join();
    const name = newName();
    const ids = await Promise.all([lab.runInstance({ name }), lab.runInstance({ name })]);
    const error = String(await find(aws, byName(name)).catch((thrown: unknown) => thrown));
    expect(error).toContain(`2 instances have the tag Name=${name}`);
    for (const id of ids) expect(error).toContain(id);
  });

  test('because it is stopped', async () => {
    const { lab, aws } = join();
    const name = newName();
    const id = await lab.runInstance({ name });
    await lab.stopInstance(id);
    await expect(find(aws, byName(name))).rejects.toMatchObject({
      message: expect.stringMatching(
        `^${name} \\(${id}\\) is stopped since \\w{3} \\d\\d:\\d\\d \\(User initiated\\)\\.$`,
      ),
      hint: `Start it with: aws ec2 start-instances --instance-ids ${id} --region ap-northeast-2`,
    });
  });

  test('because the right is missing', async () => {
    const { lab, aws } = join();
    await lab.fault({ service: 'ec2', action: 'DescribeInstances', code: 'UnauthorizedOperation' });
    await expect(find(aws, byName('any'))).rejects.toThrow('ec2:DescribeInstances');
  });
});

describe('the way to an instance', () => {
  const settings = { address: undefined, port: 22, route: undefined, via: undefined };

  test('leads to its public address without another question', async () => {
    const { lab, aws } = join();
    const id = await lab.runInstance({ publicAddress: '198.51.100.7' });
    const instance = await find(aws, { by: 'id', id });
    const before = (await lab.calls()).length;
    const route = await findRoute({ settings, instance, name: id }, { aws, env: {} }, never());
    expect(route).toMatchObject({ kind: 'direct', address: '198.51.100.7' });
    expect((await lab.calls()).length).toBe(before);
  });

  test('leads through the endpoint of its VPC, with an address that exops signs', async () => {
    const { lab, aws } = join();
    const server = await greetingServer();
    const endpoint = await startEndpoint({ target: { host: '127.0.0.1', port: server.port } });
    onTestFinished(endpoint.stop);
    const { vpcId, subnetId } = await lab.createVpc();
    const { id: endpointId, dnsName } = endpoint.record;
    await lab.setConnectEndpoints(vpcId, [
      { id: 'eice-0fedcba9876543210', dnsName: 'unused.invalid', subnetId, state: 'delete-in-progress' },
      { id: endpointId, dnsName, subnetId, state: 'update-complete' },
    ]);
    const id = await lab.runInstance({ subnetId });
    const instance = await find(aws, { by: 'id', id });
    const route = await findRoute({ settings, instance, name: id }, { aws, env: {} }, never());
    expect(route).toMatchObject({ kind: 'eice', endpoint: { id: endpointId }, why: 'no public address' });

    const through = () => Promise.reject(new Error('not asked for here'));
    const target = { name: id, instanceId: id, port: 22, timeoutMs: 20_000 };
    const deps = { aws, env: {}, profile: undefined, through };
    const stream = await dialRoute(route, target, deps, never());
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    expect(endpoint.requests).toEqual([{ privateAddress: instance.privateAddress, port: 22 }]);
    stream.destroy();
  });

  test('leads through Systems Manager where there is no endpoint', async () => {
    const { lab, aws } = join();
    const { subnetId } = await lab.createVpc();
    const id = await lab.runInstance({ subnetId, ssm: 'Online' });
    const instance = await find(aws, { by: 'id', id });
    const env = pluginEnv();
    const route = await findRoute({ settings, instance, name: id }, { aws, env }, never());
    expect(route).toEqual({ kind: 'ssm', why: `no public address, no endpoint in ${instance.vpcId}` });
    const old = findRoute(
      { settings, instance, name: id },
      { aws, env: pluginEnv({ version: '1.2.54.0' }) },
      never(),
    );
    expect(await old).toMatchObject({ kind: 'direct', address: instance.privateAddress });
  });

  test('is a private address that only a VPN reaches, in the end', async () => {
    const { lab, aws } = join();
    const { vpcId, subnetId } = await lab.createVpc();
    const id = await lab.runInstance({ subnetId });
    const instance = await find(aws, { by: 'id', id });
    await lab.fault({
      service: 'ec2',
      action: 'DescribeInstanceConnectEndpoints',
      code: 'UnauthorizedOperation',
      message: 'You are not authorized to perform this operation.',
    });
    const route = await findRoute({ settings, instance, name: id }, { aws, env: pluginEnv() }, never());
    expect(route).toMatchObject({
      kind: 'direct',
      address: instance.privateAddress,
      why: expect.stringMatching(
        `^no public address, the endpoints in ${vpcId} can't be listed \\(.+\\), not managed by SSM: `,
      ),
    });
  });
});
