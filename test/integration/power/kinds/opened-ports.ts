import { setTimeout as sleep } from 'node:timers/promises';
import type { Kubernetes } from '../../../../src/lib/k8s/kubernetes.js';
import { sleeperPorts } from '../../../../src/lib/power/kinds/sleeper-ports.js';
import type { Sleeper, SleeperPort, SleeperState } from '../../../../src/lib/power/model.js';
import type { SleeperKind } from '../../../../src/lib/power/sleep-entry.js';
import { type PowerLab, powerLab } from '../../../lab/aws/power-lab.js';
import { type OpenedAws, openLab } from '../../aws/opened-aws.js';

export interface OpenedPorts extends OpenedAws {
  readonly power: PowerLab;
  /** The port of a kind; what it learns it keeps. */
  port(kind: SleeperKind): SleeperPort;
  readonly notices: readonly string[];
}

const pollMs = 50;
const deadlineMs = 30_000;

/** What can sleep in the lab, with an access key of its own. */
export function openPorts(kubernetes?: Kubernetes): OpenedPorts {
  const opened = openLab();
  const notices: string[] = [];
  const ports = sleeperPorts({
    aws: opened.aws,
    kubernetes,
    notice: (text) => notices.push(text),
  });
  return {
    ...opened,
    power: powerLab(opened.lab),
    notices,
    port(kind) {
      const port = ports.get(kind);
      if (port === undefined) throw new Error(`There is no port for ${kind}.`);
      return port;
    },
  };
}

/** The one that a port finds by this selector. */
export async function foundBy(
  port: SleeperPort,
  selector: Parameters<SleeperPort['find']>[0][number],
): Promise<Sleeper> {
  const [[only, ...others] = []] = await port.find([selector]);
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} were found, or none.`);
  return only;
}

/** Reads it again until it is so, and tells the states that it was in on the way, each once. */
export async function until(
  port: SleeperPort,
  sleeper: Sleeper,
  state: SleeperState,
): Promise<{ readonly now: Sleeper; readonly states: readonly SleeperState[] }> {
  const deadline = Date.now() + deadlineMs;
  const states: SleeperState[] = [];
  for (;;) {
    const [now] = await port.read([sleeper]);
    if (now === undefined) throw new Error(`${sleeper.name} is gone.`);
    if (states.at(-1) !== now.state) states.push(now.state);
    if (now.state === state) return { now, states };
    if (Date.now() > deadline) throw new Error(`${sleeper.name} is still ${now.status}.`);
    await sleep(pollMs);
  }
}

/** How often each action was called. */
export async function counted(
  work: () => Promise<unknown>,
  actions: OpenedAws['actions'],
): Promise<Readonly<Record<string, number>>> {
  const before = (await actions()).length;
  await work();
  const counts: Record<string, number> = {};
  for (const action of (await actions()).slice(before)) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
