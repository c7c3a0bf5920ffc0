import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { failureOf, openLab as open } from './opened-aws.js';

const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)}`;

describe('sendPublicKey', () => {
  test('lets the key in', async () => {
    const { aws, lab } = open();
    const instanceId = await lab.runInstance();
    const { availabilityZone } = await lab.describeInstance(instanceId);
    await aws.instanceConnect.sendPublicKey({ instanceId, user: 'ec2-user', key });
    await aws.instanceConnect.sendPublicKey({ instanceId, user: 'ubuntu', key, availabilityZone });
    expect(await lab.pushes()).toMatchObject([
      { instanceId, user: 'ec2-user', key, availabilityZone: null, error: null },
      { instanceId, user: 'ubuntu', key, availabilityZone, error: null },
    ]);
  });

  test('says that there is no such instance', async () => {
    const { aws } = open();
    const error = await failureOf(
      aws.instanceConnect.sendPublicKey({ instanceId: 'i-0123456789abcdef0', user: 'ec2-user', key }),
    );
    expect(error).toBeInstanceOf(AwsNotFoundError);
    expect(error).toMatchObject({ code: 'EC2InstanceNotFoundException' });
  });

  test('says that the instance is stopped', async () => {
    const { aws, lab } = open();
    const instanceId = await lab.runInstance();
    await lab.stopInstance(instanceId);
    const error = await failureOf(aws.instanceConnect.sendPublicKey({ instanceId, user: 'ec2-user', key }));
    expect(error).toMatchObject({ code: 'EC2InstanceStateInvalidException', exitCode: 1 });
  });

  test('tries again when the instance can not take it at the moment', async () => {
    const { aws, lab, actions } = open();
    const instanceId = await lab.runInstance();
    const fault = { service: 'ec2-instance-connect', code: 'EC2InstanceUnavailableException' };
    await lab.fault({ ...fault, message: 'The instance is currently unavailable.', times: 2 });
    await aws.instanceConnect.sendPublicKey({ instanceId, user: 'ec2-user', key });
    expect(await actions()).toEqual(['SendSSHPublicKey', 'SendSSHPublicKey', 'SendSSHPublicKey']);
  });

  test('gives up in the end', async () => {
    const { aws, lab, actions } = open();
    const instanceId = await lab.runInstance();
    await lab.fault({ service: 'ec2-instance-connect', code: 'EC2InstanceUnavailableException' });
    const error = await failureOf(aws.instanceConnect.sendPublicKey({ instanceId, user: 'ec2-user', key }));
    expect(error).toMatchObject({ code: 'EC2InstanceUnavailableException' });
    expect(await actions()).toHaveLength(3);
  });
});

test('signTunnel signs with the credentials, and asks AWS nothing', async () => {
  const { aws, lab, actions, events } = open({ env: { AWS_SESSION_TOKEN: 'a+token/=' } });
  const endpoint = {
    ...{ id: 'eice-0123456789abcdef0', dnsName: '127.0.0.1:8022', securityGroupIds: [] },
    ...{ subnetId: undefined, availabilityZone: undefined },
  };
  const url = await aws.instanceConnect.signTunnel({ endpoint, privateAddress: '10.42.0.11', port: 22 });
  expect(url.href).toMatch(/^ws:\/\/127\.0\.0\.1:8022\/openTunnel\?/);
  expect(url.searchParams.get('X-Amz-Credential')).toMatch(
    new RegExp(`^${lab.env['AWS_ACCESS_KEY_ID']}/\\d{8}/ap-northeast-2/ec2-instance-connect/aws4_request$`),
  );
  expect(url.searchParams.get('X-Amz-Security-Token')).toBe('a+token/=');
  expect(await actions()).toEqual([]);
  expect(events.join()).not.toContain('token');
});
