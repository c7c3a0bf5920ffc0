import { describe, expect, test } from 'vitest';
import type { HostState } from '../../lab/host-tools/host-state.js';
import { servicesPlace, told } from './host-services.js';
import { openUnits } from './host-units.js';
import { laptop, ownAws } from './hosts.js';

const place = servicesPlace();

const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;

const opened = (state: HostState = {}, ...blocks: readonly string[]) => openUnits(place, state, ...blocks);

const planOfWeb = '  ↻ web  restart\n      unit  restart-web  running for 3 h 0 min\n\nPlan: 1 to restart.\n';
const unknownSize =
  'caution: a broker, and if it is the only one: nobody can produce or consume until it is back';
const planOfKafka = [
  '  ↻ kafka  restart',
  '      unit  restart-kafka  running for 3 h 0 min',
  `        ${unknownSize}`,
  '',
  'Plan: 1 to restart (destructive).',
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
        '  ↻ web    restart',
        '      unit  restart-web  running for 3 h 0 min',
        '  ↻ kafka  restart',
        '      unit  restart-kafka  running for 3 h 0 min',
        '        caution: a broker, and if it is the only one: nobody can produce or',
        '        consume until it is back',
        '',
        'Plan: 2 to restart (1 destructive).',
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
            ...{ kind: 'service', name: 'web', action: 'restart', severity: 'safe', summary: 'restart' },
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
    expect(told(done)).toBe(`${target()}✓ 1 restarted, verified in … s\n`);
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
    expect(told(done)).toBe(`${target()}✓ 1 restarted, verified in … s\n`);
    expect(await restarted()).toEqual(['restart-web']);
  });

  test('by nobody where nobody is', async () => {
    const { exops, restarted } = await opened();
    const refused = await exops('host restart web');
    expect(refused).toMatchObject({ code: 2, stdout: planOfWeb });
    expect(told(refused)).toBe(
      `${target()}This plan needs a confirmation, and nobody can be asked (no terminal, or --no-input). Nothing has changed.\n  After reading it, run the command again with: --yes\n`,
    );
    expect(await restarted()).toEqual([]);
  });

  test('by its name where it is a broker', async () => {
    const { exops, restarted } = await opened();
    const refused = await exops('host restart kafka --yes');
    expect(refused).toMatchObject({ code: 2, stdout: planOfKafka });
    expect(told(refused)).toBe(
      `${target()}--yes is not enough for this plan: it is destructive. Nothing has changed.\n  After reading it, run the command again with: --confirm "kafka"\n`,
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

  test('by its name where it may be the only broker: one address reaches any cluster', async () => {
    const { exops } = await opened({}, 'cluster: { brokers: "10.0.0.1:9092", via: kafka }');
    const refused = await exops('host restart kafka --yes');
    expect(refused.stdout).toContain(
      '        caution: a broker, and if it is the only one: nobody can produce or consume until it is back\n',
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

describe('a restart of what is not meant', () => {
  const withServices = (services: string) =>
    place.host.settings.replace(/ }$/, `, services: { ${services} } }`);

  test.each([
    ['web', 'web is on front and on back.\n  Name the host with --host.\n'],
    [
      'kafka wrker',
      'No host has a service "wrker" (did you mean "worker"?).\n  There are: web, kafka, worker\n',
    ],
    ['kafka worker', 'No host has kafka and worker together.\n  Run the command once for each.\n'],
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
