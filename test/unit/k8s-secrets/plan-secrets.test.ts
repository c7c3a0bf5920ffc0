import { describe, expect, test } from 'vitest';
import { planDocument } from '../../../src/lib/change/plan-document.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { ForbiddenError, InvalidError } from '../../../src/lib/k8s/errors.js';
import type { ObservedSecrets } from '../../../src/lib/k8s-secrets/model.js';
import { planSecrets } from '../../../src/lib/k8s-secrets/plan-secrets.js';
import { loadPalette, noColor } from '../../../src/lib/terminal/palette.js';
import { type Stored, secretOf, wantedOf } from './world.js';

function observedOf(
  secrets: Readonly<Record<string, Stored | ForbiddenError>>,
  rest: Partial<ObservedSecrets> = {},
): ObservedSecrets {
  const found = Object.entries(secrets).map(
    ([name, stored]) => [name, stored instanceof ForbiddenError ? stored : secretOf(name, stored)] as const,
  );
  return { namespaceExists: true, refused: new Map(), ...rest, secrets: new Map(found) };
}

const one = (data: Record<string, string>, flags = {}) => wantedOf({ db: data }, flags);

/** The SHA-256 of `hunter2` and `hunter3` begin so. */
const [hash2, hash3] = ['f52fbd32', 'fb8c2e2b'];

describe('what is written', () => {
  test('a secret that is not there, with hashes for values', () => {
    const plan = planSecrets(one({ PASSWORD: 'hunter2', USER: 'é' }), observedOf({}));
    expect(plan).toMatchObject({ noun: 'secret', refusals: [], notices: [], unchanged: 0 });
    const print = { before: null, after: `sha256 ${hash2}` };
    expect(plan.changes).toEqual([
      expect.objectContaining({
        kind: 'secret',
        name: 'db',
        action: 'create',
        severity: 'safe',
        summary: '2 keys',
      }),
    ]);
    expect(plan.changes[0]?.fields[0]).toEqual({ name: 'PASSWORD', ...print, shown: print });
    expect(plan.changes[0]?.fields[1]).toMatchObject({
      name: 'USER',
      after: expect.stringMatching(/^sha256 [0-9a-f]{8}$/),
    });
  });

  test('only the keys that differ; the others are kept', () => {
    const plan = planSecrets(
      one({ PASSWORD: 'hunter3', USER: 'app' }),
      observedOf({ db: { data: { PASSWORD: 'hunter2', USER: 'app', MINE: 'x' } } }),
    );
    expect(plan.changes).toHaveLength(1);
    expect(plan.changes[0]).toMatchObject({
      action: 'change',
      severity: 'destructive',
      cautions: ['the old values are recorded nowhere, as they may be passwords'],
      work: { step: 'patch', identity: { name: 'db', uid: 'uid of db', resourceVersion: '1' } },
    });
    expect(plan.changes[0]?.fields).toEqual([
      {
        name: 'PASSWORD',
        before: `sha256 ${hash2}`,
        after: `sha256 ${hash3}`,
        shown: { before: null, after: `changed (sha256 ${hash2} → ${hash3})` },
      },
    ]);
    expect(plan.notices).toEqual([
      {
        kind: 'kept keys',
        text: "keys that the file doesn't name are kept in",
        names: ['db'],
      },
      { kind: 'running pods', text: 'running pods keep the old values until they are restarted', names: [] },
    ]);
  });

  test('of bootstrap servers, with the command that shows who still runs with old ones', () => {
    const wanted = wantedOf({ db: { B: 'new:9092' } }, { bootstrap: [{ secret: 'db', key: 'B' }] });
    const { notices } = planSecrets(wanted, observedOf({ db: secretOf('db', { data: { B: 'old:9092' } }) }));
    expect(notices.map(({ text }) => text)).toEqual([
      'running pods keep the old values until they are restarted; which ones have old servers: exops k8s status --env dev',
    ]);
  });

  test.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['bootstrap servers, which the history keeps', { B: 'new:9092' }, { B: 'old:9092' }, false],
    ['what is no list of hosts', { B: 'new:9092' }, { B: 'hunter2' }, true],
    ['a password beside them', { B: 'new:9092', P: 'hunter3' }, { B: 'old:9092', P: 'hunter2' }, true],
    ['servers of a key that is called none', { C: 'new:9092' }, { C: 'old:9092' }, true],
  ])('over %s', (_, data, stored, isLost) => {
    const bootstrap = [
      { secret: 'db', key: 'B' },
      { secret: 'other', key: 'C' },
    ];
    const { changes } = planSecrets(one(data, { bootstrap }), observedOf({ db: { data: stored } }));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      severity: isLost ? 'destructive' : 'safe',
      cautions: isLost ? ['the old values are recorded nowhere, as they may be passwords'] : [],
    });
  });

  test('a key more loses nothing', () => {
    const plan = planSecrets(one({ NEW: 'x' }), observedOf({ db: { data: { OLD: 'y' } } }));
    expect(plan.changes[0]).toMatchObject({ severity: 'safe', cautions: [] });
  });

  test('nothing where all is as wanted, whatever else the secret is', () => {
    const stored = {
      data: { A: 'x' },
      immutable: true,
      type: 'kubernetes.io/tls',
      annotations: { 'exops/patch-bootstrap': '{}' },
    };
    expect(planSecrets(one({ A: 'x' }), observedOf({ db: stored }))).toEqual({
      ...{ noun: 'secret', changes: [], refusals: [], notices: [], unchanged: 1 },
    });
  });
});

