import type { Context } from '../../context.js';
import { infoDocument } from '../../lib/cluster/info-document.js';
import { readInfo } from '../../lib/cluster/read-info.js';
import { unreadWords } from '../../lib/cluster/unread.js';
import { infoLines, infoRecords } from '../../lib/cluster/write-info.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { clusterEnvironment } from '../reach-cluster.js';
import { askOpened } from './ask-opened.js';
import type { InfoOptions } from './info.js';

/** What the environment's cluster is; nothing is changed. */
export async function showClusterInfo(context: Context, options: InfoOptions): Promise<ExitCode> {
  const { out, err } = context.terminal;
  const opened = await clusterEnvironment(context, options);
  const { auth, kind } = opened.environment.cluster;
  const { answer: info, target } = await askOpened(context, opened, options, 'Reading the cluster', (session) =>
    readInfo(session, kind),
  );
  if (options.output === 'table') {
    const lines = out.isTerminal ? infoLines(info, auth, out.columns) : infoRecords(info, auth);
    out.line(lines.join('\n'));
  } else await writeDocument(out, options.output, infoDocument(target, info, auth));
  for (const one of info.unread) err.line(wrap(printable(unreadWords(one)), err.columns).join('\n'));
  return info.unread.some(({ kind: why }) => why === 'no answer') ? exitCodes.failed : exitCodes.ok;
}
