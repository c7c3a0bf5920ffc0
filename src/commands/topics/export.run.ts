import type { Context } from '../../context.js';
import { AccessError, type ExitCode, exitCodes } from '../../lib/errors.js';
import { type ExportedTopic, writeManifest } from '../../lib/manifest/write-manifest.js';
import { countOf } from '../../lib/terminal/plural.js';
import { type DescribedTopic, readTopics } from '../../lib/topics/read-topics.js';
import { redpandaFactorKey } from '../../lib/topics/rules/replication.js';
import { throttleKeys } from '../../lib/topics/rules/settings.js';
import type { ClusterOptions } from '../flags.js';
import { askCluster } from '../reach-cluster.js';
import { reportUnknown } from './show-topics.js';

export async function exportTopicsCommand(
  context: Context,
  options: ClusterOptions & { readonly patterns: readonly string[] },
): Promise<ExitCode> {
  const { terminal } = context;
  const selection = { patterns: options.patterns, internal: false };
  const { answer, environment } = await askCluster(context, options, 'Reading topics', (session) =>
    readTopics(session, selection),
  );
  const { metadata, topics, unknown } = answer;
  if (reportUnknown(context, unknown)) return exitCodes.failed;
  const unreadable = topics.find(({ settingsProblem }) => settingsProblem !== undefined);
  if (unreadable !== undefined)
    throw new AccessError(
      `Can't export ${unreadable.name}: its settings can't be read (${unreadable.settingsProblem}).`,
      { hint: 'A manifest without them would not say what is there. Name the topics that you may read.' },
    );
  const ours = topics.filter(({ internal }) => !internal);
  const manifest = writeManifest({
    environment: environment.name,
    clusterId: metadata.clusterId,
    topics: ours.map(exported),
  });
  terminal.out.write(manifest);
  terminal.err.line(`✓ ${countOf(ours.length, 'topic')} exported`);
  return exitCodes.ok;
}

function exported({ name, partitions, replicationFactor, settings }: DescribedTopic): ExportedTopic {
  const overrides = [...(settings ?? [])].flatMap(([key, { value, isOverride }]) =>
    isOverride && value !== null && !throttleKeys.has(key) && key !== redpandaFactorKey
      ? [[key, value] as const]
      : [],
  );
  return { name, partitions: partitions.length, replicationFactor, configs: Object.fromEntries(overrides) };
}
