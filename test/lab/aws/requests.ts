/** An instance to run, in the default VPC unless told otherwise. */
export interface InstanceRequest {
  /** Its tag `Name`. */
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** It has none when left out. Of several, each start takes the next, and the last one stays. */
  readonly publicAddress?: string | readonly string[];
  /** One of the subnet's when left out. */
  readonly privateAddress?: string;
  readonly ipv6Address?: string;
  readonly platform?: 'windows';
  /** The ping status of its SSM agent; it has none when left out. */
  readonly ssm?: 'Online' | 'ConnectionLost';
  readonly subnetId?: string;
  /** The default one of the VPC when left out. */
  readonly securityGroupIds?: readonly string[];
  /** `t3.micro` when left out. */
  readonly instanceType?: string;
  /** Nobody may stop it. */
  readonly disableApiStop?: boolean;
  /** The root's first; 8 GiB of gp2 when left out. */
  readonly volumes?: readonly { readonly sizeGib: number; readonly type: string }[];
  readonly rootDeviceType?: 'instance-store';
  /** By a request of this kind. */
  readonly spot?: 'one-time' | 'persistent';
  /** How long it stays pending, stopping and shutting down; as the lab was started when left out. */
  readonly transitionSeconds?: number;
}

/** An EC2 Instance Connect Endpoint. */
export interface ConnectEndpointRecord {
  readonly id: string;
  readonly dnsName: string;
  readonly fipsDnsName?: string;
  /** `create-complete` when left out. */
  readonly state?: string;
  readonly subnetId?: string;
  readonly availabilityZone?: string;
  readonly securityGroupIds?: readonly string[];
}

/** What a script prints and how it ends; by default it prints nothing and succeeds. */
export interface ScriptOutput {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled' | 'Undeliverable';
  readonly exitCode?: number;
  /** How long it runs. */
  readonly seconds?: number;
  /** How many questions about it are answered with InvocationDoesNotExist first, as AWS does for a moment. */
  readonly unseen?: number;
}

/** What some calls get instead of their answer: an error, a delay, a dropped connection. */
export interface Fault {
  /** As calls are signed for: `ec2`, `ec2-instance-connect`; any service's when left out. */
  readonly service?: string;
  /** Any when left out. */
  readonly action?: string;
  /** Only calls with this text in their body or path. */
  readonly match?: string;
  /** How many calls that it would hit it lets through first; none when left out. */
  readonly skip?: number;
  /** How many calls it hits; all of them when left out. */
  readonly times?: number;
  /** Before the answer, or before the error when there is a code. */
  readonly delayMs?: number;
  readonly code?: string;
  readonly message?: string;
  /** 400 when left out. */
  readonly status?: number;
  /** Ends the connection without an answer. */
  readonly drop?: boolean;
  /** The call does its work, and only its answer is replaced. */
  readonly carriedOut?: boolean;
}

/** What an instance is put into; the rest stays. */
export interface InstanceStateChange {
  readonly state?: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly stateReason?: { readonly code: string; readonly message: string };
  readonly transitionReason?: string;
}
