import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { chooseCluster } from '../../lib/msk/choose-cluster.js';
import { type ClusterDetails, readDetails } from '../../lib/msk/read-details.js';
import {
  bootstrapDocument,
  brokerDocument,
  clusterDocument,
  mskSchema,
} from '../../lib/msk/show/cluster-document.js';
import { clusterFacts, type Fact, factLines } from '../../lib/msk/show/facts.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { tabbedLines } from '../../lib/terminal/table.js';
import type { DescribeOptions } from './describe.js';
import { reachMskCluster } from './reach-msk.js';

export async function describeCluster(
  context: Context,
  options: DescribeOptions & { readonly cluster: string | undefined },
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { out, err } = terminal;
  const { aws, target, wanted } = await reachMskCluster(context, options, options.cluster);
  const { cluster, details } = await createProgress(terminal).during('Asking MSK', async () => {
    const chosen = await chooseCluster(aws, wanted, signal);
    return { cluster: chosen, details: await readDetails(aws.msk, chosen, signal) };
  });
  if (options.output === 'table') {
    const facts = clusterFacts(cluster, details);
    out.line((out.isTerminal ? factLines(facts) : tabbedLines(factColumns, facts)).join('\n'));
  } else {
    await writeDocument(out, options.output, {
      ...{ schema: mskSchema, target },
      clusters: [{ ...clusterDocument(cluster), ...detailsDocument(details) }],
    });
  }
  for (const { what, why } of details.unread) err.line(printable(`Not read: ${what}: ${why}`));
  return exitCodeOf(details);
}

const factColumns = [
  { title: 'WHAT', value: ([name]: Fact) => name },
  { title: 'VALUE', value: ([, value]: Fact) => value },
];

function detailsDocument({ strings, brokers, secrets, policy, unread }: ClusterDetails) {
  return {
    bootstrap: strings.map(bootstrapDocument),
    brokerNodes: brokers.map(brokerDocument),
    scramSecrets: secrets,
    policy: policy ?? null,
    notRead: unread.map(({ what, why, isRight }) => ({ what, why, access: isRight })),
  };
}

function exitCodeOf({ unread }: ClusterDetails): ExitCode {
  if (unread.length === 0) return exitCodes.ok;
  return unread.every(({ isRight }) => isRight) ? exitCodes.access : exitCodes.failed;
}
