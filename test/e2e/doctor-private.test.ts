import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import type { ProblemId } from '../../src/lib/doctor/problems/problems.js';
import { problemOf } from '../../src/lib/doctor/problems/problems.js';
import type { DoctorDocument } from '../integration/doctor/suite/examine.js';
import type { RuleRequest } from '../lab/aws/network-lab.js';
import type { DroppedPorts } from '../lab/subnet/security-group.js';
import { type PrivateMsk, startPrivateMsk } from './doctor-private-lab.js';

let started: PrivateMsk | undefined;

beforeAll(async () => {
  started = await startPrivateMsk();
});
afterAll(() => started?.stop());

function labOr(skip: TestContext['skip']): PrivateMsk {
  return started ?? skip('network namespaces need root');
}

/** Whether packets really come through, apart from what the rules say. */
async function dropped(lab: PrivateMsk, where: 'bastion' | 'inside', ports: DroppedPorts): Promise<void> {
  const place = where === 'bastion' ? lab.subnet.bastion : lab.inside;
  onTestFinished(() => lab.subnet.drop(place, []));
  await lab.subnet.drop(place, ports);
}

const admits = (ports: number, groupId: string): RuleRequest => ({ ports, peer: { groupId } });

interface Seen {
  readonly document: DoctorDocument;
  readonly alarms: readonly (readonly [layer: string, verdict: string, problem: string | null])[];
  readonly next: readonly string[];
  readonly saw: string;
}

