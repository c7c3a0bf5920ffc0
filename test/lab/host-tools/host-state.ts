/** What the stand-ins answer from. Whatever is given replaces what was there of the same name; the rest stays. */
export interface HostState {
  /** What recorders answer, by their names. */
  readonly replies?: Readonly<Record<string, Reply>>;
  readonly containers?: Readonly<Record<string, Container>>;
  /** By the unit's name with its suffix: `kafka.service`. */
  readonly units?: Readonly<Record<string, Unit>>;
  /** `denied`: only with sudo. */
  readonly docker?: 'up' | 'down' | 'denied';
  /** What the compose files say, by their folders; where there is none, the services are those of the containers. */
  readonly composeFiles?: Readonly<Record<string, ComposeFile>>;
  /** `standalone`: docker itself has no `compose`; `docker-compose` is there where it is on the path. */
  readonly compose?: 'plugin' | 'standalone';
  /** How `docker compose ps --format json` answers: a line each, one array as before 2.21, or not at all as version 1. */
  readonly composeJson?: 'lines' | 'array' | 'none';
  /**
   * Whether sudo lets the user do anything, or asks for a password that nobody has; or isn't there at all. `shields`:
   * it allows all, and the user's signals don't reach what it runs, as they don't reach root's processes.
   */
  readonly sudo?: 'allows' | 'asks' | 'missing' | 'shields';
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, { readonly build?: Build }>>;
  /** What compose says of a file that it can't read, instead of anything else. */
  readonly problem?: string;
}

/**
 * How `up --build` ends for a service, if not well with a new container: the image is the one that runs, it can't be
 * built (status 17 unless told otherwise), or the new container has other fields than those of a running one.
 */
export type Build =
  | 'unchanged'
  | { readonly failed: string; readonly status?: number }
  | { readonly becomes: Fields; readonly log?: string };

export interface Reply {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
  /** Reads its standard input to the end before it answers. */
  readonly readsInput?: boolean;
  /** Goes on until a signal ends it. */
  readonly waits?: boolean;
}

export interface Container {
  readonly image: string;
  /** `running` unless told otherwise. */
  readonly state?: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';
  /** As docker words it: `Up 3 hours (healthy)`. */
  readonly status?: string;
  readonly health?: 'healthy' | 'unhealthy' | 'starting';
  readonly ports?: string;
  /** Instead of what docker inspect would say: `StartedAt`, `FinishedAt`, `RestartCount`, `ExitCode`, `OOMKilled`. */
  readonly inspection?: Fields;
  readonly labels?: Readonly<Record<string, string>>;
  readonly compose?: { readonly project: string; readonly service: string; readonly folder: string };
  /** What it wrote, for logs. */
  readonly log?: string;
  /** The tools inside: a name for one on the PATH, or an absolute path; `rpk`, a Kafka tool, or any recorder. */
  readonly tools?: readonly string[];
  readonly restart?: Restart;
}

export interface Unit {
  /** Properties beside or instead of those of a running one, by systemd's names. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly journal?: string;
  readonly restart?: Restart;
}

/** How the next restarts end, if not well: refused with words, or with other fields than those of a running one. */
export type Restart = { readonly refused: string; readonly becomes?: Fields } | { readonly becomes: Fields };

type Fields = Readonly<Record<string, string>>;

/** And a little more, or the clocks of hosts, which know seconds only, would make it less. */
const threeHoursMs = 3 * 3_600_000 + 30_000;
const never = '0001-01-01T00:00:00Z';

/** What docker knows of a container, by the names of its lists and, where they lack it, of its inspection. */
export function containerFields(name: string, id: string, container: Container): Fields {
  const { image, state = 'running', health = '', ports = '' } = container;
  const past = new Date(Date.now() - threeHoursMs).toISOString();
  return {
    ID: id,
    Names: name,
    Image: image,
    State: state,
    Status: container.status ?? usualStatus(state, health),
    Health: health,
    Ports: ports,
    RunningFor: '3 hours ago',
    Labels: labelsOf(container),
    StartedAt: state === 'created' ? never : past,
    FinishedAt: state === 'exited' ? past : never,
    RestartCount: '0',
    ExitCode: state === 'exited' ? '1' : '0',
    OOMKilled: 'false',
    ...container.inspection,
  };
}

function usualStatus(state: string, health: string): string {
  if (state !== 'running') return state === 'exited' ? 'Exited (1) 3 hours ago' : state;
  return health === '' ? 'Up 3 hours' : `Up 3 hours (${health === 'starting' ? 'health: starting' : health})`;
}

function labelsOf({ labels = {}, compose }: Container): string {
  const ofCompose: Fields =
    compose === undefined
      ? {}
      : {
          'com.docker.compose.project': compose.project,
          'com.docker.compose.project.working_dir': compose.folder,
          'com.docker.compose.service': compose.service,
          'com.docker.compose.oneoff': 'False',
        };
  return Object.entries({ ...ofCompose, ...labels })
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** What systemctl show says of a unit. */
export function unitFields(name: string, { properties = {} }: Unit): Fields {
  return {
    Id: name,
    Description: name.replace(/\.\w+$/, ''),
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    UnitFileState: 'enabled',
    Type: 'simple',
    Result: 'success',
    MainPID: '4242',
    ExecMainStatus: '0',
    NRestarts: '0',
    ActiveEnterTimestamp: 'Fri 2026-11-20 19:05:11 UTC',
    InactiveExitTimestamp: 'Fri 2026-11-20 19:05:10 UTC',
    InactiveEnterTimestamp: '',
    ...properties,
  };
}

/** As the stand-ins read it. */
export function fieldLines(fields: Fields): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
