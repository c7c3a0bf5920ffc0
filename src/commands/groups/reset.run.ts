import path from 'node:path';
import type { Context } from '../../context.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import type { ResetWish } from '../../lib/groups/reset/model.js';
import { parseOffsets } from '../../lib/groups/reset/offsets-file.js';
import { resetCapability } from '../../lib/groups/reset/reset-capability.js';
import { parseResetPoint } from '../../lib/groups/reset/reset-point.js';
import { parsePartitions } from '../../lib/partition-list.js';
import { noPoint } from '../../lib/point-in-topic.js';
import { readSmallFile } from '../../lib/read-small-file.js';
import { changeGroups } from './change-groups.js';
import type { ResetOptions } from './reset.js';

export interface ResetRun extends ResetOptions {
  /** As typed. */
  readonly command: string;
  readonly group: string;
}

export async function resetGroup(context: Context, run: ResetRun): Promise<ExitCode> {
  const wish = await wishOf(context, run);
  return changeGroups(context, run, (access) => resetCapability(access, wish));
}

/** Bytes; a line for each partition of a large cluster fits. */
const longestFile = 64 * 1024 * 1024;

/** @throws UsageError */
async function wishOf(
  { clock, cwd }: Context,
  { group, to, fromFile, topic = [] }: ResetRun,
): Promise<ResetWish> {
  if ((to === undefined) === (fromFile === undefined))
    throw new UsageError('Where to? Give one of --to and --from-file.');
  const topics = topic.map(topicOf);
  if (fromFile !== undefined) {
    const text = await readSmallFile(path.resolve(cwd, fromFile), longestFile).catch((cause: unknown) => {
      throw new UsageError(`--from-file: ${fromFile} can't be read.`, { cause });
    });
    return { group, topics, to: { kind: 'file', offsets: parseOffsets(text, fromFile) } };
  }
  const point = parseResetPoint(to ?? '', clock.now());
  if (point === undefined) throw noPoint('--to', to ?? '', 'earliest, latest, a shift (+10, -10)');
  return { group, topics, to: point };
}

function topicOf(text: string): ResetWish['topics'][number] {
  const [, name = '', list] = /^([^:]+)(?::([-\d,]+))?$/.exec(text) ?? [];
  if (name === '') throw new UsageError(`--topic: expected a topic or topic:0,2,5-7, got "${text}".`);
  return { name, partitions: list === undefined ? undefined : parsePartitions(`--topic ${name}`, list) };
}
