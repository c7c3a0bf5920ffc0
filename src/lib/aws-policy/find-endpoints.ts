import type { Aws, Instance } from '../aws/aws.js';
import { chooseEndpoint } from '../hosts/route/choose-endpoint.js';
import { unknown } from './arns.js';
import type { Chosen, PolicyHost } from './facts.js';

/**
 * The hosts with the endpoints that are nearest to their instances, where one may be the way; a host whose instance isn't
 * there keeps any. What is the same for several is asked for once.
 */
export async function findEndpoints(
  ec2: Pick<Aws['ec2'], 'describeInstances' | 'describeConnectEndpoints'>,
  hosts: readonly PolicyHost[],
  signal: AbortSignal,
): Promise<readonly PolicyHost[]> {
  const ids = hosts.flatMap(({ instance, endpoints }) =>
    endpoints.length > 0 && instance.by === 'name' && !instance.name.includes(unknown) ? [instance.name] : [],
  );
  const byId = ids.length === 0 ? [] : ec2.describeInstances({ ids }, signal);
  const ofVpc = new Map<string, ReturnType<typeof ec2.describeConnectEndpoints>>();
  const endpointsIn = (vpcId: string) => {
    const asked = ofVpc.get(vpcId) ?? ec2.describeConnectEndpoints(vpcId, signal);
    ofVpc.set(vpcId, asked);
    return asked;
  };
  const instancesOf = async (chosen: Chosen): Promise<readonly Instance[]> =>
    chosen.by === 'tags'
      ? ec2.describeInstances({ tags: chosen.tags }, signal)
      : (await byId).filter(({ id }) => id === chosen.name);
  const find = async (host: PolicyHost): Promise<PolicyHost> => {
    if (host.endpoints.length === 0) return host;
    const instances = await instancesOf(host.instance);
    const vpcs = instances.flatMap((instance) =>
      instance.vpcId === undefined ? [] : [{ ...instance, vpcId: instance.vpcId }],
    );
    if (vpcs.length === 0) return host;
    const nearest = await Promise.all(
      vpcs.map(async (instance) => chooseEndpoint(await endpointsIn(instance.vpcId), instance)?.id),
    );
    return { ...host, endpoints: [...new Set(nearest.filter((id) => id !== undefined))].sort() };
  };
  return Promise.all(hosts.map(find));
}
