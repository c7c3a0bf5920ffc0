/** Amazon Linux's own. */
export const defaultUser = 'ec2-user';

/** What `SendSSHPublicKey` takes as InstanceOSUser. */
export const userPattern = /^[A-Za-z_][A-Za-z0-9@._-]{0,30}[A-Za-z0-9$_-]?$/;

/** A host as `exops.yaml` has it, references resolved; or what the command line made of one. */
export interface HostSettings {
  /** Its name in the file; an instance id or Name tag when it came from the command line. */
  readonly name: string;
  readonly instance: InstanceSelector;
  readonly user: string;
  /** 22 when left out. */
  readonly port: number;
  /** Which address to dial, where the automatic choice is wrong. */
  readonly address: 'public' | 'private' | undefined;
  readonly route: RouteName | undefined;
  /** The host to go through, itself a name in the file. */
  readonly via: string | undefined;
  /** How a tool is started there: `rpk` → `[docker, exec, redpanda, rpk]`. */
  readonly tools: ReadonlyMap<string, readonly string[]>;
  readonly services: ReadonlyMap<string, ServiceSettings>;
}

export type InstanceSelector =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'tags'; readonly tags: Readonly<Record<string, string>> };

export const routeNames = ['direct', 'eice', 'ssm'] as const;
export type RouteName = (typeof routeNames)[number];

/** Something that runs on a host. */
export type ServiceSettings = {
  /** Asked from the host. */
  readonly health: string | undefined;
} & (
  | { readonly kind: 'systemd'; readonly unit: string }
  /** `service` is the compose service, or undefined for all of the project in `folder`. */
  | { readonly kind: 'compose'; readonly folder: string; readonly service: string | undefined }
);
