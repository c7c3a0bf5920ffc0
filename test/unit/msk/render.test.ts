import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { clusterPolicy } from '../../../src/lib/msk/policy/cluster-policy.js';
import { identityPolicy, type Wanted } from '../../../src/lib/msk/policy/identity-policy.js';
import { idPattern, topicPattern } from '../../../src/lib/msk/policy/patterns.js';
import { parsePrincipal } from '../../../src/lib/msk/policy/principal.js';
import { renderCluster, renderIdentity } from '../../../src/lib/msk/policy/render.js';
import { arnOf, parsed } from './clusters.js';

const cluster = parsed(arnOf('liquibook-msk', 'aaaa-1'));
const wanted: Wanted = {
  ...{ cluster, isServerless: false, purposes: ['consumer'], topics: [topicPattern('orders')] },
  groups: [idPattern('--group', `it's "$(id)" \\ ?`)],
  transactionalIds: [],
};
const policy = identityPolicy(wanted);
const scene = { policy, cluster, purposes: wanted.purposes, principal: undefined };
const role = parsePrincipal('arn:aws:iam::123456789012:role/team/app', 'aws');

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  const words = execFileSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; }\n${line}`], { encoding: 'utf8' });
  return words.split('\0').slice(0, -1);
}

test('for the console: the JSON', () => {
  expect(JSON.parse(renderIdentity(scene, 'console'))).toEqual(policy);
});

describe('for the aws CLI: a line that a shell takes word by word', () => {
  test('a policy to attach', () => {
    const words = wordsOf(renderIdentity(scene, 'cli'));
    expect(words.slice(0, -1)).toEqual([
      ...['iam', 'create-policy', '--policy-name', 'liquibook-msk-consumer', '--policy-document'],
    ]);
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(policy);
  });

  test('one of a role', () => {
    const words = wordsOf(renderIdentity({ ...scene, principal: role }, 'cli'));
    expect(words.slice(0, 4)).toEqual(['iam', 'put-role-policy', '--role-name', 'app']);
  });

  test('that of the cluster, in the place of the one that it has', () => {
    const own = clusterPolicy(wanted, role, undefined);
    const words = wordsOf(renderCluster({ policy: own, cluster, replaces: undefined }, 'cli'));
    expect(words.slice(0, 6)).toEqual([
      ...['kafka', 'put-cluster-policy', '--region', 'ap-northeast-2', '--cluster-arn'],
      arnOf('liquibook-msk', 'aaaa-1'),
    ]);
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(own);
    const replacing = wordsOf(renderCluster({ policy: own, cluster, replaces: 'K3AEGXETSR30VB' }, 'cli'));
    expect(replacing.slice(6, 8)).toEqual(['--current-version', 'K3AEGXETSR30VB']);
    expect(replacing).toHaveLength(words.length + 2);
  });
});

describe('for CDK: TypeScript that makes the same policy', () => {
  /** Runs it with a stand-in for the construct library. */
  function made(source: string): unknown[] {
    const body = source.replace(/^import .*;\n/, '');
    const all: unknown[] = [];
    class Statement {
      readonly given: unknown;
      constructor(given: unknown) {
        this.given = given;
      }
    }
    class Construct {
      constructor(_scope: unknown, id: string, given: unknown) {
        all.push(id, given);
      }
    }
    const fromRoleArn = (_scope: unknown, id: string, arn: string) => ({ id, arn });
    const library = {
      ManagedPolicy: Construct,
      CfnClusterPolicy: Construct,
      PolicyStatement: Statement,
      Role: { fromRoleArn },
    };
    new Function('iam', 'msk', body)(library, library);
    return all;
  }

  test('of a role', () => {
    const source = renderIdentity({ ...scene, principal: role }, 'cdk');
    expect(source.split('\n')[0]).toBe("import * as iam from 'aws-cdk-lib/aws-iam';");
    const [id, given] = made(source);
    expect(id).toBe('LiquibookMskConsumer');
    expect(given).toEqual({
      roles: [{ id: 'LiquibookMskConsumerRole', arn: role.arn }],
      statements: policy.Statement.map(({ Sid, Action, Resource }) => ({
        given: { sid: Sid, actions: Action, resources: Resource },
      })),
    });
  });

  test('of the cluster', () => {
    const own = clusterPolicy(wanted, role, undefined);
    const [id, given] = made(renderCluster({ policy: own, cluster, replaces: undefined }, 'cdk'));
    expect(id).toBe('LiquibookMskClusterPolicy');
    expect(given).toEqual({ clusterArn: arnOf('liquibook-msk', 'aaaa-1'), policy: own });
  });
});
