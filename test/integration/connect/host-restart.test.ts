import { describe, expect, test, vi } from 'vitest';
import type { HostState, Unit } from '../../lab/host-tools/host-state.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { runningFor, servicesPlace, told } from './host-services.js';
import { laptop, ownAws } from './hosts.js';

const place = servicesPlace();

const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;
const failed = { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' };

/** Units that have been running for three hours; `web` is healthy, `ill` never is, `mute` is not asked. */
async function opened(state: HostState = {}, ...blocks: readonly string[]) {
  const running: Unit = { properties: runningFor(3) };
  const names = ['web', 'ill', 'bad', 'kafka', 'zookeeper'];
  const units = Object.fromEntries(names.map((name) => [`restart-${name}.service`, running]));
  await place.setState({ ...state, units: { ...units, ...state.units } });
  const services = [
    `web: { systemd: restart-web, health: "${place.health(200)}" }`,
    `ill: { systemd: restart-ill, health: "${place.health(503)}" }`,
    'bad: { systemd: restart-bad }',
    `kafka: { systemd: restart-kafka, health: "${place.health(200)}" }`,
    `zookeeper: { systemd: restart-zookeeper, health: "${place.health(200)}" }`,
    'gone: { systemd: restart-gone }',
  ].join(', ');
  const already = (await restarts()).length;
  return {
    ...(await place.laptop(services, ...blocks)),
    /** The units that were restarted since, in their order. */
    restarted: async () => (await restarts()).slice(already).map(({ argv }) => argv.slice(1).join(' ')),
  };
}

async function restarts() {
  return (await place.tools.recorded('systemctl')).filter(({ argv }) => argv[0] === 'restart');
}

const planOfWeb = '  ~ web  restart\n      unit  restart-web  running for 3 h 0 min\n\nPlan: 1 to change.\n';
const unknownSize =
  'caution: a broker, of a cluster whose size is not known here: until it is back, nobody can produce or consume';
const planOfKafka = [
  '  ~ kafka  restart',
  '      unit  restart-kafka  running for 3 h 0 min',
  `        ${unknownSize}`,
  '',
  'Plan: 1 to change (destructive).',
  '',
].join('\n');

describe('a restart that is only planned', () => {
  test.each([
    ['--dry-run', 0],
    ['--check', 3],
  ])('with %s changes nothing', async (flag, code) => {
    const { exops, restarted } = await opened();
    const planned = await exops(`host restart web ${flag}`);
    expect(planned).toMatchObject({ code, stdout: planOfWeb });
    expect(told(planned)).toBe(target());
    expect(await restarted()).toEqual([]);
  });

  test('is wrapped on a terminal', async () => {
    const { exops } = await opened();
    expect((await exops('host restart web kafka -n', { tty: true })).stdout).toBe(
      [
        '  ~ web    restart',
        '      unit  restart-web  running for 3 h 0 min',
        '  ~ kafka  restart',
        '      unit  restart-kafka  running for 3 h 0 min',
        '        caution: a broker, of a cluster whose size is not known here: until it',
        '        is back, nobody can produce or consume',
        '',
        'Plan: 2 to change (1 destructive).',
        '',
      ].join('\n'),
    );
  });

  test('is a document for programs', async () => {
    const { exops } = await opened();
    const { code, stdout } = await exops('host restart web gone --check -o json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'exops.change/v1',
      target: { environment: 'dev', host: 'kafka', instance: place.host.instanceId },
      plan: {
        changes: [
          {
            ...{ kind: 'service', name: 'web', action: 'change', severity: 'safe', summary: 'restart' },
            cautions: [],
            fields: [
              { name: 'unit', before: 'restart-web', after: 'restart-web', note: 'running for 3 h 0 min' },
            ],
          },
        ],
        refusals: [
          {
            ...{ kind: 'service', name: 'gone' },
            reason: `there is no unit "restart-gone" on kafka (${place.host.instanceId})`,
          },
        ],
        ...{ notices: [], unchanged: 0 },
      },
      exitCode: 3,
    });
  });
});

