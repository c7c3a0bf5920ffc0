import { describe, expect, test } from 'vitest';
import { lastLines } from '../../../../src/lib/hosts/services/last-lines.js';
import { parseLogStart } from '../../../../src/lib/hosts/services/log-start.js';
import { type LogOptions, logsCommand } from '../../../../src/lib/hosts/services/logs.js';
import { outputOf } from '../../../../src/lib/hosts/services/remote-output.js';
import { compose, systemd } from './builders.js';
import { localHost } from './local-host.js';

const plain: LogOptions = { tail: 50, follow: false, since: undefined };
const options: readonly [LogOptions, string, string][] = [
  [plain, '-n 50', '--tail 50'],
  [{ ...plain, tail: 'all' }, '-n all', '--tail all'],
  [{ ...plain, follow: true }, '-n 50 -f', '--tail 50 -f'],
  [{ ...plain, since: { from: 'ago', seconds: 600 } }, '-n 50 --since=-600s', '--tail 50 --since 600s'],
  [{ ...plain, since: { from: 'moment', seconds: 17 } }, '-n 50 --since=@17', '--tail 50 --since 17'],
];

describe('of a unit', () => {
  const users: readonly [string, string][] = [
    ['root', '[ "$1" = -u ] && echo 0 || echo root'],
    ['a reader of the journal', '[ "$1" = -u ] && echo 1000 || echo ec2-user adm'],
  ];
  test.each(users)('%s reads them without sudo', async (_, id) => {
    const host = await localHost({ id, journalctl: 'call "$@"', sudo: 'exit 9' });
    await outputOf(host.session, logsCommand(systemd('kafka', 'kafka.service'), plain), 5_000);
    expect(await host.calls()).toEqual(['journalctl -u kafka.service --no-pager -n 50']);
  });

  const nobody = '[ "$1" = -u ] && echo 1000 || echo admins users';
  test('another user reads them through sudo', async () => {
    const host = await localHost({
      id: nobody,
      journalctl: 'call "$@"',
      sudo: 'call "$@"; shift; exec "$@"',
    });
    await outputOf(host.session, logsCommand(systemd('kafka'), plain), 5_000);
    expect(await host.calls()).toContain('sudo -n journalctl -u kafka --no-pager -n 50');
  });

  test('or as themselves, where sudo wants a password', async () => {
    const host = await localHost({ id: nobody, journalctl: 'call "$@"', sudo: 'exit 1' });
    await outputOf(host.session, logsCommand(systemd('kafka'), plain), 5_000);
    expect(await host.calls()).toEqual(['journalctl -u kafka --no-pager -n 50']);
  });

  test.each(options)('%j', async (chosen, words) => {
    const host = await localHost({ journalctl: 'call "$@"', sudo: 'exit 1' });
    await outputOf(host.session, logsCommand(systemd('kafka'), chosen), 5_000);
    expect(await host.calls()).toEqual([`journalctl -u kafka --no-pager ${words}`]);
  });
});

describe('of a compose service', () => {
  const docker = 'case "$*" in "ps -q" | "compose version") ;; *) call "$(pwd)" "$@" ;; esac';
  test.each(options)('%j', async (chosen, _, words) => {
    const host = await localHost({ docker });
    await outputOf(host.session, logsCommand(compose('gateway', { folder: host.folder }), chosen), 5_000);
    expect(await host.calls()).toEqual([`docker ${host.folder} compose logs --no-color ${words} gateway`]);
  });

  test('all services of a project', async () => {
    const host = await localHost({ docker });
    const all = compose('all', { folder: host.folder, service: undefined });
    await outputOf(host.session, logsCommand(all, plain), 5_000);
    expect(await host.calls()).toEqual([`docker ${host.folder} compose logs --no-color --tail 50`]);
  });

  test('its end is the end of the command, and its bytes are untouched', async () => {
    const host = await localHost({
      docker: 'case "$*" in "ps -q" | "compose version") ;; *) printf "\\001\\377 %%s\\n"; exit 7 ;; esac',
    });
    const { exit, stdio } = await host.session.exec(
      logsCommand(compose('x', { folder: host.folder }), plain),
    );
    const chunks: Buffer[] = [];
    stdio.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await exit).toMatchObject({ code: 7 });
    expect(Buffer.concat(chunks)).toEqual(Buffer.from('\u0001\u00ff %s\n', 'latin1'));
  });

  test('a host without compose says so', async () => {
    const host = await localHost({ docker: '[ "$1" = ps ]' });
    const command = logsCommand(compose('x', { folder: host.folder }), plain);
    expect(await outputOf(host.session, command, 5_000)).toMatchObject({
      code: 127,
      stderr: 'neither docker compose nor docker-compose is installed\n',
    });
  });
});

describe('the last lines for a message', () => {
  test('are fit to print', async () => {
    const journalctl = 'printf "one\\n\\033[31mtwo\\033[0m\\001\\n\\nthree   \\n"';
    const { session } = await localHost({ journalctl, sudo: 'exit 1' });
    expect(await lastLines(session, systemd('kafka'), 2)).toEqual(['two\\x01', 'three']);
  });

  test('are cut where they are long', async () => {
    const journalctl = `echo ${'x'.repeat(400)}`;
    const { session } = await localHost({ journalctl, sudo: 'exit 1' });
    expect(await lastLines(session, systemd('kafka'), 2)).toEqual([`${'x'.repeat(300)}…`]);
  });

  test('are none where the connection is lost', async () => {
    const lost = { exec: () => Promise.reject(new Error('lost')) };
    expect(await lastLines(lost, systemd('kafka'), 2)).toEqual([]);
  });
});

describe('--since', () => {
  test.each([
    ['10m', { from: 'ago', seconds: 600 }],
    ['1.5h', { from: 'ago', seconds: 5_400 }],
    ['2d', { from: 'ago', seconds: 172_800 }],
    ['1ms', { from: 'ago', seconds: 1 }],
    ['2026-11-21T10:00:00Z', { from: 'moment', seconds: Date.UTC(2026, 10, 21, 10) / 1000 }],
    ['2026-11-21 19:00+09:00', { from: 'moment', seconds: Date.UTC(2026, 10, 21, 10) / 1000 }],
  ])('%s', (text, start) => {
    expect(parseLogStart(text)).toEqual(start);
  });

  test.each([
    '',
    '10',
    '-10m',
    '0s',
    '10 fortnights',
    '2026-11-21',
    '2026-11-21T10:00',
    '2026-13-41T10:00Z',
    'yesterday',
    '$(id)s',
  ])('"%s" is no time', (text) => {
    expect(() => parseLogStart(text)).toThrow(`--since "${text}" is not a time.`);
  });
});