async function seen(
  lab: PrivateMsk,
  cluster: object,
  args: readonly string[] = [],
  hosts?: object,
): Promise<Seen> {
  const { code, stdout, stderr } = await lab.doctor(cluster, ['-o', 'json', ...args], hosts);
  expect(stdout, stderr).toMatch(/^\{/);
  const document = JSON.parse(stdout) as DoctorDocument;
  expect(code).toBe(document.exitCode);
  const findings = document.layers.flatMap(({ layer, findings: own }) =>
    own.map((one) => ({ layer, ...one })),
  );
  const alarms = findings.filter(({ verdict }) => verdict !== 'ok');
  const [first] = alarms.filter(({ problem }) => problem === document.verdict?.problem);
  return {
    document,
    alarms: alarms.map(({ layer, verdict, problem }) => [layer, verdict, problem]),
    next: first?.next ?? [],
    saw: first?.saw ?? '',
  };
}

function expectVerdict({ document, alarms }: Seen, problem: ProblemId): void {
  const { layer } = problemOf(problem);
  expect(document.verdict, JSON.stringify(alarms)).toMatchObject({ layer, problem });
  expect(document.exitCode).toBe(1);
}

/** No busy machine misses these deadlines. */
const patient = ['--timeout', '30s'];

const throughBastion = (name: string) => ({ name, via: 'bastion' });

describe('IAM by the name of an MSK cluster, through a bastion', () => {
  test('a rule for 9098: nothing is broken', async ({ skip }) => {
    const lab = labOr(skip);
    const { name, group } = await lab.cluster([admits(9098, lab.bastionGroup)]);
    const { document, alarms } = await seen(lab, throughBastion(name), patient);
    expect(alarms).toEqual([]);
    expect([document.verdict, document.exitCode]).toEqual([null, 0]);
    const of = (wanted: string) => document.layers.find(({ layer }) => layer === wanted);
    expect(of('security group')?.findings[0]?.saw).toContain(`${group} admits 9098 from ${lab.bastionGroup}`);
    const well = document.layers.filter(({ status }) => status === 'ok').map(({ layer }) => layer);
    expect(well).toEqual(
      expect.arrayContaining(['ssh', 'dns', 'tcp', 'tls', 'protocol', 'login', 'metadata', 'rights']),
    );
  });

  test('no rule for 9098, which is dropped', async ({ skip }) => {
    const lab = labOr(skip);
    const { bastionGroup, brokerName, bastion } = lab;
    const { name, group } = await lab.cluster([admits(9092, bastionGroup), admits(9094, bastionGroup)]);
    await dropped(lab, 'inside', [9098]);
    const result = await seen(lab, throughBastion(name));
    expectVerdict(result, 'port-closed-by-security-group');
    expect(result.saw).toBe(
      `${group} admits 9092 and 9094 from bastion (${bastion.instanceId}) in ${bastionGroup}, not 9098 (${brokerName}:9098)`,
    );
    expect(result.next).toEqual([
      'Add the rule that is missing:',
      `aws ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 9098 --source-group ${bastionGroup} --region ap-northeast-2`,
    ]);
    expect(result.alarms.map(([, , problem]) => problem)).toEqual([
      'port-closed-by-security-group',
      'port-silent',
    ]);
  });

  test('a rule for the wrong source group', async ({ skip }) => {
    const lab = labOr(skip);
    const other = await lab.network.createSecurityGroup({ name: 'applications' });
    const { name, group } = await lab.cluster([admits(9098, other)]);
    await dropped(lab, 'inside', [9098]);
    const result = await seen(lab, throughBastion(name));
    expectVerdict(result, 'rule-for-wrong-group');
    expect(result.saw).toContain(`${group} admits 9098 from ${other}, not from bastion (`);
    expect(result.next.at(-1)).toBe(
      `aws ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port 9098 --source-group ${lab.bastionGroup} --region ap-northeast-2`,
    );
  });

  test('a rule for a prefix list that has us or not', async ({ skip }) => {
    const lab = labOr(skip);
    const { name } = await lab.cluster([{ ports: 9098, peer: { prefixListId: 'pl-0123456789abcdef0' } }]);
    await dropped(lab, 'inside', [9098]);
    const result = await seen(lab, throughBastion(name));
    expectVerdict(result, 'port-silent');
    expect(result.alarms).toContainEqual(['security group', 'warning', 'rule-not-for-here']);
  });

  test('the rule is there, and something else drops', async ({ skip }) => {
    const lab = labOr(skip);
    const { name } = await lab.cluster([admits(9098, lab.bastionGroup)]);
    await dropped(lab, 'inside', [9098]);
    const result = await seen(lab, throughBastion(name));
    expectVerdict(result, 'port-silent');
    expect(result.alarms).toEqual([['tcp', 'broken', 'port-silent']]);
  });

  test('no rule that AWS shows, and the port answers all the same: no alarm', async ({ skip }) => {
    const lab = labOr(skip);
    const { name } = await lab.cluster([]);
    const { document, alarms } = await seen(lab, throughBastion(name), patient);
    expect([alarms, document.exitCode]).toEqual([[], 0]);
  });

  test('SSH to the bastion is dropped', async ({ skip }) => {
    const lab = labOr(skip);
    const { name } = await lab.cluster([admits(9098, lab.bastionGroup)]);
    await dropped(lab, 'bastion', [22]);
    const result = await seen(lab, throughBastion(name));
    expectVerdict(result, 'ssh-silent');
  });
});

describe('from outside the network', () => {
  test("MSK's name leads to a private address", async ({ skip }) => {
    const lab = labOr(skip);
    const { name } = await lab.cluster([admits(9098, lab.bastionGroup)]);
    const result = await seen(lab, { name });
    expectVerdict(result, 'private-address');
    expect(result.next).toContain('via: bastion');
  });

  test('an address that the network here has no way to', async ({ skip }) => {
    const lab = labOr(skip);
    const result = await seen(lab, { brokers: '203.0.113.9:9092', auth: { mechanism: 'none' } });
    expectVerdict(result, 'no-way-there');
  });
});

describe('the wrong port of MSK, by its name and with its certificate', () => {
  test.for([
    [
      'IAM',
      9092,
      { mechanism: 'iam', ca: 'ca.pem' },
      'wrong-listener',
      "9092 is MSK's port for plaintext; IAM is on 9098",
    ],
    [
      'IAM',
      9094,
      { mechanism: 'iam', ca: 'ca.pem' },
      'wrong-listener',
      "9094 is MSK's port for TLS; IAM is on 9098",
    ],
    [
      'IAM',
      9096,
      { mechanism: 'iam', ca: 'ca.pem' },
      'wrong-listener',
      "9096 is MSK's port for SASL/SCRAM; IAM is on 9098",
    ],
    [
      'TLS',
      9092,
      { mechanism: 'tls', ca: 'ca.pem' },
      'wrong-listener',
      "9092 is MSK's port for plaintext; TLS is on 9094",
    ],
    ['plaintext', 9098, { mechanism: 'none' }, 'wrong-listener', "9098 is MSK's port for IAM"],
  ] as const)('%s on %i', async ([, port, auth, inner, fact], { skip }) => {
    const lab = labOr(skip);
    const brokers = `${lab.brokerName}:${port}`;
    // A TLS listener waits for more of what isn't TLS: a silence that takes all the time there is.
    const args = auth.mechanism === 'none' ? [] : patient;
    const result = await seen(lab, { kind: 'msk', brokers, via: 'bastion', auth }, args);
    // The cluster's step knows it by the port alone; the port itself says the same.
    expectVerdict(result, 'msk-wrong-port');
    expect(result.alarms).toContainEqual(['protocol', 'broken', inner]);
    const told = result.document.layers.flatMap(({ findings }) => findings.flatMap(({ next }) => next));
    expect(told.join('\n')).toContain(fact);
  });
});
