import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, type ExpectStatic, expect, test } from 'vitest';
import type { Layer } from '../../../src/lib/doctor/model.js';
import type { ProblemId } from '../../../src/lib/doctor/problems/problems.js';
import { problemOf } from '../../../src/lib/doctor/problems/problems.js';
import { catalogue } from './suite/catalogue.js';
import { examine, type Report } from './suite/examine.js';
import { healthySetups } from './suite/healthy-setups.js';
import { personAtHome } from './suite/person.js';
import { endShared, inPlace } from './suite/place.js';
import type { BrokenSetup, Coverage, Scene } from './suite/setup.js';

const entries = Object.entries(catalogue).map(([id, coverage]) => ({ id: id as ProblemId, coverage }));
const broken = entries.flatMap(({ id, coverage }) =>
  isOfSetups(coverage) ? coverage.map((setup) => ({ id, setup, what: setup.what })) : [],
);

/** Deadlines that no busy machine misses, where nothing is silent. */
function patient(scene: Scene): Scene {
  const { args = '' } = scene;
  return args.includes('--timeout') ? scene : { ...scene, args: `${args} --timeout 30s`.trim() };
}

function isOfSetups(coverage: Coverage): coverage is readonly BrokenSetup[] {
  return Array.isArray(coverage);
}

let person: Awaited<ReturnType<typeof personAtHome>> | undefined;

beforeAll(async () => {
  person = await personAtHome();
});
afterAll(async () => {
  await endShared();
  await person?.leave();
});

describe.concurrent('what is broken is named', () => {
  test.for(broken)('$id: $what', async ({ id, setup }, { expect }) => {
    await inPlace(async (place) => {
      const built = await setup.build(place);
      const scene = setup.isSilent === true ? built : patient(built);
      const report = await examine(place, scene);
      judge(expect, { id, setup, scene, report });
    });
  });
});

describe.concurrent('what works is found well', () => {
  test.for(healthySetups)('$what', async ({ build, looksAt }, { expect }) => {
    await inPlace(async (place) => {
      const { result, document } = await examine(place, patient(await build(place)));
      const alarms = document.layers.flatMap(({ layer, findings }) =>
        findings.filter(({ verdict }) => verdict !== 'ok').map((finding) => ({ layer, ...finding })),
      );
      expect(alarms).toEqual([]);
      expect(document.verdict).toBeNull();
      expect([result.code, document.exitCode]).toEqual([0, 0]);
      const well = document.layers.filter(({ status }) => status === 'ok').map(({ layer }) => layer);
      expect(well).toEqual(expect.arrayContaining([...looksAt]));
      expect(document.layers.filter(({ status }) => status === 'not reached')).toEqual([]);
    });
  });
});

test('what is proven elsewhere is named there', async () => {
  const missing = await Promise.all(
    entries.map(async ({ id, coverage }) => {
      if (!('provenIn' in coverage)) return [];
      const text = await readFile(new URL(`../../../${coverage.provenIn}`, import.meta.url), 'utf8');
      return text.includes(`'${id}'`) ? [] : [`${id}: ${coverage.provenIn}`];
    }),
  );
  expect(missing.flat()).toEqual([]);
});

test('what the lab can not break is named in docs/testing.md', async () => {
  const text = await readFile(new URL('../../../docs/testing.md', import.meta.url), 'utf8');
  const missing = entries.filter(
    ({ id, coverage }) => 'notInTheLab' in coverage && !text.includes(`\`${id}\``),
  );
  expect(missing.map(({ id }) => id)).toEqual([]);
});

function expectVerdict(
  expect: ExpectStatic,
  {
    id,
    setup,
    document,
    told,
  }: Pick<Judged, 'id' | 'setup'> & Pick<Report, 'document'> & { readonly told: string },
): void {
  const problem = setup.behind ?? id;
  const layer = setup.behind === undefined ? (setup.layer ?? problemOf(id).layer) : problemOf(problem).layer;
  if (setup.exitCode === 0) expect(document.verdict, told).toBeNull();
  else expect(document.verdict, told).toMatchObject({ layer, problem });
  if (setup.isSilent !== true) return;
  const names = document.layers.map((one) => one.layer);
  const behind = layersOfKafka.filter((one) => names.indexOf(one) > names.indexOf(layer as Layer));
  const tried = document.layers.filter((one) => behind.includes(one.layer) && one.status !== 'not reached');
  // A layer that isn't wanted at all may say so.
  expect(tried.filter(({ status }) => status !== 'skipped')).toEqual([]);
}

const layersOfKafka: readonly Layer[] = [
  'dns',
  'tcp',
  'tls',
  'protocol',
  'versions',
  'login',
  'metadata',
  'rights',
];

interface Judged {
  readonly id: ProblemId;
  readonly setup: BrokenSetup;
  readonly scene: Scene;
  readonly report: Report;
}

function judge(expect: ExpectStatic, { id, setup, scene, report }: Judged): void {
  const { result, document } = report;
  const { exitCode = 1, also = [] } = setup;
  const all = document.layers.flatMap(({ layer, findings }) => findings.map((one) => ({ ...one, layer })));
  const alarms = all.filter(({ verdict }) => verdict !== 'ok');
  const told = JSON.stringify(alarms, undefined, 1);
  const layer = setup.layer ?? problemOf(id).layer;
  const found = alarms.find(({ problem }) => problem === id);
  expect(found, told).toMatchObject({ layer, verdict: exitCode === 0 ? 'warning' : 'broken' });
  expectVerdict(expect, { id, setup, document, told });
  expect([result.code, document.exitCode], told).toEqual([exitCode, exitCode]);
  // Nothing else is complained of, and each silence by the layer that it belongs to, not by a step's deadline.
  const expected = [id, setup.behind, ...also];
  expect(alarms.filter(({ problem }) => !expected.some((one) => one === problem))).toEqual([]);
  const { saw, next } = scene;
  if (saw !== undefined) expect(found?.saw).toMatch(saw);
  const lines = next?.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line)));
  if (lines !== undefined) expect(found?.next).toEqual(lines);
  else expect(found?.next.length, 'something is to be done').toBeGreaterThan(0);
}
