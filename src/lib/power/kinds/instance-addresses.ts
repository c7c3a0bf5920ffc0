import type { Instance } from '../../aws/aws.js';

/**
 * The addresses of an instance and the names that Amazon's DNS has for them, by which a broker on it may be known.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html
 */
export function instanceAddresses(
  {
    id,
    privateAddress,
    publicAddress,
    ipv6Address,
  }: Pick<Instance, 'id' | 'privateAddress' | 'publicAddress' | 'ipv6Address'>,
  region: string,
): readonly string[] {
  const isFirstRegion = region === 'us-east-1';
  const inside = isFirstRegion ? 'ec2.internal' : `${region}.compute.internal`;
  const outside = isFirstRegion ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;
  const dashed = (address: string) => address.replaceAll('.', '-');
  return [
    ...(privateAddress === undefined
      ? []
      : [privateAddress, `ip-${dashed(privateAddress)}.${inside}`, `${id}.${inside}`]),
    ...(publicAddress === undefined ? [] : [publicAddress, `ec2-${dashed(publicAddress)}.${outside}`]),
    ...(ipv6Address === undefined ? [] : [ipv6Address]),
  ];
}
