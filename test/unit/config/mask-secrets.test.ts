import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskSecrets } from '../../../src/lib/config/mask-secrets.js';
import { configSchema } from '../../../src/lib/config/schema.js';
import { maskSecretLines } from '../../../src/lib/config/secret-lines.js';
import { InvalidFileError } from '../../../src/lib/yaml/problem.js';
import { validate } from '../../../src/lib/yaml/validate.js';
import { parseYaml } from '../../../src/lib/yaml/yaml-file.js';
import { lines } from './failure.js';

const inAuth = (auth: string) => `environments: { dev: { cluster: { auth: ${auth} } } }`;

describe('what someone wrote for a secret is masked', () => {
  test.each([
    ['password: hunter2', 'password: ••••'],
    ['  password: "hunter2" # ours', '  password: ••••'],
    ['password: # hunter2', 'password: # ••••'],
    ['password: #{a: hunter2}', 'password: # ••••'],
    ['secrets:   # hunter2\n  db: { HOST: a }', 'secrets:   # ••••\n  db: { HOST: a }'],
    ["  'password' : 'hun''ter2'", "  'password' : ••••"],
    ['- password: !secret hunter2', '- password: ••••'],
    ['password: |hunter2', 'password: ••••'],
    ['password: *hunter2', 'password: ••••'],
    ['password: {hunter2', 'password: ••••'],
    ['password: a: b', 'password: ••••'],
    ['passwort: hunter2', 'passwort: ••••'],
    ['Pwd: hunter2', 'Pwd: ••••'],
    [`password: x\${env:PW}`, 'password: ••••'],
    ['{ password: hunter2, username: me }', '{ password: ••••, username: me }'],
    ['{ password: hun,ter2, username: me }', '{ password: ••••, username: me }'],
    ['{ username: me, "password": "hun}ter2" }', '{ username: me, "password": •••• }'],
    ['{"username":"me","password":"hunter2"}', '{"username":"me","password":••••}'],
    ['brokers: "SASL_SSL://me:hunter2@kafka:9092"', 'brokers: "SASL_SSL://••••@kafka:9092"'],
    ['brokers: oops: SASL_SSL://me:hunter2@kafka', 'brokers: oops: SASL_SSL://••••@kafka'],
    ['brokers: [a:1, "me:hun,ter2@kafka:9092"]', 'brokers: [a:1, "••••@kafka:9092"]'],
    [`{ token: "\${env:PW}", password: hunter2 }`, `{ token: "\${env:PW}", password: •••• }`],
    ['brokers: me:hunter2@kafka:9092', 'brokers: ••••@kafka:9092'],
    [
      inAuth('{ sasl.jaas.config: hunter2, username: me }'),
      inAuth('{ sasl.jaas.config: ••••, username: me }'),
    ],
    [inAuth('{ geheim: [hunter2, 3] }'), inAuth('{ geheim: •••• }')],
    ['bootstrap: [{ secret: hunter 2, key: A }]', 'bootstrap: [{ secret: ••••, key: A }]'],
    [
      'bootstrap:\n  - key: A\ncluster:\n  secret: hunter2',
      'bootstrap:\n  - key: A\ncluster:\n  secret: ••••',
    ],
    ['auth: { secret: hunter2 }, bootstrap: [', 'auth: { secret: ••••, bootstrap: ••••'],
    ['db: { secret: hunter2 }', 'db: { secret: •••• }'],
    ['credentials: {hunter2', 'credentials: ••••'],
    ['API_SECRET: hunter2', 'API_SECRET: ••••'],
    ['{ A_TOKEN: "hun, ter: 2", B: c }', '{ A_TOKEN: ••••, B: c }'],
    ["{ A_TOKEN: 'hun, t''er: 2' }", '{ A_TOKEN: •••• }'],
    ['{ A_TOKEN: "hun\\", ter: 2", B: c }', '{ A_TOKEN: ••••, B: c }'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  test('over several lines, which stay as many', () => {
    expect(
      maskSecrets(lines`
        cluster:
          auth:
            password: |
              hunter2
              hunter3
            kennwort: >-
              hunter4

              hunter5
            username: me
      `),
    ).toBe(`cluster:\n  auth:\n    password: ••••\n\n\n    kennwort: ••••\n\n\n\n    username: me`);
  });

  test('where an alias leads', () => {
    const text = 'x: &pw hunter2\ncluster:\n  auth:\n    password: *pw\n    geheim: *pw\n';
    expect(maskSecrets(text)).not.toContain('hunter2');
  });

  test('one inside of another', () => {
    expect(maskSecrets('cluster: { auth: { x: { y: &s hunter2 }, password: *s }, kind: kafka }')).toBe(
      'cluster: { auth: { x: ••••, password: *s }, kind: kafka }',
    );
  });

  test('in a file of one long line, in no time', { timeout: 2000 }, () => {
    const long = 'x'.repeat(200_000);
    const text = [long, ' '.repeat(200_000), `a: "${long}"`, `${long}: 1`].join('\n');
    expect(maskSecretLines(text)).toBe(text);
  });

  test('an alias of itself ends', () => {
    expect(maskSecrets('cluster: &a { auth: *a, other: [*a] }')).toBe('cluster: &a ••••');
  });
});

describe('what a valid file has stays as it is', () => {
  test.each([
    [`password: \${env:PW}`],
    [`password: "\${env:PW}" # from the vault`],
    [`{ password: "\${env:PW}", username: "a:b@c" }`],
    [`{"password":"\${env:PW}","ca":"certs/ca.pem"}`],
    ['password:\n'],
    ['environments:\n  password:\n    protected: true\n'],
    ['environments: { token: { protected: true }, auth: { protected: true } }'],
    ['username: someone@example.com\ntopics: topics/@team/passwords.yaml\n'],
    ['bootstrap: [{ secret: dev-secrets, key: A }]'],
    ['kubernetes: { context: a, bootstrap: [{ "secret": "dev-secrets", key: A }], namespace: b }'],
    ['bootstrap:\n- secret: dev-secrets\n  key: A\n- { secret: other-secrets, key: A }\nnamespace: b\n'],
    ['bootstrap: [\n  { secret: dev-secrets, key: A },\n  { secret: other, key: B }\n]\n'],
    ['secrets: {}\ntopics: a\n'],
    ['secrets: {\n  db-credentials: { # of the shop\n    HOST: a\n  }\n}\n'],
    ['kubernetes: { secrets: {}, context: a }'],
    [inAuth(`{ mechanism: tls, ca: a, certificate: b, key: c, serverName: d }`)],
    [`base: &b { mechanism: plain, password: "\${env:PW}" }\n${inAuth('{ <<: *b, username: me }')}`],
    [`pw: &pw "\${env:PW}"\n${inAuth('{ password: *pw }')}`],
  ])('%s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('no error about a file shows the password in it', () => {
  const secret = fc
    .stringMatching(/^[ -~]{6,20}$/)
    .map((noise) => `Zq${noise.replaceAll(/[\s${}]/g, '')}7x`)
    .filter((text) => text.length >= 8);
  const written = fc.constantFrom<(value: string) => string>(
    (value) => value,
    (value) => `!${value}`,
    (value) => `*${value}`,
    (value) => `|${value}`,
    (value) => `@${value}`,
    (value) => JSON.stringify(value),
    (value) => `'${value.replaceAll("'", "''")}'`,
    (value) => `"${value}`,
    (value) => `[${value}`,
    (value) => `|\n            ${value}`,
    (value) => `${value} ${value}`,
    (value) => `${value}: ${value}`,
  );
  const broken = fc.constantFrom(
    '',
    '        \tx: 1\n',
    '        password: twice\n',
    'a: b: c\n',
    '---\n',
    '}\n',
    '"\n',
  );
  const key = fc.constantFrom('password', '"password"', 'pasword', 'Password');

  test('whatever the password is, however it is written, and whatever else is wrong', () => {
    fc.assert(
      fc.property(secret, written, broken, key, (value, write, rest, name) => {
        const text = lines`
          version: 1
          environments:
            dev:
              cluster:
                brokers: kafka:9092
                auth:
                  mechanism: plain
        `;
        const file = `${text}\n        ${name}: ${write(value)}\n${rest}`;
        expect(problemsOf(file)).not.toContain(value.slice(0, 6));
      }),
      { numRuns: 500 },
    );
  });

  test('in a map on one line too', () => {
    const plain = secret.filter((value) => !value.includes("'") && !value.includes(','));
    fc.assert(
      fc.property(plain, key, (value, name) => {
        const auth = `{ mechanism: plain, ${name}: '${value}', nonsense: 1 }`;
        const file = `version: 2\nenvironments:\n  dev:\n    cluster: { brokers: [], auth: ${auth} }\n`;
        expect(problemsOf(file)).not.toContain(value.slice(0, 6));
      }),
    );
  });

  function problemsOf(text: string): string {
    try {
      validate(parseYaml({ name: 'exops.yaml', text: maskSecrets(text) }), configSchema);
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error;
      return error.message + JSON.stringify(error.problems) + String(error.cause);
    }
    return expect.unreachable('a file with a password in it went through');
  }
});
