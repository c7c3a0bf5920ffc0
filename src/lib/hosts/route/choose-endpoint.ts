import type { ConnectEndpoint, Instance } from '../../aws/aws.js';

/** The endpoint of a VPC that is nearest to an instance: in its subnet, in its availability zone, or any. */
export function chooseEndpoint(
  endpoints: readonly ConnectEndpoint[],
  { subnetId, availabilityZone }: Pick<Instance, 'subnetId' | 'availabilityZone'>,
): ConnectEndpoint | undefined {
  return (
    endpoints.find((endpoint) => endpoint.subnetId !== undefined && endpoint.subnetId === subnetId) ??
    endpoints.find(
      (endpoint) => endpoint.availabilityZone !== undefined && endpoint.availabilityZone === availabilityZone,
    ) ??
    endpoints[0]
  );
}
