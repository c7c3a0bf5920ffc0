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
import type { Coverage, Coverages } from './setup.js';

const privateSubnet = { provenIn: 'test/e2e/doctor-private.test.ts' };
const checklist = { provenIn: 'test/integration/doctor/checklist.test.ts' };

/** What it takes a network of one's own for, and what only `--checklist` looks at. */
const elsewhere = {
  'port-closed-by-security-group': privateSubnet,
  'rule-for-wrong-group': privateSubnet,
  'rule-not-for-here': privateSubnet,
  'port-silent': privateSubnet,
  'private-address': privateSubnet,
  'no-way-there': privateSubnet,
  'nodes-not-ready': checklist,
  'database-unavailable': checklist,
  'cache-unavailable': checklist,
  'cache-closed': checklist,
  'topic-missing': checklist,
  'workload-incomplete': checklist,
} as const satisfies Coverages;

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
  ...elsewhere,
};
