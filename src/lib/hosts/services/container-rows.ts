/** A container as one of docker's lists has it. */
export interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  /** `running`, `exited`, …; empty where the list is too old to say. */
  readonly state: string;
  /** `Up 3 hours (healthy)`; empty where the list is too old to say. */
  readonly status: string;
  readonly health: string;
  readonly exitCode: number | undefined;
}

/**
 * The rows of `docker compose ps --format json` (an array before version 2.21, a line each since) or of
 * `docker ps --format '{{json .}}'`; undefined when they are neither.
 */
export function readContainerRows(lines: readonly string[]): readonly ContainerRow[] | undefined {
  try {
    const values: unknown[] = lines.map((line) => JSON.parse(line));
    return values.flat().map(readRow);
  } catch {
    return undefined;
  }
}

function readRow(value: unknown): ContainerRow {
  if (typeof value !== 'object' || value === null) throw new TypeError('not a container');
  const fields = new Map(Object.entries(value));
  const text = (key: string): string => {
    const field: unknown = fields.get(key);
    return typeof field === 'string' ? field : '';
  };
  const exitCode: unknown = fields.get('ExitCode');
  return {
    id: text('ID'),
    name: text('Name') || text('Names'),
    service: text('Service') || labelOf(text('Labels'), 'com.docker.compose.service'),
    state: text('State'),
    status: text('Status'),
    health: text('Health'),
    exitCode: typeof exitCode === 'number' ? exitCode : undefined,
  };
}

/** Of labels written `a=1,b=2`. */
function labelOf(labels: string, name: string): string {
  const label = labels.split(',').find((part) => part.startsWith(`${name}=`));
  return label?.slice(name.length + 1) ?? '';
}

/** What `docker inspect` adds: exact times, and how often docker started it again. */
export interface Inspection {
  readonly id: string;
  readonly status: string;
  readonly startedMs: number | undefined;
  readonly finishedMs: number | undefined;
  readonly restarts: number | undefined;
  readonly exitCode: number | undefined;
  readonly isOutOfMemory: boolean;
}

/** One line of the format that the observing script asks for. */
export function readInspection(line: string): Inspection | undefined {
  const [id, status, started, finished, restarts, exitCode, oom] = line.split(' ');
  if (id === undefined || !/^[0-9a-f]{12,64}$/.test(id) || oom === undefined) return undefined;
  return {
    id,
    status: status ?? '',
    startedMs: readTime(started),
    finishedMs: readTime(finished),
    restarts: readWhole(restarts),
    exitCode: readWhole(exitCode),
    isOutOfMemory: oom === 'true',
  };
}

/** Docker's time of what never happened is in the year 1. */
function readTime(text = ''): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}

function readWhole(text = ''): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
