import type { Context } from '../../context.js';
import { infoDocument } from '../../lib/cluster/info-document.js';
import { readInfo } from '../../lib/cluster/read-info.js';
import { unreadWords } from '../../lib/cluster/unread.js';
import { infoLines, infoRecords } from '../../lib/cluster/write-info.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { askCluster } from '../reach-cluster.js';
import type { InfoOptions } from './info.js';

/** What the environment's cluster is; nothing is changed. */
export async function showClusterInfo(context: Context, options: InfoOptions): Promise<ExitCode> {
  const { out, err } = context.terminal;
  const asked = await askCluster(context, options, 'Reading the cluster', (session) =>
    readInfo(session, options.timeout),
  );
  const { answer: info, environment, target } = asked;
  if (options.output === 'table') {
    const { cluster } = environment;
    const lines = out.isTerminal ? infoLines(info, cluster, out.columns) : infoRecords(info, cluster);
    out.line(lines.join('\n'));
  } else await writeDocument(out, options.output, infoDocument(target, info, environment.cluster));
  for (const one of info.unread) err.line(wrap(printable(unreadWords(one)), err.columns).join('\n'));
  return info.unread.some(({ kind }) => kind === 'no answer') ? exitCodes.failed : exitCodes.ok;
}
