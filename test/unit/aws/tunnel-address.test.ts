import { describe, expect, test } from 'vitest';
import type { ConnectEndpoint } from '../../../src/lib/aws/aws.js';
import { tunnelAddress } from '../../../src/lib/aws/tunnel-address.js';

const host = 'eice-0123456789abcdef0.0f5c.ec2-instance-connect-endpoint.ap-northeast-2.amazonaws.com';

// The keys of AWS's own documentation.
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

function address(dnsName = host, sessionToken?: string): Promise<URL> {
  const id = 'eice-0123456789abcdef0';
  const endpoint: ConnectEndpoint = {
    ...{ id, dnsName, securityGroupIds: [] },
    ...{ subnetId: undefined, availabilityZone: undefined },
  };
  return tunnelAddress(
    { endpoint, privateAddress: '10.42.0.11', port: 22 },
    {
      credentials: { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) },
      region: 'ap-northeast-2',
      at: new Date('2026-11-21T03:04:05.678Z'),
    },
  );
}

/** From the class SigV4QueryAuth of botocore 1.43, which the aws command signs with. */
const signatures = {
  withoutToken: 'e8d84182371060e1ab3d2575efe5ee7fd9dbe1f9a064d66e6eeb396cae69ec63',
  withToken: '3e5182a4a09f01a2f3d149a4687e8bfc87e44b473d471e232be5f770c72aa9de',
};

describe('tunnelAddress', () => {
  test('is what the aws command would make', async () => {
    const url = await address();
    expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(`wss://${host}/openTunnel`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      instanceConnectEndpointId: 'eice-0123456789abcdef0',
      remotePort: '22',
      privateIpAddress: '10.42.0.11',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20261121/ap-northeast-2/ec2-instance-connect/aws4_request',
      'X-Amz-Date': '20261121T030405Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': signatures.withoutToken,
    });
  });

  test('signs the token of temporary credentials, whatever is in it', async () => {
    const { searchParams } = await address(host, 'FwoGZXIvYXdzE+/=(token)*');
    expect(searchParams.get('X-Amz-Security-Token')).toBe('FwoGZXIvYXdzE+/=(token)*');
    expect(searchParams.get('X-Amz-Signature')).toBe(signatures.withToken);
  });

  test.each(['127.0.0.1:8022', 'localhost:8022', '[::1]:8022', '127.1.2.3:1'])(
    'goes without TLS to this machine: %s',
    async (dnsName) => {
      const url = await address(dnsName);
      expect(`${url.protocol}//${url.host}`).toBe(`ws://${dnsName}`);
    },
  );

  test.each(['127.0.0.1', 'localhost', '127.0.0.1.example:80', 'localhost.example:8022', '10.0.0.1:8022'])(
    'never goes anywhere else without TLS: %s',
    async (dnsName) => {
      expect((await address(dnsName)).protocol).toBe('wss:');
    },
  );
});
