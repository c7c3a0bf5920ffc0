import { describe, expect, test, vi } from 'vitest';
import type { HostState, Unit } from '../../lab/host-tools/host-state.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { servicesPlace, told } from './host-services.js';
import { openUnits } from './host-units.js';

const place = servicesPlace();

const opened = (state: HostState = {}) => openUnits(place, state);
const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;
const failed = { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' };

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
        '✗ 1 restarted, 1 uncertain, verified in … s',
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
    // The restart's own end and ours may come in either order.
    const effects = [
      'ending what is under way. Once more to stop at once.',
      'what was applied stays, and is not verified.',
    ];
    const words = effects.map((effect) => `${target()}Interrupted: ${effect}\n✓ 1 restarted, not verified\n`);
    expect(words).toContain(told(interrupted));
  });

  test('for one, and the other is not there: partly applied', async () => {
    const { exops, restarted } = await opened();
    const partly = await exops('host restart gone web --yes');
    expect(partly).toMatchObject({
      code: 5,
      stdout: [
        '  ↻ web   restart',
        '      unit  restart-web  running for 3 h 0 min',
        '  ! gone  refused',
        `        there is no unit "restart-gone" on kafka (${place.host.instanceId})`,
        '',
        'Plan: 1 to restart, 1 refused.',
        '',
      ].join('\n'),
    });
    expect(told(partly)).toBe(`${target()}✓ 1 restarted, verified in … s · 1 refused\n`);
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