describe('a restart is confirmed', () => {
  test('by a yes where it is safe', async () => {
    const { exops, restarted } = await opened();
    const done = await exops('host restart web', { tty: true, answers: ['y'] });
    expect(done).toMatchObject({ code: 0, stdout: planOfWeb, questions: ['Apply to dev? [y/N] '] });
    expect(told(done)).toBe(`${target()}✓ 1 changed, verified in … s\n`);
    expect(await restarted()).toEqual(['restart-web']);
  });

  test('or declined', async () => {
    const { exops, restarted } = await opened();
    const declined = await exops('host restart web', { tty: true, answers: [''] });
    expect(declined).toMatchObject({ code: 1, stdout: planOfWeb });
    expect(told(declined)).toBe(`${target()}Declined. Nothing has changed.\n`);
    expect(await restarted()).toEqual([]);
  });

  test('by --yes', async () => {
    const { exops, restarted } = await opened();
    const done = await exops('host restart web --yes');
    expect(done).toMatchObject({ code: 0, stdout: planOfWeb });
    expect(told(done)).toBe(`${target()}✓ 1 changed, verified in … s\n`);
    expect(await restarted()).toEqual(['restart-web']);
  });

  test('by nobody where nobody is', async () => {
    const { exops, restarted } = await opened();
    const refused = await exops('host restart web');
    expect(refused).toMatchObject({ code: 2, stdout: planOfWeb });
    expect(told(refused)).toBe(
      `${target()}This plan needs a confirmation, and there is no terminal to ask on. Nothing has changed.\n  After reading it, run the command again with: --yes\n`,
    );
    expect(await restarted()).toEqual([]);
  });

  test('by its name where it is a broker', async () => {
    const { exops, restarted } = await opened();
    const refused = await exops('host restart kafka --yes');
    expect(refused).toMatchObject({ code: 2, stdout: planOfKafka });
    expect(told(refused)).toBe(
      `${target()}--yes is not enough for this plan: it loses something, or the environment is protected. Nothing has changed.\n  After reading it, run the command again with: --confirm "kafka"\n`,
    );
    const declined = await exops('host restart kafka', { tty: true, answers: ['y'] });
    expect(declined).toMatchObject({ code: 1, questions: ['Type "kafka" to apply: '] });
    expect(await restarted()).toEqual([]);
    expect((await exops('host restart kafka', { tty: true, answers: ['kafka'] })).code).toBe(0);
    expect((await exops('host restart kafka --confirm kafka')).code).toBe(0);
    expect(await restarted()).toEqual(['restart-kafka', 'restart-kafka']);
  });

  test('by their number where they are several brokers, and one that is none does not count', async () => {
    const { exops, restarted } = await opened();
    const done = await exops('host restart zookeeper web kafka', { tty: true, answers: ['2 services'] });
    expect(done).toMatchObject({ code: 0, questions: ['Type "2 services" to apply: '] });
    expect(await restarted()).toEqual(['restart-zookeeper', 'restart-web', 'restart-kafka']);
  });

  test('by a yes where other brokers go on meanwhile', async () => {
    const { exops } = await opened(
      {},
      'cluster: { brokers: ["10.0.0.1:9092", "10.0.0.2:9092"], via: kafka }',
    );
    const done = await exops('host restart kafka --yes');
    expect(done.stdout).toContain(
      '        caution: a broker: clients move to the others; partitions with their only replica here wait for it\n',
    );
    expect(done.code).toBe(0);
  });

  test('by its name where it is the only broker', async () => {
    const { exops } = await opened({}, 'cluster: { brokers: "10.0.0.1:9092", via: kafka }');
    const refused = await exops('host restart kafka --yes');
    expect(refused.stdout).toContain(
      '        caution: the only broker: until it is back, nobody can produce or consume\n',
    );
    expect(refused.code).toBe(2);
  });

  test('by its name in a protected environment', async () => {
    const { exops, restarted } = await opened({}, 'protected: true');
    expect(await exops('host restart web --yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('run the command again with: --confirm "web"\n'),
    });
    expect(await exops('host restart web --confirm kafka')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--confirm "kafka" does not fit this plan. Nothing has changed.\n'),
    });
    expect(await restarted()).toEqual([]);
    expect((await exops('host restart web --confirm web')).code).toBe(0);
  });
});

