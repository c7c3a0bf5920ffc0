import type { K8sMeasured } from '../../k8s/measure-k8s.js';
import { type Circumstances, contendersSentence, writtenBy } from '../circumstances.js';
import { k8sTables } from './tables.js';

/** What docs/benchmarks.md says of Kubernetes. */
export function k8sPart(
  present: readonly { readonly name: string; readonly version: string }[],
  measured: K8sMeasured,
  run: Circumstances,
): string {
  return `## Brokers moved

${writtenBy(run)}, against a
real control plane on the same machine. ${contendersSentence(present, [])}

- A time is the median of a whole command's wall time, from its start to its exit; how many runs it is the median of stands
  beside it. The contenders take turns with the same workloads, and nothing is under way when one starts.
- A ratio says how many times as long as exops' first command a contender takes in the same run: over 1 it is slower.
  The API server is as near as can be: farther away, every contender takes longer by its round trips.
- Each workload is a Deployment of 3 pods, which KWOK calls ready at once, and the controllers' client limits are raised
  (\`--kube-api-qps=1000 --kube-api-burst=2000\`): a real cluster takes longer, whoever waits for it.
- Every run sets other servers; one after which the secret doesn't hold them, or a pod is an old one, would not count.
- "One workload after the other" is a shell script: \`kubectl patch secret\`, then \`rollout restart\` and \`rollout status\` of
  each. "All at once" is one \`rollout restart\` of all, then a \`rollout status\` of each, all at the same time.
- kubectl is told the workloads. exops finds them, asks for its rights, has the patch tried, notes how to go back, and
  verifies in the end; by itself it has at most 10 workloads under way. kubectl has what the server offers cached.
- "The patches alone" is no command: it is what the control plane takes for the same restarts by itself, on the same
  cores. Nobody who waits for them can be faster: where that is most of exops' time, the cores are what bounds it, and not
  its limit on workloads at a time.
- The cores that the control plane kept busy are the CPU time of etcd, the API server, the controllers and KWOK from the
  start of a command to its exit, by that time. What starts a process for each workload takes from the same cores.
- When a workload was complete is what a watch of the bench's own saw, by the rule of \`kubectl rollout status\`.

${k8sTables(measured)}`;
}
