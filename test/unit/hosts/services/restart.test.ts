import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../src/lib/change/outcome.js';
import type { RestartInput } from '../../../../src/lib/hosts/services/plan-restart.js';
import { restartCapability } from '../../../../src/lib/hosts/services/restart-capability.js';
import type { NamedService } from '../../../../src/lib/hosts/services/service-state.js';
import type { SshSession } from '../../../../src/lib/ssh/ssh.js';
import { RecordingClock } from '../../topics/io/recording-clock.js';
import { compose, systemd } from './builders.js';
import { type LocalHost, localHost } from './local-host.js';

/** Answers from `$LAB/UNIT`; a restart makes it what is in `$LAB/UNIT.next`, and each look after that the next line. */
const systemctl = `
case $1 in
  restart)
    call "$@"
    if [ -e "$LAB/$2.error" ]; then cat "$LAB/$2.error" >&2; exit 1; fi
    mv "$LAB/$2.next" "$LAB/$2" ;;
  show)
    shift 4
    sed 1q "$LAB/$1" | tr ' ' '\\n'
    if [ "$(grep -c . "$LAB/$1")" -gt 1 ]; then sed -i 1d "$LAB/$1"; fi ;;
esac`;
const line = (pid: number, over = '') =>
  `LoadState=loaded ActiveState=active SubState=running MainPID=${pid} NRestarts=0 ${over}`;
const journalctl = 'printf "Starting\\nkafka.cluster.id does not match\\n"';
const id = '[ "$1" = -u ] && echo 1000 || echo adm';
/** A second passes with each look. */
const date = 'now=$(($(cat "$LAB/time") + 1)); echo "$now" | tee "$LAB/time"';
const sudo = 'call "$@"; shift; exec "$@"';

interface Run {
  readonly outcomes: readonly Outcome[];
  readonly host: LocalHost;
  readonly clock: RecordingClock;
  readonly updates: readonly string[];
}

interface Options extends Partial<Omit<RestartInput, 'services'>> {
  readonly commands?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly stop?: AbortController;
  /** Between a session and the capability. */
  readonly through?: (session: LocalHost['session']) => Pick<SshSession, 'exec'>;
}

async function run(services: readonly NamedService[], options: Options = {}): Promise<Run> {
  const { commands, files = {}, stop = new AbortController(), through = (same) => same, ...input } = options;
  const usual = {
    systemctl,
    journalctl,
    sudo,
    id,
    date,
    mv: 'exec /usr/bin/mv "$@"',
    tee: 'exec /usr/bin/tee "$@"',
  };
  const host = await localHost({ ...usual, ...commands }, { time: '1795255200', ...files });
  const clock = new RecordingClock();
  const capability = restartCapability(
    { session: through(host.session), clock, patienceMs: 10_000 },
    { action: 'restart', host: 'dev', services, brokers: undefined, ...input },
  );
  const updates: string[] = [];
  const work = { update: (text: string) => void updates.push(text), signal: stop.signal };
  const plan = capability.plan(await capability.observe(work));
  const reported: Outcome[] = [];
  await capability.apply(plan, { ...work, tell: () => {}, report: (outcome) => reported.push(outcome) });
  const outcomes = stop.signal.aborted ? reported : await capability.verify(plan, reported, work);
  return { outcomes, host, clock, updates };
}

const kafka = systemd('kafka');
const gateway = systemd('gateway');
const done = (name: string) => ({ kind: 'service', name, status: 'done' });