describe('a restart that does not go well', () => {
  test('for one of two is partly applied, and its log stands under it as lines', async () => {
    const bad = { restart: { becomes: failed }, journal: 'Starting\n\u001b[31mno route\u001b[0m to host\n' };
    const { exops } = await opened({ units: { 'restart-bad.service': bad } });
    const partly = await exops('host restart bad web --yes');
    expect(partly.code).toBe(5);
    expect(told(partly).replace(/ {2}Run .+ Record/, '  … Record')).toBe(
      [
        `${target()}? bad: restarted, but it ended: failed (failed), result exit-code, status 1`,
        '    the last lines of its log:',
        '    Starting',
        '    no route to host',
        '✗ 1 changed, 1 uncertain, verified in … s',
        '  … Record: ….jsonl',
        '',
      ].join('\n'),
    );
  });

  test('is a document for programs', async () => {
    const bad = { restart: { becomes: failed }, journal: 'no route\n' };
    const { exops } = await opened({ units: { 'restart-bad.service': bad } });
    const { code, stdout } = await exops('host restart bad web --yes -o json');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: [
        {
          ...{ kind: 'service', name: 'bad', status: 'unknown' },
          reason:
            'restarted, but it ended: failed (failed), result exit-code, status 1\nthe last lines of its log:\nno route',
        },
        { kind: 'service', name: 'web', status: 'done' },
      ],
      exitCode: 5,
    });
  });

  test('for a unit that was down is as before: exit 1', async () => {
    const words = 'Job for restart-bad.service failed because the control process exited with error code.';
    const bad: Unit = { properties: failed, restart: { refused: words, becomes: failed }, journal: 'x\n' };
    const { exops } = await opened({ units: { 'restart-bad.service': bad } });
    const { code, stderr } = await exops('host restart bad --yes');
    expect(stderr).toContain(`✗ bad: ${words}`);
    expect(code).toBe(1);
  });

  test('is waited for as long as --timeout says', async () => {
    const { exops } = await opened();
    const late = await exops('host restart ill --yes --timeout 2s');
    expect(late.code).toBe(5);
    expect(told(late)).toContain(
      '? ill: restarted, but after 2.0 s it runs, but its health check says: HTTP 503\n',
    );
  });

  test('and is interrupted has been sent all the same: exit 130', async () => {
    const { exops, restarted } = await opened();
    const ctrlC = new AbortController();
    const ended = exops('host restart ill --yes', { interrupt: ctrlC.signal });
    await vi.waitFor(async () => expect(await restarted()).toEqual(['restart-ill']), { timeout: 30_000 });
    ctrlC.abort();
    const interrupted = await ended;
    expect(interrupted.code).toBe(130);
    expect(told(interrupted)).toBe(
      `${target()}Interrupted: ending what is under way. Once more to stop at once.\n✓ 1 changed, not verified\n`,
    );
  });

  test('for one, and the other is not there: partly applied', async () => {
    const { exops, restarted } = await opened();
    const partly = await exops('host restart gone web --yes');
    expect(partly).toMatchObject({
      code: 5,
      stdout: [
        '  ~ web   restart',
        '      unit  restart-web  running for 3 h 0 min',
        '  ! gone  refused',
        `        there is no unit "restart-gone" on kafka (${place.host.instanceId})`,
        '',
        'Plan: 1 to change, 1 refused.',
        '',
      ].join('\n'),
    });
    expect(told(partly)).toBe(`${target()}✓ 1 changed, verified in … s · 1 refused\n`);
    expect(await restarted()).toEqual(['restart-web']);
  });
});

describe('a restart without the right to it: exit 4', () => {
  test.each([
    ['asks', 'sudo: a password is required'],
    ['missing', 'exops: 1: exec: sudo: not found'],
  ] as const)('because sudo is such: %s', async (sudo, words) => {
    const { exops, restarted } = await opened({ sudo });
    const denied = await exops('host restart web --yes');
    expect(told(denied)).toContain(`✗ web: ${words}\n✗ 1 failed, verified in … s\n`);
    expect(denied.code).toBe(4);
    expect(await restarted()).toEqual([]);
  });

  test.each(['--yes', '--check'])('because docker cannot even be asked, %s', async (flag) => {
    const folder = await projectFolder();
    await place.setState({ ...projectIn(folder), docker: 'denied', sudo: 'asks' });
    const { exops } = await place.laptop(`gateway: { compose: ${JSON.stringify(folder)} }`);
    expect(await exops(`host restart gateway ${flag}`)).toMatchObject({
      code: 4,
      stdout:
        "  ! gateway  refused\n        its state can't be read: sudo: a password is required\n\nPlan: 1 refused.\n",
    });
  });
});

describe('a restart of what is not meant', () => {
  const withServices = (services: string) =>
    place.host.settings.replace(/ }$/, `, services: { ${services} } }`);

  test.each([
    ['web', 'web can be on front or back.\n  Name the host with --host.\n'],
    [
      'kafka wrker',
      'No host has a service "wrker" (did you mean "worker"?).\n  There are: web, kafka, worker\n',
    ],
    ['kafka worker', 'No host has kafka and worker all together.\n  Run the command once for each.\n'],
    ['kafka --host back', 'The host "back" has no service "kafka".\n  Services there: web, worker\n'],
  ])('reaches nothing: %s', async (words, said) => {
    const front = withServices('web: { systemd: web }, kafka: { systemd: kafka }');
    const back = withServices('web: { systemd: web }, worker: { systemd: worker }');
    const { aws, exops } = await laptop(ownAws(), `hosts: { front: ${front}, back: ${back} }`);
    const refused = await exops(`host restart ${words} --yes`);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(told(refused)).toBe(said);
    expect(await aws.calls()).toEqual([]);
  });

  test('goes through the bastion of the host that has it', async () => {
    await opened();
    const inner = withServices(`web: { systemd: restart-web, health: "${place.health(200)}" }`);
    const settings = inner.replace(/ }$/, ', via: bastion, address: public }');
    const hosts = `hosts: { bastion: ${place.host.settings}, inner: ${settings} }`;
    const { exops } = await laptop(ownAws(), hosts);
    const done = await exops('host restart web --yes');
    expect(done.code).toBe(0);
    expect(told(done)).toContain(`inner (${place.host.instanceId}) · 127.0.0.1 through bastion\n`);
  });
});
