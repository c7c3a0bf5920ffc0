import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { clusterDocument, mskSchema } from '../../lib/msk/show/cluster-document.js';
import { clusterColumns, stateNote } from '../../lib/msk/show/cluster-table.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { writeTable } from '../../lib/terminal/table.js';
import type { ListOptions } from './list.js';
import { reachMsk } from './reach-msk.js';

export async function listClusters(context: Context, options: ListOptions): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { out, err } = terminal;
  const { aws, target } = await reachMsk(context, options);
  const found = await createProgress(terminal).during('Asking MSK for clusters', () =>
    abortable(aws.msk.clusters(undefined, signal), signal),
  );
  const clusters = [...found].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (options.output === 'name') {
    if (clusters.length > 0) out.line(clusters.map(({ name }) => printable(name)).join('\n'));
  } else if (options.output === 'table') {
    // No header over nothing.
    if (clusters.length > 0) writeTable(out, clusterColumns(out.isTerminal), clusters);
  } else {
    const documents = clusters.map(clusterDocument);
    await writeDocument(out, options.output, { schema: mskSchema, target, clusters: documents });
  }
  if (clusters.length === 0) err.line(`No MSK clusters in ${target.region}.`);
  for (const note of clusters.flatMap((one) => stateNote(one) ?? [])) err.line(note);
  return exitCodes.ok;
}
