import { chainOf } from '../../../src/lib/doctor/chain.js';
import type { DoctorDeps } from '../../../src/lib/doctor/doctor-deps.js';
import type { Step } from '../../../src/lib/doctor/model.js';

/** How long a layer took by itself; milliseconds. */
export interface Took {
  readonly layer: string;
  readonly tookMs: number;
}

export interface Chain {
  readonly layers: readonly string[];
  readonly ms: number;
}

type Waiting = Pick<Step, 'layer'> & {
  readonly after: readonly Waiting[];
  readonly beside: readonly Waiting[];
};

/** Pure: of steps that wait for each other, those that take longest together. */
export function slowestChain(steps: readonly Waiting[], took: readonly Took[]): Chain {
  const known = new Map<Waiting, Chain>();
  const upTo = (step: Waiting): Chain => {
    const before = slowest([...step.after, ...step.beside].map((one) => known.get(one) ?? upTo(one)));
    const own = took.find(({ layer }) => layer === step.layer)?.tookMs ?? 0;
    const chain = { layers: [...before.layers, step.layer], ms: before.ms + own };
    known.set(step, chain);
    return chain;
  };
  return slowest(steps.map(upTo));
}

function slowest(chains: readonly Chain[]): Chain {
  return chains.reduce((most, chain) => (chain.ms > most.ms ? chain : most), { layers: [], ms: 0 });
}

/** The steps of exops doctor as they wait for each other; none can be run. */
export function stepsOfDoctor(): readonly Step[] {
  const unused = async (): Promise<never> => {
    throw new Error('Only what waits for what is looked at.');
  };
  const deps: DoctorDeps = {
    ...{ configuration: unused, environment: unused, aws: unused, approach: unused, kubernetes: unused },
    atEnd: () => undefined,
    commandLine: (command) => command,
    trace: () => undefined,
    clock: { now: () => 0, sleep: unused },
    ...{ env: {}, home: '/', signal: new AbortController().signal, timeoutMs: undefined, roundTrip: false },
  };
  return chainOf(deps);
}