describe('a unit', () => {
  test('is restarted, and waited for until it runs steadily', async () => {
    const files = {
      kafka: line(1),
      'kafka.next': `${line(2, 'ActiveState=activating SubState=start')}\n${line(2)}`,
    };
    const { outcomes, host, clock, updates } = await run([kafka], { files });
    expect(outcomes).toEqual([done('kafka')]);
    expect(await host.calls()).toEqual(['sudo -n systemctl restart kafka', 'systemctl restart kafka']);
    expect(clock.pauses.every((pause) => pause === 1_000)).toBe(true);
    expect(updates[0]).toBe('kafka · 1 of 1');
    expect(updates).toContain('kafka: it has run for a moment only');
  });

  test('is restarted without sudo by root', async () => {
    const files = { kafka: line(1), 'kafka.next': line(2) };
    const { host } = await run([kafka], { files, commands: { id: 'echo 0' } });
    expect(await host.calls()).toEqual(['systemctl restart kafka']);
  });

  test('after the other, in the order given', async () => {
    const files = { kafka: line(1), 'kafka.next': line(2), gateway: line(1), 'gateway.next': line(2) };
    const { outcomes, host, updates } = await run([gateway, kafka], { files });
    expect(outcomes).toEqual([done('gateway'), done('kafka')]);
    const restarts = (await host.calls()).filter((call) => call.startsWith('systemctl'));
    expect(restarts).toEqual(['systemctl restart gateway', 'systemctl restart kafka']);
    expect(updates.slice(0, 2)).toEqual(['gateway · 1 of 2', 'kafka · 2 of 2']);
  });

  test('that fails after its start is told with the end of its log', async () => {
    const dead = line(0).replace(
      'ActiveState=active SubState=running',
      'ActiveState=failed SubState=failed Result=exit-code ExecMainStatus=1',
    );
    const { outcomes } = await run([kafka], { files: { kafka: line(1), 'kafka.next': dead } });
    expect(outcomes).toEqual([
      {
        kind: 'service',
        name: 'kafka',
        status: 'unknown',
        reason: [
          'restarted, but it ended: failed (failed), result exit-code, status 1',
          'the last lines of its log:',
          'Starting',
          'kafka.cluster.id does not match',
        ].join('\n'),
      },
    ]);
  });

  test('that was down and stays down is as it was', async () => {
    const dead = 'LoadState=loaded ActiveState=failed SubState=failed';
    const { outcomes } = await run([kafka], { files: { kafka: dead, 'kafka.next': dead } });
    expect(outcomes).toMatchObject([{ status: 'failed' }]);
  });

  test('that crashes in a loop is not up, however often it runs', async () => {
    const loop = [1, 2, 3, 4].map((n) => line(n).replace('NRestarts=0', `NRestarts=${n}`)).join('\n');
    const { outcomes } = await run([kafka], { files: { kafka: line(9), 'kafka.next': loop } });
    expect(outcomes).toMatchObject([
      {
        status: 'unknown',
        reason: expect.stringMatching(/^restarted, but it keeps ending \(started again \d times\)/),
      },
    ]);
  });

  test('that never gets healthy is waited for as long as was said', async () => {
    const files = { kafka: line(1), 'kafka.next': line(2) };
    const services = [systemd('kafka', 'kafka', 'http://localhost/')];
    const { outcomes, clock } = await run(services, { files, commands: { curl: "printf '\\ncurl 503\\n'" } });
    expect(outcomes[0]?.reason).toMatch(
      /^restarted, but after 10 s it runs, but its health check says: HTTP 503\n/,
    );
    expect(clock.now()).toBe(10_000);
  });

  test('that systemctl left alone is not called restarted', async () => {
    const { outcomes } = await run([kafka], { files: { kafka: line(1), 'kafka.next': line(1) } });
    expect(outcomes[0]).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/process from before/),
    });
  });
});