describe('what is refused', () => {
  const refusals = (stored: Stored, flags = {}) =>
    planSecrets(one({ A: 'new' }, flags), observedOf({ db: { data: { A: 'old' }, ...stored } })).refusals.map(
      ({ reason }) => reason,
    );

  test.each<[string, Stored, string]>([
    [
      'immutable',
      { immutable: true },
      'it is immutable: make a secret of another name, and point the workloads at it',
    ],
    [
      'its type',
      { type: 'kubernetes.io/tls' },
      'it is of type kubernetes.io/tls, and exops syncs Opaque secrets only',
    ],
    [
      'a type with an escape in it',
      { type: 'a\u001b[2J' },
      'it is of type a\\x1b[2J, and exops syncs Opaque secrets only',
    ],
    [
      'its controller',
      { owners: [{ kind: 'ExternalSecret', name: 'db', controller: true }] },
      'External Secrets owns it (owned by ExternalSecret db) and would write the old value back. Change it there, or use --ignore-owner',
    ],
    [
      'a change in flight',
      { annotations: { 'exops/patch-bootstrap': '{}' } },
      "a change of its bootstrap servers isn't complete. Finish it with exops k8s patch-bootstrap --resume, or take it back with --undo",
    ],
  ])('for %s', (_, stored, reason) => {
    expect(refusals(stored)).toEqual([reason]);
  });

  test('a controller is only warned of when the person says so', () => {
    const stored = { data: { A: 'old' }, owners: [{ kind: 'ExternalSecret', name: 'db', controller: true }] };
    const plan = planSecrets(one({ A: 'new' }, { ignoreOwner: true }), observedOf({ db: stored }));
    expect(plan.refusals).toEqual([]);
    expect(plan.changes[0]?.cautions).toContain(
      'External Secrets owns it (owned by ExternalSecret db) and writes the old value back soon',
    );
  });

  test('Helm is warned of, as it writes at its next deployment only', () => {
    const stored = { data: { A: 'old' }, annotations: { 'meta.helm.sh/release-name': 'app' } };
    const plan = planSecrets(one({ A: 'new' }), observedOf({ db: stored }));
    expect(plan.changes[0]?.cautions).toContain(
      'Helm owns it (annotation meta.helm.sh/release-name) and writes the old value back at its next deployment',
    );
  });

  test('what may not be read, and what the server would not take; the rest goes on', () => {
    const wanted = wantedOf({ hidden: { A: 'x' }, odd: { A: 'x' }, fine: { A: 'x' } });
    const refused = new Map([['secret odd', new InvalidError([], 'too long')]]);
    const plan = planSecrets(wanted, observedOf({ hidden: new ForbiddenError('not yours.') }, { refused }));
    expect(plan.refusals).toEqual([
      {
        ...{ kind: 'secret', name: 'hidden', access: true },
        reason: 'not yours. exops k8s rbac prints the Role that it takes',
      },
      { kind: 'secret', name: 'odd', reason: 'too long' },
    ]);
    expect(plan.changes.map(({ name }) => name)).toEqual(['fine']);
  });
});

describe('the namespace', () => {
  test('is not made by itself, and without it nothing is', () => {
    const plan = planSecrets(one({ A: 'x' }), observedOf({}, { namespaceExists: false }));
    expect(plan.changes).toEqual([]);
    expect(plan.refusals).toEqual([
      {
        kind: 'namespace',
        name: 'exchange-dev',
        reason: 'there is no such namespace. --create-namespace makes it',
      },
    ]);
  });

  test('is made first on request', () => {
    const plan = planSecrets(
      one({ A: 'x' }, { createNamespace: true }),
      observedOf({}, { namespaceExists: false }),
    );
    expect(plan.changes.map(({ kind, name, action }) => [kind, name, action])).toEqual([
      ['namespace', 'exchange-dev', 'create'],
      ['secret', 'db', 'create'],
    ]);
    expect(renderPlan(plan, { palette: noColor, width: 80 })).toContain('  + exchange-dev  namespace');
  });

  test.each([true, undefined])(
    'is left alone when it is there, or nobody may look (%j)',
    (namespaceExists) => {
      const plan = planSecrets(
        one({ A: 'x' }, { createNamespace: true }),
        observedOf({}, { namespaceExists }),
      );
      expect(plan.changes.map(({ kind }) => kind)).toEqual(['secret']);
    },
  );
});

test('no value is in the plan as shown, written or printed', async () => {
  const canary = 'canary-7f3a';
  const stored = { data: { A: `${canary}-old`, B: `${canary}-kept` } };
  const plan = planSecrets(
    wantedOf({ db: { A: `${canary}-new` }, other: { C: `${canary}-made` } }),
    observedOf({ db: stored }),
  );
  const palette = await loadPalette(0);
  const shown = [
    renderPlan(plan, { palette, width: 80 }).join('\n'),
    JSON.stringify(planDocument(plan)),
    JSON.stringify(plan),
  ].join('\n');
  expect(plan.changes).toHaveLength(2);
  expect(shown).not.toContain(canary);
  expect(shown).not.toContain(Buffer.from(canary).toString('base64').slice(0, 10));
});
