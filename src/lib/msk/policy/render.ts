import { quoteWord } from '../../ssh/quote.js';
import { jsonText } from '../../terminal/document.js';
import type { ClusterArn } from '../cluster-arn.js';
import type { ClusterPolicy } from './cluster-policy.js';
import type { Policy } from './identity-policy.js';
import type { Principal } from './principal.js';
import type { Purpose } from './purposes.js';
import { resourceArn } from './resource-arns.js';

/** As a person puts it to use: pasted into the console, run, or written into a CDK stack. */
export const renderings = ['console', 'cli', 'cdk'] as const;
export type Rendering = (typeof renderings)[number];

export interface IdentityScene {
  readonly policy: Policy;
  readonly cluster: ClusterArn;
  readonly purposes: readonly Purpose[];
  readonly principal: Principal | undefined;
}

export interface ClusterScene {
  readonly policy: ClusterPolicy;
  readonly cluster: ClusterArn;
  /** The version of the policy whose place it takes: AWS refuses when that was changed meanwhile. */
  readonly replaces: string | undefined;
}

/** A policy of a role or user; without a principal, one to be attached later. */
export function renderIdentity(scene: IdentityScene, as: Rendering): string {
  if (as === 'console') return jsonText(scene.policy, 2);
  const name = [scene.cluster.name, ...scene.purposes].join('-');
  const { policy, principal } = scene;
  if (as === 'cdk') return identityInCdk(policy, name, principal);
  const document = quoteWord(jsonText(policy));
  if (principal === undefined || principal.kind === 'account')
    return `aws iam create-policy --policy-name ${quoteWord(name)} --policy-document ${document}`;
  const verb = `put-${principal.kind}-policy --${principal.kind}-name ${quoteWord(principal.name)}`;
  return `aws iam ${verb} --policy-name ${quoteWord(name)} --policy-document ${document}`;
}

/** The cluster's own policy. */
export function renderCluster({ policy, cluster, replaces }: ClusterScene, as: Rendering): string {
  if (as === 'console') return jsonText(policy, 2);
  const arn = resourceArn(cluster, 'cluster');
  if (as === 'cdk') return clusterInCdk(policy, arn, cluster.name);
  const at = `--region ${cluster.region} --cluster-arn ${quoteWord(arn)}`;
  const version = replaces === undefined ? '' : ` --current-version ${quoteWord(replaces)}`;
  return `aws kafka put-cluster-policy ${at}${version} --policy ${quoteWord(jsonText(policy))}`;
}

function identityInCdk({ Statement }: Policy, name: string, principal: Principal | undefined): string {
  const id = constructId(name);
  return [
    "import * as iam from 'aws-cdk-lib/aws-iam';",
    '',
    `new iam.ManagedPolicy(this, ${literal(id)}, {`,
    ...holderInCdk(principal, id),
    '  statements: [',
    ...Statement.flatMap(({ Sid, Action, Resource }) => [
      '    new iam.PolicyStatement({',
      `      sid: ${literal(Sid)},`,
      `      actions: ${list(Action, 6)},`,
      `      resources: ${list(Resource, 6)},`,
      '    }),',
    ]),
    '  ],',
    '});',
  ].join('\n');
}

function holderInCdk(principal: Principal | undefined, id: string): readonly string[] {
  if (principal === undefined || principal.kind === 'account') return [];
  const [type, of] = principal.kind === 'role' ? ['Role', 'roles'] : ['User', 'users'];
  return [
    `  ${of}: [iam.${type}.from${type}Arn(this, ${literal(`${id}${type}`)}, ${literal(principal.arn)})],`,
  ];
}

function clusterInCdk(policy: ClusterPolicy, arn: string, name: string): string {
  const document = jsonText(policy, 2).replaceAll('\n', '\n  ');
  return [
    "import * as msk from 'aws-cdk-lib/aws-msk';",
    '',
    `new msk.CfnClusterPolicy(this, ${literal(constructId(`${name}-cluster-policy`))}, {`,
    `  clusterArn: ${literal(arn)},`,
    `  policy: ${document},`,
    '});',
  ].join('\n');
}

/** `liquibook-msk-producer` → `LiquibookMskProducer` */
function constructId(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** TypeScript that a formatter leaves as it is, and that ends no string: `'it\'s'`. */
function literal(text: string): string {
  const inner = jsonText(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

function list(texts: readonly string[], indent: number): string {
  const space = ' '.repeat(indent);
  return `[\n${texts.map((text) => `${space}  ${literal(text)},`).join('\n')}\n${space}]`;
}