describe('a restart that is refused', () => {
  test.each([
    'sudo: a password is required',
    'Sorry, user kim is not allowed to execute it as root on ip-10-0-0-1.',
  ])('for want of a right has changed nothing: %s', async (words) => {
    const asks = `echo 'sudo: unable to resolve host ip-10-0-0-1' >&2; echo '${words}' >&2; exit 1`;
    const { outcomes, host } = await run([kafka], { files: { kafka: line(1) }, commands: { sudo: asks } });
    expect(outcomes).toEqual([
      { kind: 'service', name: 'kafka', status: 'failed', reason: words, access: true },
    ]);
    expect(await host.calls()).toEqual([]);
  });

  const words = 'Job for kafka.service failed because the control process exited with error code.\n';
  test('by systemd, while the process from before runs, has changed nothing', async () => {
    const files = { kafka: line(1), 'kafka.error': words };
    const { outcomes } = await run([kafka], { files });
    expect(outcomes).toEqual([{ kind: 'service', name: 'kafka', status: 'failed', reason: words.trim() }]);
  });

  test('by systemd, while nothing runs any more, is told with how it is now', async () => {
    const dead = 'LoadState=loaded ActiveState=failed SubState=failed';
    const files = { kafka: `${line(1)}\n${dead}`, 'kafka.error': words };
    const { outcomes } = await run([kafka], { files });
    expect(outcomes).toMatchObject([
      {
        status: 'unknown',
        reason: expect.stringMatching(/^Job for .* \(now it ended: failed \(failed\)\)\nthe last/),
      },
    ]);
  });

  test('by a signal, without a word, is told as such', async () => {
    const through = (session: LocalHost['session']): LocalHost['session'] => ({
      async exec(command) {
        const remote = await session.exec(command);
        if (!command.includes('restart')) return remote;
        return { ...remote, exit: remote.exit.then(() => ({ code: undefined, signal: 'SIGKILL' })) };
      },
    });
    const dead = 'LoadState=loaded ActiveState=failed SubState=failed';
    const { outcomes } = await run([kafka], { files: { kafka: line(1), 'kafka.next': dead }, through });
    expect(outcomes[0]?.reason).toMatch(/^the command was ended by SIGKILL \(now it ended: /);
  });

  test('of one service stops no other', async () => {
    const files = { kafka: line(1), 'kafka.error': words, gateway: line(1), 'gateway.next': line(2) };
    expect((await run([kafka, gateway], { files })).outcomes).toMatchObject([
      { status: 'failed' },
      done('gateway'),
    ]);
  });
});

describe('a connection', () => {
  test('that is lost leaves one uncertain and begins no other', async () => {
    const lost = new Error('the connection to kafka was lost');
    const through = (session: LocalHost['session']): LocalHost['session'] => ({
      exec: (command) => (command.includes('restart') ? Promise.reject(lost) : session.exec(command)),
    });
    const files = { kafka: line(1), gateway: line(1) };
    const { outcomes } = await run([kafka, gateway], { files, through });
    expect(outcomes).toEqual([{ kind: 'service', name: 'kafka', status: 'failed', reason: lost.message }]);
  });
});

test('an interruption lets a restart end and begins no other', async () => {
  const stop = new AbortController();
  const through = (session: LocalHost['session']): LocalHost['session'] => ({
    exec: (command) => {
      if (command.includes('restart')) stop.abort(new Error('interrupted'));
      return session.exec(command);
    },
  });
  const files = { kafka: line(1), 'kafka.next': line(2), gateway: line(1), 'gateway.next': line(2) };
  expect((await run([kafka, gateway], { files, through, stop })).outcomes).toEqual([done('kafka')]);
});

const container = 'ab12'.repeat(16);
/** Started at the second in `$LAB/started`; `up` and `restart` begin another. */
const docker = `
case "$*" in
  'ps -q' | 'compose version') ;;
  'compose ps -a --format json') echo '{"ID":"${container}","Name":"app-gateway-1","Service":"gateway","State":"running","Status":"Up"}' ;;
  'compose config --services') echo gateway ;;
  inspect*) echo "${container} running 2026-11-21T08:00:$(cat $LAB/started)Z 0001-01-01T00:00:00Z 0 0 false" ;;
  *) call "$(pwd)" "$@"; if [ -e "$LAB/error" ]; then cat "$LAB/error" >&2; exit 17; fi; echo 30 >$LAB/started ;;
esac`;

describe('a compose service', () => {
  const composed = async (options: Options, service: string | undefined = 'gateway') => {
    const folder = '/';
    return run([compose('gateway', { folder, service })], { commands: { docker }, ...options });
  };

  test.each<[RestartInput['action'], string | undefined, string]>([
    ['restart', 'gateway', 'restart gateway'],
    ['redeploy', 'gateway', 'up -d --no-deps --build gateway'],
  ])('%s %s', async (action, service, words) => {
    const { outcomes, host } = await composed({ action, files: { started: '10' } }, service);
    expect(outcomes).toEqual([done('gateway')]);
    expect(await host.calls()).toEqual([`docker / compose ${words}`]);
  });

  test.each<[RestartInput['action'], string]>([
    ['restart', 'restart'],
    ['redeploy', 'up -d --build'],
  ])('%s all of a project', async (action, words) => {
    const all = compose('gateway', { folder: '/', service: undefined });
    const { host } = await run([all], { action, commands: { docker }, files: { started: '10' } });
    expect(await host.calls()).toEqual([`docker / compose ${words}`]);
  });

  test('whose build fails is as it was', async () => {
    const error = 'Building\nERROR: process "./gradlew" did not complete successfully: permission denied\n';
    const { outcomes } = await composed({ action: 'redeploy', files: { started: '10', error } });
    expect(outcomes).toEqual([
      { kind: 'service', name: 'gateway', status: 'failed', reason: error.trim().replace('\n', ' ') },
    ]);
  });
});
