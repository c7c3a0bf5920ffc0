import { type ApiProxy, startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { StartedKubernetes } from '../../lab/kubernetes/start.js';
import type { Series } from '../series.js';
import { type Racer, type RunsByTime, takeTurns } from '../take-turns.js';
import { type RollContender, rollContenders } from './contenders.js';
import { cpuTimeOf } from './cpu-time.js';
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
  /** How many of the machine's cores the control plane itself kept busy meanwhile, on the average. */
  readonly cores: readonly Series[];
  /** Requests of one run; a watch is one. */
  readonly requests: readonly Series[];
}

/** All contenders in turn, with the same workloads of a fresh namespace; then once more each, to count its requests. */
export async function race(
  lab: StartedKubernetes,
  workloads: number,
  plan: readonly RunsByTime[],
  limits: Limits,
): Promise<Race> {
  const fleet = await startFleet(lab, { readers: workloads });
  const proxy = await startApiProxy(lab.access, fleet.namespace.kubeconfig);
  try {
    const contenders = rollContenders(lab.access.kubectl, workloads);
    const meter = () => cpuTimeOf(lab.pids());
    const lanes = contenders.map((contender) => laneOf(contender, fleet, limits, meter));
    const racers = lanes.map(({ racer }) => racer);
    const times = await takeTurns([...racers, restartingAlone(fleet)], plan);
    const each = (value: (rolled: Rolled) => number) =>
      times.slice(0, lanes.length).map((series, index) => {
        // The warm-up is the first of them.
        const counted =
          series.times.length === 0 ? [] : (lanes[index]?.rolled ?? []).slice(-series.times.length);
        return { ...series, times: counted.map(value) };
      });
    const after = each(({ afterMs }) => afterMs);
    const cores = each(({ metered, ms }) => metered / ms);
    const requests: Series[] = [];
    for (const contender of contenders) {
      const { shown, contender: name } = contender;
      requests.push({
        contender: name,
        shown,
        times: [await countRequests(contender, fleet, proxy, limits)],
      });
    }
    return { workloads, times, after, cores, requests };
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

function laneOf(
  { contender, shown, command }: RollContender,
  fleet: Fleet,
  limits: Limits,
  meter: () => number,
): Lane {
  const { kubeconfig } = fleet.namespace;
  const rolled: Rolled[] = [];
  const run = async (): Promise<number> => {
    const one = await roll(fleet, (servers) => command(fleet, servers, kubeconfig), limits, meter);
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
