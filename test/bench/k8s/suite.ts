import { kubernetesVersion } from '../../lab/kubernetes/install.js';
import { ownVersion } from '../contenders/find-contenders.js';
import { k8sPart } from '../report/k8s/part.js';
import type { Suite } from '../suite.js';
import { type K8sScale, measureK8s } from './measure-k8s.js';

/** `npm run bench -- k8s` */
export const k8sSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const measured = await measureK8s(scaleOf(quick), { scratch, capMs });
  const present = [
    { name: 'exops', version: await ownVersion() },
    { name: 'kubectl', version: kubernetesVersion },
  ];
  return k8sPart(present, measured, run);
};

function scaleOf(quick: boolean): K8sScale {
  const runs = quick ? 3 : 11;
  const plan = [{ belowMs: 60_000, runs }];
  return { races: [1, 3, 20], plan, crowd: quick ? 100 : 500, memoryRuns: quick ? 1 : 3 };
}
