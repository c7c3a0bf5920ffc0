import { randomBytes } from 'node:crypto';
import type { AwsCall } from './calls.js';
import { controlAws } from './control.js';
import type {
  ConnectEndpointRecord,
  Fault,
  InstanceRequest,
  InstanceStateChange,
  ScriptOutput,
} from './requests.js';

export const awsRegion = 'ap-northeast-2';

/** How to reach a running AWS lab, from whatever process. */
export interface AwsAccess {
  readonly endpoint: string;
  readonly controlSocket: string;
  /** Pushed keys are in `<instance>/<user>` below it, for the lab's SSH servers. */
  readonly keysFolder: string;
}

export interface LabInstance {
  readonly id: string;
  readonly state: string;
  readonly publicAddress: string | null;
  readonly privateAddress: string | null;
  readonly availabilityZone: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LabVpc {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
}

/** A SendSSHPublicKey that came, whether it was let in or not. */
export interface KeyPush {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly instanceId: string;
  readonly user: string;
  readonly key: string;
  readonly availabilityZone: string | null;
  /** The code it was refused with, or null. */
  readonly error: string | null;
}

/** The script of a SendCommand that came. */
export interface SentScript {
  readonly document: string;
  readonly commands: readonly string[];
}

/**
 * AWS for tests, with an access key of its own: faults hit only what is signed with it, and only that is counted.
 * The resources are everybody's, so a test makes instances, VPCs and names of its own.
 */
export interface AwsLab {
  readonly access: AwsAccess;
  readonly endpoint: string;
  readonly keysFolder: string;
  /** What makes any AWS SDK use the lab. */
  readonly env: Readonly<Record<string, string>>;
  /** Returns the instance's id. */
  runInstance(request?: InstanceRequest): Promise<string>;
  describeInstance(instanceId: string): Promise<LabInstance>;
  startInstance(instanceId: string): Promise<void>;
  stopInstance(instanceId: string): Promise<void>;
  terminateInstance(instanceId: string): Promise<void>;
  /** Puts it into a state, or gives it reasons, that don't come by themselves. */
  setInstanceState(instanceId: string, change: InstanceStateChange): Promise<void>;
  /** A VPC with one subnet, for connect endpoints that no other test sees. */
  createVpc(): Promise<LabVpc>;
  /** What GetConsoleOutput answers; nothing until then. */
  setConsoleOutput(instanceId: string, output: string): Promise<void>;
  /** All the EC2 Instance Connect Endpoints of the VPC. */
  setConnectEndpoints(vpcId: string, endpoints: readonly ConnectEndpointRecord[]): Promise<void>;
  /** What scripts that SSM sends to the instance print, and how they end. */
  setScriptOutput(instanceId: string, output: ScriptOutput): Promise<void>;
  /** The scripts that SSM sent to the instance. */
  scripts(instanceId: string): Promise<readonly SentScript[]>;
  /** A SecureString when it is secret. */
  putParameter(name: string, value: string, options?: { readonly secret?: boolean }): Promise<void>;
  /** Returns its ARN. */
  putSecret(name: string, text: string): Promise<string>;
  /** A stack with these exports by name, and outputs by key. The exports are outputs too, by their letters and digits. */
  putExports(
    stack: string,
    exports: Readonly<Record<string, string>>,
    outputs?: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** The oldest fault that fits a call is the one that it gets. */
  fault(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /**
   * Puts AWS's clock off, which the answers' Date tells, and has it refuse what is signed more than five minutes away
   * from it. Without one, which null brings back, it is right and takes every signature.
   */
  setClock(offsetMs: number | null): Promise<void>;
  /** In the order they came. */
  calls(): Promise<readonly AwsCall[]>;
  pushes(): Promise<readonly KeyPush[]>;
}

/** Uses a lab that runs already, with an access key that nobody else has. */
export function joinAws(access: AwsAccess): AwsLab {
  const { endpoint, controlSocket, keysFolder } = access;
  const control = controlAws(controlSocket);
  const accessKeyId = randomAccessKey();
  return {
    access,
    endpoint,
    keysFolder,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'exops-lab',
      AWS_REGION: awsRegion,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async runInstance(request = {}) {
      const { subnetId, securityGroupIds, instanceType, disableApiStop, volumes, rootDeviceType, spot } =
        request;
      const placed = { subnetId, securityGroupIds, instanceType };
      const options = { ...placed, disableApiStop, volumes, rootDeviceType, spot };
      return (await control<LabInstance>('ec2/instances/run', { tags: tagsOf(request), ...options })).id;
    },
    describeInstance: (instanceId) => control('ec2/instances/describe', { instanceId }),
    startInstance: (instanceId) => control('ec2/instances/start', { instanceId }),
    stopInstance: (instanceId) => control('ec2/instances/stop', { instanceId }),
    terminateInstance: (instanceId) => control('ec2/instances/terminate', { instanceId }),
    setInstanceState: (instanceId, change) => control('ec2/instances/set-state', { instanceId, ...change }),
    createVpc: () => control('ec2/vpcs/create'),
    setConsoleOutput: (instanceId, output) => control('ec2/console/set', { instanceId, output }),
    setConnectEndpoints: (vpcId, endpoints) => control('ec2/connect-endpoints/set', { vpcId, endpoints }),
    setScriptOutput: (instanceId, output) => control('ssm/scripts/set-output', { instanceId, ...output }),
    scripts: (instanceId) => control('ssm/scripts', { instanceId }),
    putParameter: (name, value, { secret = false } = {}) =>
      control('ssm/parameters/put', { name, value, secret }),
    putSecret: (name, text) => control('secretsmanager/secrets/put', { name, text }),
    putExports: (name, exports, outputs = {}) =>
      control('cloudformation/stacks/put', { name, exports, outputs }),
    fault: (fault) => control('faults/add', { ...fault, accessKeyId }),
    clearFaults: () => control('faults/clear', { accessKeyId }),
    setClock: (offsetMs) => control('clock/set', { offsetMs, accessKeyId }),
    calls: () => control('calls', { accessKeyId }),
    pushes: () => control('ec2-instance-connect/pushes', { accessKeyId }),
  };
}

function tagsOf(request: InstanceRequest): Readonly<Record<string, string>> {
  const { name, publicAddress, privateAddress, ipv6Address, platform, ssm, transitionSeconds } = request;
  const tags = {
    Name: name,
    'exops-lab:public-ip': [publicAddress ?? []].flat().join(' ') || undefined,
    'exops-lab:private-ip': privateAddress,
    'exops-lab:ipv6': ipv6Address,
    'exops-lab:platform': platform,
    'exops-lab:ssm': ssm,
    'exops-lab:transition-seconds': transitionSeconds?.toString(),
    ...request.tags,
  };
  const given = Object.entries(tags).filter((tag): tag is [string, string] => tag[1] !== undefined);
  return Object.fromEntries(given);
}

// 20 letters and digits, or moto doesn't take it for a key.
function randomAccessKey(): string {
  return `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
}
