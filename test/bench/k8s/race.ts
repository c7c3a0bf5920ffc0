import { type ApiProxy, startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { Series } from '../series.js';
import { type Racer, type RunsByTime, takeTurns } from '../take-turns.js';
import { type RollContender, rollContenders } from './contenders.js';
import { type Fleet, startFleet } from './fleet.js';
import { restartingAlone } from './restarts-alone.js';
import { type Limits, type Rolled, roll } from './roll.js';

/** How everyone did with so many workloads, exops' own command first. */
export interface Race {
  readonly workloads: number;
  /** From the start of the command to its exit; the last one is no command, but what each of them waits for. */
  readonly times: readonly Series[];
  /** From the moment at which the API server showed the last workload complete. */
  readonly after: readonly Series[];
  /** Requests of one run; a watch is one. */
  readonly requests: readonly Series[];
}

/** All contenders in turn, with the same workloads of a fresh namespace; then once more each, to count its requests. */
export async function race(
  lab: KubernetesLab,
  workloads: number,
  plan: readonly RunsByTime[],
  limits: Limits,
): Promise<Race> {
  const fleet = await startFleet(lab, { readers: workloads });
  const proxy = await startApiProxy(lab.access, fleet.namespace.kubeconfig);
  try {
    const contenders = rollContenders(lab.access.kubectl, workloads);
    const lanes = contenders.map((contender) => laneOf(contender, fleet, limits));
    const racers = lanes.map(({ racer }) => racer);
    const times = await takeTurns([...racers, restartingAlone(fleet)], plan);
    const after = times.slice(0, lanes.length).map((series, index) => {
      // The warm-up is the first of them.
      const counted =
        series.times.length === 0 ? [] : (lanes[index]?.rolled ?? []).slice(-series.times.length);
      return { ...series, times: counted.map(({ afterMs }) => afterMs) };
    });
    const requests: Series[] = [];
    for (const contender of contenders) {
      const { shown, contender: name } = contender;
      requests.push({
        contender: name,
        shown,
        times: [await countRequests(contender, fleet, proxy, limits)],
      });
    }
    return { workloads, times, after, requests };
  } finally {
    await proxy.stop();
    await fleet.namespace.remove();
  }
}

interface Lane {
  readonly racer: Racer;
  /** Of every run so far. */
  readonly rolled: readonly Rolled[];
}

function laneOf({ contender, shown, command }: RollContender, fleet: Fleet, limits: Limits): Lane {
  const { kubeconfig } = fleet.namespace;
  const rolled: Rolled[] = [];
  const run = async (): Promise<number> => {
    const one = await roll(fleet, (servers) => command(fleet, servers, kubeconfig), limits);
    rolled.push(one);
    return one.ms;
  };
  return { racer: { contender, shown, run }, rolled };
}

async function countRequests(
  { command }: RollContender,
  fleet: Fleet,
  { kubeconfig, requests }: ApiProxy,
  limits: Limits,
): Promise<number> {
  const { length: before } = requests;
  await roll(fleet, (servers) => command(fleet, servers, kubeconfig), limits);
  return requests.length - before;
}
