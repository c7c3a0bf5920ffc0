import { expect, onTestFinished, test } from 'vitest';
import { rollContenders } from '../../bench/k8s/contenders.js';
import { type Fleet, startFleet } from '../../bench/k8s/fleet.js';
import { roll } from '../../bench/k8s/roll.js';
import type { Command } from '../../bench/timed-commands.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

interface Track {
  readonly lab: KubernetesLab;
  readonly fleet: Fleet;
  rollBy(command: (servers: string) => Command): ReturnType<typeof roll>;
}

async function track(): Promise<Track> {
  const lab = await sharedKubernetes();
  const fleet = await startFleet(lab, { readers: 1, size: 2 });
  const scratch = await temporaryFolder();
  onTestFinished(async () => {
    await fleet.namespace.remove();
    await scratch.remove();
  });
  const limits = { scratch: scratch.path, capMs: 30_000 };
  return { lab, fleet, rollBy: (command) => roll(fleet, command, limits) };
}

test('everyone who takes part in the benchmark sets other servers and restarts the pods, each time', async () => {
  const { lab, fleet, rollBy } = await track();
  for (const { command } of rollContenders(lab.access.kubectl, 1)) {
    const before = { servers: await fleet.servers(), pods: await fleet.settled() };
    const { ms, afterMs } = await rollBy((servers) => command(fleet, servers, fleet.namespace.kubeconfig));
    expect(await fleet.servers()).not.toBe(before.servers);
    expect([...(await fleet.settled())].filter((uid) => before.pods.has(uid))).toEqual([]);
    expect(afterMs).toBeLessThan(ms);
  }
});

test('a run that does less would not count', async () => {
  const { lab, fleet, rollBy } = await track();
  const { kubeconfig } = fleet.namespace;
  const patchAlone = (servers: string): Command => ({
    argv: [lab.access.kubectl, 'patch', 'secret', 'bench-kafka', '-p', patch(servers)],
    env: { KUBECONFIG: kubeconfig },
  });
  const patch = (servers: string) => JSON.stringify({ stringData: { KAFKA_BOOTSTRAP_SERVERS: servers } });

  await expect(rollBy(() => ({ argv: ['true'] }))).rejects.toThrow("It didn't set the servers.");
  await expect(rollBy(patchAlone)).rejects.toThrow('3 pods were not started anew.');
});
