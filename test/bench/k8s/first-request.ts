import { type ApiProxy, startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { Series } from '../series.js';
import { type Racer, type RunsByTime, takeTurns } from '../take-turns.js';
import { type Command, timeCommands } from '../timed-commands.js';
import { patchCommand } from './contenders.js';
import { secretName, startFleet } from './fleet.js';
import type { Limits } from './roll.js';

/** How long it is from the start of a process until its first request has arrived at the API server. */
export async function measureFirstRequest(
  lab: KubernetesLab,
  plan: readonly RunsByTime[],
  limits: Limits,
): Promise<readonly Series[]> {
  const { namespace, settled } = await startFleet(lab, { readers: 1 });
  const proxy = await startApiProxy(lab.access, namespace.kubeconfig);
  const { kubeconfig } = proxy;
  const get = [lab.access.kubectl, 'get', 'secret', secretName, '-o', 'name'];
  const racers: readonly Racer[] = [
    racer('exops', 'exops k8s patch-bootstrap', patchCommand('10.0.0.1:9092', kubeconfig, '--dry-run')),
    racer('kubectl', 'kubectl get secret', { argv: get, env: { KUBECONFIG: kubeconfig } }),
  ];
  function racer(contender: string, shown: string, command: Command): Racer {
    return { contender, shown, run: () => timeFirstRequest(command, proxy, limits) };
  }
  try {
    await settled();
    return await takeTurns(racers, plan);
  } finally {
    await proxy.stop();
    await namespace.remove();
  }
}

async function timeFirstRequest(command: Command, proxy: ApiProxy, limits: Limits): Promise<number> {
  let firstAt = Number.NaN;
  proxy.onRequest(() => {
    if (Number.isNaN(firstAt)) firstAt = performance.now();
    return 'forward';
  });
  const { beganAt } = await timeCommands([command], limits);
  if (Number.isNaN(firstAt)) throw new Error(`${command.argv.join(' ')} asked nothing.`);
  return firstAt - beganAt;
}
