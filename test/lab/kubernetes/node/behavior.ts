import { basename } from 'node:path';
import type { Environment } from './environment.js';
import type { Pod } from './pod.js';

/**
 * How a pod of the stand-in behaves, by annotations of its template. Times are in milliseconds here, and `2s` or
 * `200ms` in the annotation.
 */
export interface Behavior {
  /** `exops.test/variable`: the variable, or the file of that name, that the others look at. */
  readonly variable: string;
  /**
   * `exops.test/probe`: `tcp`, ready when one of the value's `host:port` takes a connection; `match:REGEX`, ready when
   * the value matches; `never`. Without it, ready once started.
   */
  readonly probe: string;
  /** `exops.test/ready-delay`: how long after its start the first probe is made. */
  readonly readyDelayMs: number;
  /** `exops.test/stop-delay`: how long it takes to end. */
  readonly stopDelayMs: number;
  /** `exops.test/exit-if: REGEX`: exits with 1 at each start at which the value matches. */
  readonly exitIf: RegExp | undefined;
  /** `exops.test/init-exit-if`: the same for its init containers. */
  readonly initExitIf: RegExp | undefined;
  /** `exops.test/termination-message`: what it leaves when it exits. */
  readonly terminationMessage: string;
  /** `exops.test/back-off`: how long after an exit it starts again; 10 s when left out. */
  readonly backOffMs: number;
  /** `exops.test/image-error`: its image can't be had, in these words; `true` for the usual ones. */
  readonly imageError: string | undefined;
  /** `exops.test/unschedulable`: no node takes it, in these words. */
  readonly unschedulable: string | undefined;
  /** `exops.test/log`: what each run writes; all of its variables and files when left out. */
  readonly log: string | undefined;
}

export function behaviorOf(pod: Pod): Behavior {
  const said = (name: string): string | undefined => pod.metadata.annotations?.[`exops.test/${name}`];
  return {
    variable: said('variable') ?? 'KAFKA_BOOTSTRAP_SERVERS',
    probe: said('probe') ?? 'none',
    readyDelayMs: milliseconds(said('ready-delay')) ?? 0,
    stopDelayMs: milliseconds(said('stop-delay')) ?? 0,
    exitIf: pattern(said('exit-if')),
    initExitIf: pattern(said('init-exit-if')),
    terminationMessage: said('termination-message') ?? 'exited, as exops.test/exit-if says\n',
    backOffMs: milliseconds(said('back-off')) ?? 10_000,
    imageError: said('image-error'),
    unschedulable: said('unschedulable'),
    log: said('log'),
  };
}

/** The value that the probes look at; empty when the container has no such variable or file. */
export function watchedValue({ variables, files }: Environment, name: string): string {
  const file = [...files.keys()].find((path) => basename(path) === name);
  return variables.get(name) ?? (file === undefined ? '' : (files.get(file) ?? ''));
}

function milliseconds(text: string | undefined): number | undefined {
  const [, count, unit] = /^(\d+)(ms|s)$/.exec(text ?? '') ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 's' ? 1_000 : 1);
}

const pattern = (text: string | undefined): RegExp | undefined =>
  text === undefined ? undefined : new RegExp(text);
