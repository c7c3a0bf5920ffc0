import { abortable } from '../abortable.js';
import { AccessError } from '../errors.js';
import type { Aws, Identity } from './aws.js';

/** The credentials are of another account than the environment's. Nothing was changed, and nothing is shown of it. */
export class WrongAccountError extends AccessError {
  constructor({ accountId, arn }: Identity, wanted: string) {
    super(`The AWS credentials are of account ${accountId} (${arn}), and aws.accountId is ${wanted}.`, {
      hint: 'Choose others with --profile, EXOPS_PROFILE or AWS_PROFILE.',
    });
  }
}

/**
 * The same, but only for credentials of one account. Who they are of is asked once; questions go along with that,
 * and their answers wait for it. What changes anything, or is a credential, isn't asked for before.
 * @throws WrongAccountError from every method
 */
export function guardedAws(aws: Aws, accountId: string, signal: AbortSignal): Aws {
  let checked: Promise<Identity> | undefined;
  const ask = async () => {
    const identity = await aws.identity().catch((error: unknown) => {
      // It may be known the next time.
      checked = undefined;
      throw error;
    });
    if (identity.accountId !== accountId) throw new WrongAccountError(identity, accountId);
    return identity;
  };
  const check = () => {
    checked ??= abortable(ask(), signal);
    return checked;
  };
  const beside: Guard = async (question) => {
    const answer = question();
    answer.catch(() => {});
    await check();
    return answer;
  };
  const after: Guard = async (deed) => {
    await check();
    return deed();
  };
  const tags = { setTag: after, removeTag: after };
  return {
    region: aws.region,
    identity: check,
    // They are facts about this machine, whoever's the account is.
    credentials: (own) => aws.credentials(own),
    clockOffset: (own) => aws.clockOffset(own),
    mskToken: (region) => after(() => aws.mskToken(region)),
    ec2: guarded(aws.ec2, {
      ...tags,
      describeInstances: beside,
      describeConnectEndpoints: beside,
      consoleOutput: beside,
      oneTimeSpotRequests: beside,
      typesWithInstanceStore: beside,
      stop: after,
      start: after,
    }),
    instanceConnect: {
      ...guarded<Pushing>(aws.instanceConnect, { sendPublicKey: after, signTunnel: after }),
      prepare() {
        check().catch(() => {});
        aws.instanceConnect.prepare();
      },
    },
    cloudFormation: guarded(aws.cloudFormation, { exports: beside, outputs: beside }),
    secretsManager: guarded(aws.secretsManager, { values: after }),
    ssm: guarded(aws.ssm, {
      parameters: after,
      isManaged: beside,
      runScript: after,
      startSshSession: after,
    }),
    rds: guarded(aws.rds, {
      ...tags,
      databases: beside,
      clusters: beside,
      stopDatabase: after,
      startDatabase: after,
      stopCluster: after,
      startCluster: after,
    }),
    eks: guarded(aws.eks, {
      ...tags,
      nodegroupNames: beside,
      nodegroup: beside,
      update: beside,
      scale: after,
    }),
    autoScaling: guarded(aws.autoScaling, { ...tags, groups: beside, failures: beside, resize: after }),
    ecs: guarded(aws.ecs, { ...tags, serviceNames: beside, services: beside, setDesired: after }),
    scheduler: guarded(aws.scheduler, {
      schedules: beside,
      createGroup: after,
      deleteGroup: after,
      create: after,
      update: after,
      delete: after,
    }),
    pricing: guarded(aws.pricing, { prices: beside }),
    billed: guarded(aws.billed, {
      volumes: beside,
      snapshots: beside,
      addresses: beside,
      natGateways: beside,
      vpcEndpoints: beside,
      subnets: beside,
      loadBalancers: beside,
      logGroups: beside,
      deleteVolume: after,
      deleteSnapshot: after,
      releaseAddress: after,
      deleteLogGroup: after,
    }),
    msk: guarded(aws.msk, {
      clusters: beside,
      describe: beside,
      bootstrapBrokers: beside,
      brokers: beside,
      scramSecrets: beside,
      clusterPolicy: beside,
    }),
    network: guarded(aws.network, {
      securityGroups: beside,
      networkInterfaces: beside,
      authorizeIngress: after,
    }),
    elastiCache: guarded(aws.elastiCache, { caches: beside }),
  };
}

/** When a call is made, and when its answer may be known. */
type Guard = <Result>(call: () => Promise<Result>) => Promise<Result>;
type Method = (...args: never[]) => Promise<unknown>;
type Pushing = Pick<Aws['instanceConnect'], 'sendPublicKey' | 'signTunnel'>;

/** The same service, each of its methods called under its guard. */
function guarded<Service extends Readonly<Record<keyof Service, Method>>>(
  service: Service,
  guards: Readonly<Record<keyof Service, Guard>>,
): Service {
  const names = Object.keys(guards) as (keyof Service)[];
  const methods = names.map((name) => {
    const call = (...args: never[]): Promise<unknown> => guards[name](() => service[name](...args));
    return [name, call] as const;
  });
  return Object.fromEntries(methods) as unknown as Service;
}
