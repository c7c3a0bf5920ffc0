import { randomBytes } from 'node:crypto';
import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { confirmProtected } from '../../lib/change/ask.js';
import { checkDocument } from '../../lib/cluster/check/check-document.js';
import { checkName } from '../../lib/cluster/check/check-name.js';
import { type GivenTopic, whyNotWriteTo } from '../../lib/cluster/check/judge-given-topic.js';
import { findLeftovers } from '../../lib/cluster/check/leftovers.js';
import { type CheckReport, failedParts } from '../../lib/cluster/check/model.js';
import { type CheckScene, runCheck } from '../../lib/cluster/check/run-check.js';
import { checkLines, checkRecords, leftoverNotes } from '../../lib/cluster/check/write-check.js';
import { type ExitCode, ExopsError, exitCodes, UsageError } from '../../lib/errors.js';
import type { KafkaClient } from '../../lib/kafka/client.js';
import { WrongClusterError } from '../../lib/kafka/errors.js';
import type { TopicMetadata } from '../../lib/kafka/requests/metadata.js';
import type { RightsOf } from '../../lib/messages/errors.js';
import { findTopic } from '../../lib/messages/find-topic.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { describeTopics, settingsOf } from '../../lib/topics/observe.js';
import { type ClusterEnvironment, clusterEnvironment, reachCluster } from '../reach-cluster.js';
import type { CheckOptions } from './check.js';

const usualTripMs = 15_000;
/** No wait for an answer may make a check so long that another takes its topic for left behind. */
const mostTripMs = 120_000;

/** Whether the environment's cluster takes records and gives them back; what is made for it is taken away. */
export async function checkCluster(context: Context, options: CheckOptions): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  const { records, size, timeout: tripMs = usualTripMs } = options;
  if (tripMs > mostTripMs) throw new UsageError('--timeout: cluster check waits two minutes at most (2m).');
  const opened = await clusterEnvironment(context, options);
  const { environment } = opened;
  const { cluster } = environment;
  const rights = { byIam: cluster.auth.mechanism === 'iam', arn: cluster.msk?.arn };
  const reached = await reachCluster(context, opened, options);
  const { session: client, target } = reached;
  const progress = createProgress(terminal);
  try {
    const { topic, ...scene } = await progress.during('Reading the cluster', () =>
      abortable(observe(context, client, environment, options.topic, rights), signal),
    );
    if (topic !== undefined) refuseOrNote(context, topic);
    if (environment.protected) await confirm(context, options, scene, reached.place);
    const check = checkName(clock.now(), randomBytes(6));
    const words = () =>
      terminal.err.line('Interrupted: taking away what the check made. Once more to stop at once.');
    signal.addEventListener('abort', words, { once: true });
    const report = await progress
      .during('Checking', (update) =>
        runCheck(
          { client, connect: reached.connect, clock, signal, rights, update },
          { check, topic, records, size, tripMs, isOdd: cluster.kind === 'redpanda' },
          scene,
        ),
      )
      .finally(() => signal.removeEventListener('abort', words));
    await write(context, options, () => checkDocument(target, scene.metadata.clusterId, report), report);
    return failedParts(report).length === 0 ? exitCodes.ok : exitCodes.pending;
  } finally {
    reached.close();
  }
}

/** Reads what is there, and changes nothing. */
async function observe(
  { clock }: Context,
  client: KafkaClient,
  { cluster }: ClusterEnvironment,
  name: string | undefined,
  rights: RightsOf,
): Promise<CheckScene & { readonly topic: KnownTopic | undefined }> {
  const metadata = await client.metadata(null);
  if (cluster.clusterId !== undefined && cluster.clusterId !== metadata.clusterId)
    throw new WrongClusterError(cluster.clusterId, metadata.clusterId, 'exops.yaml');
  const [leftovers, topic] = await Promise.all([
    findLeftovers(client, metadata, clock, name),
    name === undefined ? undefined : lookAtTopic(client, name, rights),
  ]);
  return { metadata, leftovers, topic };
}

type KnownTopic = TopicMetadata & GivenTopic;

async function lookAtTopic(client: KafkaClient, name: string, rights: RightsOf): Promise<KnownTopic> {
  const { topic } = await findTopic(client, name, 'write to', rights);
  const [described] = await describeTopics(client, [name], [policyKey]);
  const settings = described === undefined ? undefined : settingsOf(described);
  return { ...topic, cleanupPolicy: settings?.get(policyKey)?.value ?? undefined };
}

const policyKey = 'cleanup.policy';

/** @throws ExopsError for a topic to which a check doesn't write */
function refuseOrNote({ terminal: { err } }: Context, topic: KnownTopic): void {
  const why = whyNotWriteTo(topic);
  if (why !== undefined)
    throw new ExopsError(`A check doesn't write to ${topic.name}: ${why}.`, {
      hint: 'Without --topic a temporary one is made, and deleted.',
    });
  if (topic.cleanupPolicy !== undefined) return;
  const note = `The cleanup.policy of ${topic.name} can't be read. If it is compacted, records of the check stay in it for ever.`;
  err.line(wrap(printable(note), err.columns).join('\n'));
}

/** Says what will be done, and asks whether it may be: as sending messages does. */
async function confirm(
  { terminal, signal }: Context,
  { topic, yes }: CheckOptions,
  { leftovers }: CheckScene,
  place: string,
): Promise<void> {
  const say = (text: string) => terminal.err.line(wrap(printable(text), terminal.err.columns).join('\n'));
  say(
    topic === undefined
      ? 'A temporary topic is made, written to, read by two groups, and deleted.'
      : `Records are written to ${topic}, where they stay, and read by two groups, which are deleted.`,
  );
  for (const { kind, name, keptFor } of leftovers)
    if (keptFor === undefined) say(`The ${kind} ${name}, which a killed check has left, is deleted.`);
  await confirmProtected({ place, yes }, terminal, signal);
}

async function write(
  { terminal: { out, err } }: Context,
  { output }: CheckOptions,
  document: () => unknown,
  report: CheckReport,
): Promise<void> {
  for (const note of leftoverNotes(report)) err.line(wrap(printable(note), err.columns).join('\n'));
  if (output !== 'table') return writeDocument(out, output, document());
  const lines = out.isTerminal ? checkLines(report, out.columns) : checkRecords(report);
  out.line(lines.join('\n'));
}
