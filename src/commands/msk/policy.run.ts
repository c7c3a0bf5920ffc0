import type { Context } from '../../context.js';
import type { MskCluster } from '../../lib/aws/contract/msk.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { type ClusterWanted, chooseCluster } from '../../lib/msk/choose-cluster.js';
import { type ClusterArn, parseClusterArn } from '../../lib/msk/cluster-arn.js';
import { clusterPolicy, type ExistingPolicy, parseExisting } from '../../lib/msk/policy/cluster-policy.js';
import { identityPolicy, type Wanted } from '../../lib/msk/policy/identity-policy.js';
import { policyNotes } from '../../lib/msk/policy/notes.js';
import { type Principal, parsePrincipal } from '../../lib/msk/policy/principal.js';
import { type Asked, readAsked } from '../../lib/msk/policy/read-asked.js';
import { renderCluster, renderIdentity } from '../../lib/msk/policy/render.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import type { PolicyOptions } from './policy.js';
import { clusterOfEnvironment, reachMskCluster } from './reach-msk.js';

/** The policy on stdout and nothing else, so that it can be handed on; what to know about it on stderr. */
export async function printMskPolicy(
  context: Context,
  options: PolicyOptions & { readonly cluster: string | undefined },
): Promise<ExitCode> {
  const asked = readAsked(options);
  const { out, err } = context.terminal;
  const known = await knownCluster(context, options, asked);
  const { arn } = known;
  const principal =
    asked.principal === undefined ? undefined : parsePrincipal(asked.principal, arn.partition);
  const wanted: Wanted = { ...asked, cluster: arn, isServerless: isServerless(known) };
  const scene = { wanted, principal, known };
  const { text, policy, isOfCluster } =
    asked.clusterPolicy && principal !== undefined
      ? ownPolicy({ ...scene, principal }, options)
      : clientsPolicy(scene, options);
  out.line(text);
  for (const note of policyNotes({ ...scene, policy, isOfCluster })) err.line(printable(note));
  return exitCodes.ok;
}

interface PolicyScene {
  readonly wanted: Wanted;
  readonly principal: Principal | undefined;
  readonly known: KnownCluster;
}

function clientsPolicy({ wanted, principal }: PolicyScene, { as }: PolicyOptions) {
  const policy = identityPolicy(wanted);
  const { cluster, purposes } = wanted;
  return { policy, isOfCluster: false, text: renderIdentity({ policy, cluster, purposes, principal }, as) };
}

function ownPolicy(
  { wanted, principal, known: { existing, version } }: PolicyScene & { readonly principal: Principal },
  { as }: PolicyOptions,
) {
  const policy = clusterPolicy(wanted, principal, existing);
  const { cluster } = wanted;
  const text = renderCluster({ policy, cluster, replaces: version }, as);
  return { policy, isOfCluster: true, text };
}

interface KnownCluster {
  readonly arn: ClusterArn;
  /** Undefined where nothing was asked. */
  readonly cluster?: MskCluster;
  /** Its own policy, where that is what is printed. */
  readonly existing?: ExistingPolicy | undefined;
  /** Of that policy. */
  readonly version?: string | undefined;
}

/** An ARN has all that a policy of a role needs; for a name, and for the policy that the cluster has, MSK is asked. */
async function knownCluster(
  context: Context,
  options: PolicyOptions & { readonly cluster: string | undefined },
  { clusterPolicy: isOfCluster }: Asked,
): Promise<KnownCluster> {
  const typed = options.cluster ?? (await arnOfEnvironment(context, options, isOfCluster));
  const offline = typed === undefined || isOfCluster ? undefined : parseClusterArn(typed);
  if (offline !== undefined) return { arn: offline };
  const { aws, wanted } = await reachMskCluster(context, options, options.cluster);
  const { terminal, signal } = context;
  return createProgress(terminal).during('Asking MSK', async () => {
    const cluster = await chooseCluster(aws, wanted, signal);
    const policy = isOfCluster ? await aws.msk.clusterPolicy(cluster.arn, signal) : undefined;
    const existing = policy && parseExisting(policy.text);
    return { arn: arnOf(cluster), cluster, existing, version: policy?.version };
  });
}

async function arnOfEnvironment(
  context: Context,
  options: PolicyOptions,
  isOfCluster: boolean,
): Promise<string | undefined> {
  if (isOfCluster) return undefined;
  const { wanted }: { readonly wanted: ClusterWanted } = await clusterOfEnvironment(context, options);
  return wanted.arn;
}

function arnOf({ arn, name }: MskCluster): ClusterArn {
  const parts = parseClusterArn(arn);
  if (parts === undefined)
    throw new UsageError(
      `MSK cluster ${printable(name)} has an ARN that exops can't read: ${printable(arn)}.`,
    );
  return parts;
}

/** Of an ARN alone: that of a serverless cluster ends with `-s1`. */
function isServerless({ arn, cluster }: KnownCluster): boolean {
  return cluster === undefined ? /-s\d+$/.test(arn.uuid) : cluster.kind === 'serverless';
}
