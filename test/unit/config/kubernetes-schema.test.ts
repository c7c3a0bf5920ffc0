import { describe, expect, test } from 'vitest';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const cluster = 'cluster: { brokers: "a:1" }';

async function said(kubernetes: string, rest = cluster): Promise<readonly string[]> {
  const { load } = await exopsFolder({
    'exops.yaml': exopsYaml({ dev: `{ kubernetes: ${kubernetes}, ${rest} }` }),
  });
  const message = await messageOf(() => load());
  return message
    .split('\n')
    .filter((line) => line.startsWith('exops.yaml:'))
    .map((line) => line.replace(/^exops.yaml:\d+:\d+ /, ''));
}

const secretRule = 'expected the name of a secret: lower-case letters, digits, dashes and dots, at most 253';
const keyRule = "expected a secret's key: letters, digits, dashes, underscores and dots, at most 253";
const namespaceRule = 'expected the name of a namespace: lower-case letters, digits and dashes, at most 63';

describe('a kubernetes block that can not be meant', () => {
  test.each([
    ['{ contxt: a }', ['unknown key "contxt" (did you mean "context"?)']],
    ['{ context: "" }', ['context: expected text, got nothing']],
    ['{ namespace: Exchange_Dev }', [`namespace: ${namespaceRule}`]],
    [`{ namespace: ${'a'.repeat(64)} }`, [`namespace: ${namespaceRule}`]],
    [
      '{ clusterEndpoint: 0123.gr7.eks.amazonaws.com }',
      ['clusterEndpoint: expected a URL such as https://0123.gr7.eks.amazonaws.com'],
    ],
    ['{ bootstrap: [] }', ['bootstrap: expected at least one { secret: …, key: … }']],
    ['{ bootstrap: [{ secret: a }] }', ['"key" is missing']],
    ['{ bootstrap: [{ secret: a, key: b, x: 1 }] }', ['unknown key "x"']],
    ['{ bootstrap: [{ secret: -a, key: b }] }', [`secret: ${secretRule}`]],
    ['{ bootstrap: [{ secret: a, key: ".." }] }', [`key: ${keyRule}`]],
    [
      '{ bootstrap: [{ secret: a, key: b }, { secret: a, key: b }] }',
      ['item: this secret and key stand here twice'],
    ],
    ['{ secrets: { DB: { a: b } } }', [`DB: ${secretRule}`]],
    ['{ secrets: { a..b: { a: b } } }', [`a..b: ${secretRule}`]],
    ['{ secrets: { db: { "a b": c } } }', [`a b: ${keyRule}`]],
    ['{ secrets: { db: { PORT: 3306 } } }', ['PORT: expected text, got 3306']],
    [
      `{ secrets: { db: { A: "\${kafka:brokers}" } } }`,
      [`A: \${kafka:brokers} is unknown: of kafka there is \${kafka:bootstrap} only`],
    ],
    [`{ context: "\${kafka:bootstrap}" }`, [`context: \${kafka:bootstrap} works in kubernetes.secrets only`]],
  ])('%s', async (kubernetes, messages) => {
    expect(await said(kubernetes)).toEqual(messages);
  });

  test('a value made of the brokers, without a cluster', async () => {
    expect(await said(`{ secrets: { db: { A: "x \${kafka:bootstrap}" } } }`, 'topics: a')).toEqual([
      "A: it is made of the cluster's brokers, and this environment has no cluster",
    ]);
  });

  test('says where it stands', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': lines`
        version: 1
        environments:
          dev:
            kubernetes:
              bootstrap:
                - secret: dev-secrets
                  kye: KAFKA_BOOTSTRAP_SERVERS
      `,
    });
    expect(await messageOf(() => load())).toContain(
      'exops.yaml:7:11 unknown key "kye"\n   7 |           kye: KAFKA_BOOTSTRAP_SERVERS',
    );
  });

  test('a mistake in a masked value is found, and nothing of it is shown', async () => {
    const secrets = `{ db: { A_PASSWORD: "hunter2 \${kafka:brokers}", B_TOKEN: 123456, C: "\${env:X}" } }`;
    expect(await said(`{ secrets: ${secrets} }`)).toEqual([
      `A_PASSWORD: \${kafka:brokers} is unknown: of kafka there is \${kafka:bootstrap} only`,
      "B_TOKEN: it can't be read as text: put it in quotes, or write a reference",
    ]);
    const { load } = await exopsFolder({
      'exops.yaml': exopsYaml({ dev: `{ kubernetes: { secrets: ${secrets} }, ${cluster} }` }),
    });
    expect(await messageOf(() => load())).not.toMatch(/hunter2|123456/);
  });
});
