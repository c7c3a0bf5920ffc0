import type { ProblemId } from '../../../../src/lib/doctor/problems/problems.js';
import { applicationSetups } from './application-setups.js';
import { clusterSetups } from './cluster-setups.js';
import { configurationSetups } from './configuration-setups.js';
import { credentialsSetups } from './credentials-setups.js';
import { hostSetups } from './host-setups.js';
import { kubernetesSetups } from './kubernetes-setups.js';
import { listenerSetups } from './listener-setups.js';
import { loginSetups } from './login-setups.js';
import { mskSetups } from './msk-setups.js';
import type { Coverage } from './setup.js';

/** Every entry of the catalogue, and what proves it: one that is added there has to be added here. */
export const catalogue: Readonly<Record<ProblemId, Coverage>> = {
  ...configurationSetups,
  ...credentialsSetups,
  ...hostSetups,
  ...mskSetups,
  ...clusterSetups,
  ...listenerSetups,
  ...loginSetups,
  ...kubernetesSetups,
  ...applicationSetups,
};
