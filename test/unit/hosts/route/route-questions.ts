import type { ConnectEndpoint } from '../../../../src/lib/aws/aws.js';
import type { RouteFacts, RouteQuestion } from '../../../../src/lib/hosts/route/choose-route.js';
import { instance } from '../find/instances.js';

export const endpoint: ConnectEndpoint = {
  id: 'eice-0abc',
  dnsName: 'eice-0abc.example',
  subnetId: 'subnet-0a',
  availabilityZone: 'ap-northeast-2a',
  securityGroupIds: ['sg-0e1ce'],
};

/** A question about an instance with a private address alone. */
export function question(
  parts: {
    readonly settings?: Partial<RouteQuestion['settings']>;
    readonly instance?: Parameters<typeof instance>[0];
    readonly hasIpv6?: boolean;
  } = {},
): RouteQuestion {
  return {
    settings: { address: undefined, port: 22, route: undefined, via: undefined, ...parts.settings },
    instance: instance(parts.instance),
    name: 'kafka (i-0123456789abcdef0)',
    hasIpv6: parts.hasIpv6 ?? false,
  };
}

/** Nothing there: no endpoint, no plugin. */
export const nothing: RouteFacts = { endpoints: { is: [] }, plugin: { is: undefined } };
