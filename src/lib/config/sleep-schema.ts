import * as v from 'valibot';
import { byTags, instanceSchema, tagsSchema } from './instance-schema.js';
import { pathTo } from './issue-path.js';
import { flag, text, word } from './schema-text.js';
import { type SleepKey, sleepKeys, standsTwice } from './sleep-keys.js';
import { byLabels } from './sleep-labels.js';
import { workloadPattern, workloadProblem } from './sleep-workload.js';

const nameOrTags = (name: string) =>
  v.union([text(name), byTags], 'expected a name, or { tag: { Name: … } }');

const workload = v.union(
  [
    v.pipe(
      text("deployment/NAME or statefulset/NAME, in the environment's namespace."),
      v.regex(new RegExp(`${workloadPattern.source}|\\$\\{`), ({ input }) => workloadProblem(input)),
    ),
    byLabels,
  ],
  'expected deployment/NAME, statefulset/NAME or { label: { app: … } }',
);

const inCluster = (what: string) =>
  v.pipe(
    v.strictObject({
      cluster: text('The name of the cluster.'),
      name: v.exactOptional(text(`The name of the ${what}.`)),
      tag: v.exactOptional(tagsSchema),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { name, tag } = dataset.value;
      if ((name === undefined) === (tag === undefined))
        addIssue({ message: 'expected the cluster, and a name or tag: { Name: … }' });
    }),
  );

const kinds = {
  eksNodegroup: v.exactOptional(
    v.pipe(
      inCluster('node group'),
      v.description('Managed node groups of EKS: { cluster, name } or { cluster, tag }.'),
    ),
  ),
  autoScalingGroup: v.exactOptional(
    v.pipe(nameOrTags('Its name.'), v.description('An Auto Scaling group: its name, or { tag: … }.')),
  ),
  ecsService: v.exactOptional(
    v.pipe(inCluster('service'), v.description('Services of ECS: { cluster, name } or { cluster, tag }.')),
  ),
  kubernetesWorkload: v.exactOptional(workload),
  rdsInstance: v.exactOptional(
    v.pipe(nameOrTags('Its identifier.'), v.description('A database: its identifier, or { tag: … }.')),
  ),
  rdsCluster: v.exactOptional(
    v.pipe(nameOrTags('Its identifier.'), v.description('An Aurora cluster: its identifier, or { tag: … }.')),
  ),
  ec2Instance: v.exactOptional(
    v.pipe(instanceSchema, v.description('An instance: its id, or { tag: { Name: … } }.')),
  ),
} satisfies Record<SleepKey, unknown>;

const order = v.pipe(
  v.number('expected a whole number'),
  v.integer('expected a whole number'),
  v.minValue(0, 'expected a whole number of 0 or more'),
  v.description('Its place in the order: lower ones sleep first and wake last.'),
);

const line = v.pipe(
  v.strictObject({
    ...kinds,
    order: v.exactOptional(order),
    skip: v.exactOptional(flag('Known, and left alone.')),
    wake: v.exactOptional(
      word(['automatic', 'manual'], 'manual: it sleeps with the others, and wakes only when it is named.'),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { value } = dataset;
    const [first, ...others] = sleepKeys.filter((key) => value[key] !== undefined);
    if (first === undefined) addIssue({ message: `expected one of ${sleepKeys.join(', ')}` });
    for (const key of others)
      addIssue({
        message: `a line has one resource, and this one has ${first}, too`,
        path: pathTo(value, [key]),
      });
  }),
);

/** The `sleep` list of an environment. */
export const sleepSchema = v.pipe(
  v.array(line),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const seen = new Set<string>();
    for (const [index, value] of dataset.value.entries()) {
      const name = writtenName(value);
      if (name !== undefined && seen.has(name))
        addIssue({ message: standsTwice, path: pathTo(dataset.value, [index]) });
      if (name !== undefined) seen.add(name);
    }
  }),
  v.description('What exops dev sleep puts to sleep, and exops dev wake wakes.'),
);

type Line = v.InferOutput<typeof line>;

/** The same for two lines that choose the same thing; undefined for one that is wrong otherwise. */
function writtenName(written: Line): string | undefined {
  const [key, ...others] = sleepKeys.filter((one) => written[one] !== undefined);
  if (key === undefined || others.length > 0) return undefined;
  const value = written[key];
  if (typeof value !== 'object') return JSON.stringify([key, value]);
  return JSON.stringify([key, sorted(value)]);
}

/** With its keys in one order, whatever order they are written in. */
function sorted(value: object): readonly unknown[] {
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, part]) => [key, typeof part === 'object' ? sorted(part) : part]);
}

/** The places of the workloads in the list, which need a Kubernetes. */
export function workloadsIn(lines: readonly Line[]): readonly number[] {
  return lines.flatMap(({ kubernetesWorkload }, index) => (kubernetesWorkload === undefined ? [] : [index]));
}
