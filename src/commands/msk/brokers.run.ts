import type { Context } from '../../context.js';
import type { BootstrapString, MskAccess, MskCluster } from '../../lib/aws/contract/msk.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { chooseBootstrap, chooseStrings } from '../../lib/msk/choose-bootstrap.js';
import { clusterAndStrings } from '../../lib/msk/find-cluster.js';
import { accessWords } from '../../lib/msk/listener-words.js';
import { bootstrapDocument } from '../../lib/msk/show/cluster-document.js';
import { stateNote } from '../../lib/msk/show/cluster-table.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { tabbedLines } from '../../lib/terminal/table.js';
import type { BrokersOptions } from './brokers.js';
import { reachMskCluster } from './reach-msk.js';

/** The documented shape of `msk brokers -o json`. */
const brokersSchema = 'exops.msk-brokers/v1';

export async function showBrokers(
  context: Context,
  options: BrokersOptions & { readonly cluster: string | undefined },
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { out, err } = terminal;
  const { aws, target, wanted } = await reachMskCluster(context, options, options.cluster);
  const { cluster, strings } = await createProgress(terminal).during('Asking MSK for bootstrap servers', () =>
    clusterAndStrings(aws, wanted, signal),
  );
  const chosen = chosenOf(cluster, strings, options);
  if (options.output === 'json' || options.output === 'yaml') {
    const { name, arn, state } = cluster;
    const bootstrap = chosen.map(bootstrapDocument);
    await writeDocument(out, options.output, {
      ...{ schema: brokersSchema, target, cluster: { name, arn, state }, bootstrap },
    });
  } else if (options.output === 'name' || options.auth !== undefined) {
    out.line(chosen.map(({ brokers }) => printable(brokers)).join('\n'));
  } else if (out.isTerminal) out.line(blocks(chosen).join('\n'));
  else out.line(tabbedLines(columns, chosen).join('\n'));
  const note = stateNote(cluster);
  if (note !== undefined) err.line(note);
  return exitCodes.ok;
}

/** One where the login is given; else all of the network that is meant. */
function chosenOf(
  cluster: MskCluster,
  strings: readonly BootstrapString[],
  { auth, ...flags }: BrokersOptions,
): readonly BootstrapString[] {
  const access = accessOf(flags);
  if (auth !== undefined) return [chooseBootstrap(cluster, strings, { auth, access: access ?? 'private' })];
  return chooseStrings(cluster, strings, access);
}

function accessOf(flags: Pick<BrokersOptions, 'public' | 'vpc'>): MskAccess | undefined {
  if (flags.public === true) return 'public';
  return flags.vpc === true ? 'vpc' : undefined;
}

const columns = [
  { title: 'LOGIN', value: ({ auth }: BootstrapString) => auth },
  { title: 'NETWORK', value: ({ access }: BootstrapString) => access },
  { title: 'BROKERS', value: ({ brokers }: BootstrapString) => brokers },
];

/** A line a broker, never cut. */
function blocks(strings: readonly BootstrapString[]): readonly string[] {
  return strings.flatMap(({ auth, access, brokers }) => [
    `${auth} · ${accessWords[access]}`,
    ...brokers.split(',').map((one) => `  ${printable(one)}`),
  ]);
}
