import { expect, test } from 'vitest';
import type { ConnectEndpoint } from '../../../../src/lib/aws/aws.js';
import { chooseEndpoint } from '../../../../src/lib/hosts/route/choose-endpoint.js';

function endpoint(id: string, subnetId?: string, availabilityZone?: string): ConnectEndpoint {
  return { id, dnsName: `${id}.example`, subnetId, availabilityZone, securityGroupIds: [] };
}

const far = endpoint('far', 'subnet-9', 'c');
const near = endpoint('near', 'subnet-8', 'a');
const nearest = endpoint('nearest', 'subnet-1', 'a');
const nowhere = endpoint('nowhere');

test.each([
  ['in the same subnet', [far, near, nearest], 'nearest'],
  ['in the same zone', [far, nowhere, near], 'near'],
  ['anywhere, the first', [far, nowhere], 'far'],
  ['one that says nothing', [nowhere], 'nowhere'],
  ['none', [], undefined],
])('%s', (_, endpoints, chosen) => {
  expect(chooseEndpoint(endpoints, { subnetId: 'subnet-1', availabilityZone: 'a' })?.id).toBe(chosen);
});

test('what neither side knows is no match', () => {
  const unknown = { subnetId: undefined, availabilityZone: undefined };
  expect(chooseEndpoint([far, nowhere], unknown)?.id).toBe('far');
});
