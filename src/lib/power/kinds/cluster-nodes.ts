import { ExopsError } from '../../errors.js';
import type { Kubernetes, Node } from '../../k8s/kubernetes.js';
import { printable } from '../../terminal/printable.js';

/**
 * The nodes that Kubernetes has, as far as they are known: `not looked at` when there is no Kubernetes or it can't be
 * asked for nodes, `not known now` when it answered before, and doesn't at the moment.
 */
export type SeenNodes = readonly Node[] | 'not looked at' | 'not known now';

export interface ClusterNodes {
  /** @param clusters all that node groups are listed of */
  look(clusters: ReadonlySet<string>, signal?: AbortSignal): Promise<SeenNodes>;
  /** Whether the nodes can be those of this EKS cluster; true when the kubeconfig's context doesn't say. */
  areOf(cluster: string): boolean;
}

export interface ClusterNodesDeps {
  /** Undefined when there is none. */
  readonly kubernetes: Pick<Kubernetes, 'context' | 'nodes'> | undefined;
  /** Told once why nodes can't be looked at, printable. */
  notice(text: string): void;
}

const notLookedAt = 'Nodes are not looked at, only what AWS says of them.';

/** Lists the cluster's nodes. What it can't be asked for at first isn't asked for again. */
export function clusterNodes({ kubernetes, notice }: ClusterNodesDeps): ClusterNodes {
  let answers: 'unknown' | 'yes' | 'no' = 'unknown';
  return {
    async look(clusters, signal) {
      if (kubernetes === undefined || answers === 'no') return 'not looked at';
      if (clusters.size > 1 && clusterOfContext(kubernetes.context) === undefined) {
        answers = 'no';
        notice(
          `${notLookedAt} The context ${printable(kubernetes.context)} doesn't say which cluster it is, and node groups of ${printable([...clusters].sort().join(', '))} are listed.`,
        );
        return 'not looked at';
      }
      try {
        const nodes = await kubernetes.nodes({}, signal);
        answers = 'yes';
        return nodes;
      } catch (error) {
        if (!(error instanceof ExopsError) || signal?.aborted) throw error;
        if (answers === 'yes') return 'not known now';
        answers = 'no';
        notice(`${notLookedAt} ${error.message}`);
        return 'not looked at';
      }
    },
    areOf(cluster) {
      const known = kubernetes === undefined ? undefined : clusterOfContext(kubernetes.context);
      return known === undefined || known === cluster;
    },
  };
}

/** As `aws eks update-kubeconfig` names contexts, and eksctl. */
function clusterOfContext(context: string): string | undefined {
  const [, ofAws] = /^arn:aws[\w-]*:eks:[^:]*:\d+:cluster\/(.+)$/.exec(context) ?? [];
  const [, ofEksctl] = /@([^@.]+)\.[^.]+\.eksctl\.io$/.exec(context) ?? [];
  return ofAws ?? ofEksctl;
}
