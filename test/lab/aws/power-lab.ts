import type { AwsLab } from './aws-lab.js';
import { type Control, controlAws } from './control.js';
import type {
  AutoScalingGroupRequest,
  DatabaseClusterRequest,
  DatabaseRequest,
  EcsServiceRequest,
  LabDatabase,
  LabEcsService,
  LabGroup,
  LabNodegroup,
  NodegroupIssue,
  NodegroupRequest,
  Resize,
  UpdateError,
} from './power-requests.js';

/** What can sleep in the lab's AWS, beside instances. Resources are everybody's: a test takes names of its own. */
export interface PowerLab {
  readonly databases: LabDatabases<DatabaseRequest>;
  readonly clusters: LabDatabases<DatabaseClusterRequest>;
  readonly nodegroups: LabNodegroups;
  readonly autoScalingGroups: LabAutoScalingGroups;
  readonly ecsServices: LabEcsServices;
  readonly instances: LabInstances;
  /** What a schedule of EventBridge Scheduler does when its time comes; nothing when it is disabled. */
  runSchedule(group: string, name: string): Promise<void>;
}

/** DB instances, or clusters, by their names. */
export interface LabDatabases<Request> {
  /** Returns its ARN. */
  create(request: Request): Promise<string>;
  describe(name: string): Promise<LabDatabase>;
  /** Puts it into any state: `backing-up`, `inaccessible-encryption-credentials`. */
  setStatus(name: string, status: string): Promise<void>;
  /** @param at when AWS starts it; milliseconds since the epoch */
  setRestartTime(name: string, at: number): Promise<void>;
  /** Starts it as AWS does after seven days. */
  restartItself(name: string): Promise<void>;
  /** The next start is accepted and ends in this state: `incompatible-network`, `storage-full`. */
  failNextStart(name: string, endsIn: string): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface LabNodegroups {
  /** Returns its ARN. */
  create(request: NodegroupRequest): Promise<string>;
  describe(cluster: string, name: string): Promise<LabNodegroup>;
  resize(cluster: string, name: string, size: Resize): Promise<void>;
  /** @param status `DEGRADED`; it stays as it is when left out */
  setHealth(cluster: string, name: string, issues: readonly NodegroupIssue[], status?: string): Promise<void>;
  /** The next update is accepted, changes nothing, and fails with these. */
  failNextUpdate(cluster: string, name: string, errors: readonly UpdateError[]): Promise<void>;
  /** No instance can be launched, until it is called with null. */
  failLaunches(cluster: string, name: string, message: string | null): Promise<void>;
  delete(cluster: string, name: string): Promise<void>;
}

export interface LabAutoScalingGroups {
  /** Returns its ARN. */
  create(request: AutoScalingGroupRequest): Promise<string>;
  describe(name: string): Promise<LabGroup>;
  resize(name: string, size: Resize): Promise<void>;
  /** Launches fail as scaling activities with this message, until it is called with null. */
  failLaunches(name: string, message: string | null): Promise<void>;
  delete(name: string): Promise<void>;
}

export interface LabEcsServices {
  /** Returns its ARN. */
  create(request: EcsServiceRequest): Promise<string>;
  describe(cluster: string, name: string): Promise<LabEcsService>;
  resize(cluster: string, name: string, desired: number): Promise<void>;
  /** @param message follows the service's name: `was unable to place a task because …` */
  addEvent(cluster: string, name: string, message: string): Promise<void>;
  /** No further task is placed, which an event says, until it is called with null. */
  failPlacement(cluster: string, name: string, message: string | null): Promise<void>;
  delete(cluster: string, name: string): Promise<void>;
}

export interface LabInstances {
  /**
   * The next start is accepted, and the instance is stopped again after its time as pending, with these reasons: as
   * without the right to use its volume's key when left out.
   */
  failNextStart(
    instanceId: string,
    reason?: { readonly code: string; readonly message: string; readonly transition?: string },
  ): Promise<void>;
}

export function powerLab(aws: AwsLab): PowerLab {
  const control = controlAws(aws.access.controlSocket);
  return {
    databases: databases(control, 'instance', ({ isMultiAz, ...request }: DatabaseRequest) =>
      control('rds/instances/create', { multiAz: isMultiAz, ...tagged(request) }),
    ),
    clusters: databases(control, 'cluster', (request: DatabaseClusterRequest) =>
      control('rds/clusters/create', tagged(request)),
    ),
    nodegroups: nodegroups(control),
    autoScalingGroups: {
      create: (request) => control('autoscaling/groups/create', tagged(request)),
      describe: (name) => control('autoscaling/groups/describe', { name }),
      resize: (name, size) => control('autoscaling/groups/resize', { name, ...size }),
      failLaunches: (name, message) => control('autoscaling/groups/fail-launches', { name, message }),
      delete: (name) => control('autoscaling/groups/delete', { name }),
    },
    ecsServices: {
      create: (request) => control('ecs/services/create', tagged(request)),
      describe: (cluster, name) => control('ecs/services/describe', { cluster, name }),
      resize: (cluster, name, desired) => control('ecs/services/resize', { cluster, name, desired }),
      addEvent: (cluster, name, message) => control('ecs/services/add-event', { cluster, name, message }),
      failPlacement: (cluster, name, message) =>
        control('ecs/services/fail-placement', { cluster, name, message }),
      delete: (cluster, name) => control('ecs/services/delete', { cluster, name }),
    },
    instances: {
      failNextStart: (instanceId, reason = keyRefused) =>
        control('ec2/instances/fail-next-start', {
          ...{ instanceId, code: reason.code, message: reason.message },
          transitionReason: reason.transition ?? 'Server.InternalError',
        }),
    },
    runSchedule: (group, name) => control('scheduler/schedules/run', { endpoint: aws.endpoint, group, name }),
  };
}

const keyRefused = {
  code: 'Client.InternalError',
  message: 'Client.InternalError: Client error on launch',
};

function databases<Request>(
  control: Control,
  kind: 'instance' | 'cluster',
  create: (request: Request) => Promise<string>,
): LabDatabases<Request> {
  return {
    create,
    describe: (name) => control('rds/describe', { kind, name }),
    setStatus: (name, status) => control('rds/set-status', { kind, name, status }),
    setRestartTime: (name, at) => control('rds/set-restart-time', { kind, name, at }),
    restartItself: (name) => control('rds/restart-itself', { kind, name }),
    failNextStart: (name, endsIn) => control('rds/fail-next-start', { kind, name, endsIn }),
    delete: (name) => control('rds/delete', { kind, name }),
  };
}

function nodegroups(control: Control): LabNodegroups {
  return {
    create: ({ instanceSeconds, ...request }) => {
      const tags =
        instanceSeconds === undefined ? {} : { 'exops-lab:instance-seconds': `${instanceSeconds}` };
      return control('eks/nodegroups/create', tagged({ ...request, tags: { ...tags, ...request.tags } }));
    },
    describe: (cluster, name) => control('eks/nodegroups/describe', { cluster, name }),
    resize: (cluster, name, size) => control('eks/nodegroups/resize', { cluster, name, ...size }),
    setHealth: (cluster, name, issues, status) =>
      control('eks/nodegroups/set-health', { cluster, name, issues, status }),
    failNextUpdate: (cluster, name, errors) =>
      control('eks/nodegroups/fail-next-update', { cluster, name, errors }),
    failLaunches: (cluster, name, message) =>
      control('eks/nodegroups/fail-launches', { cluster, name, message }),
    delete: (cluster, name) => control('eks/nodegroups/delete', { cluster, name }),
  };
}

interface Taggable {
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitionSeconds?: number;
}

function tagged<Request extends Taggable>({ transitionSeconds, tags, ...request }: Request): object {
  const timed =
    transitionSeconds === undefined ? {} : { 'exops-lab:transition-seconds': `${transitionSeconds}` };
  return { ...request, tags: { ...timed, ...tags } };
}
