import { once } from 'node:events';
import { access, mkdir, readdir, readFile, readlink, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Finished } from '../lab/ssh/openssh-client.js';
import { isRunning } from '../lab/ssh/process-state.js';
import { type OpensshLaptop, opensshLaptop } from './openssh-laptop.js';

const everyByte = String.fromCharCode(...Array.from({ length: 256 }, (_, index) => index));

describe('ssh', () => {
  test('runs a command by the name of the host, and has its status', async () => {
    const { run, host } = await opensshLaptop('ssh-host');
    expect(await run('ssh', ['x', 'hostname -I; whoami; pwd'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${host.user}\n${host.home}\n`),
    });
    expect(await run('ssh', ['x.dev', 'exit 7'])).toMatchObject({ code: 7, stdout: '' });
    expect(await run('ssh', ['x', 'kill -9 $$'])).toMatchObject({ code: 255 });
    expect((await run('ssh', ['x', 'cat'], everyByte)).stdout).toBe(everyByte);
    expect(await run('ssh', ['x', 'cat >/dev/null; wc -c </dev/null'], 'x'.repeat(4_000_000))).toMatchObject({
      code: 0,
      stdout: '0\n',
    });
  });

  test('pushes one key for a session, and says on stderr where to', async () => {
    const { run, host, aws } = await opensshLaptop('pushed-host');
    const { stderr } = await run('ssh', ['x', 'true']);
    expect(stderr).toContain(`dev · 123456789012 ap-northeast-2 · x (${host.instanceId}) · 127.0.0.1\n`);
    expect((await aws.pushes()).map(({ instanceId, user, error }) => ({ instanceId, user, error }))).toEqual([
      { instanceId: host.instanceId, user: host.user, error: null },
    ]);
  });

  test('fails when exops refuses a changed host key: nothing is pushed', async () => {
    const { run, host, aws } = await opensshLaptop('changed-ssh-host');
    expect(await run('ssh', ['x', 'true'])).toMatchObject({ code: 0 });
    await host.restart({ newHostKeys: true });
    const refused = await run('ssh', ['x', 'true']);
    expect(refused).toMatchObject({ code: 255, stdout: '' });
    expect(refused.stderr).toContain(
      `The host key of x (${host.instanceId}) doesn't agree with the key pinned on this machine. Nothing was sent to it.\n`,
    );
    expect(refused.stderr).toContain(`exops host forget ${host.instanceId}`);
    expect(await aws.pushes()).toHaveLength(1);
  });

  test('fails when nobody vouches for the host: nobody can be asked', async () => {
    const { run, host, aws } = await opensshLaptop('unknown-ssh-host');
    await aws.setConsoleOutput(host.instanceId, '');
    const refused = await run('ssh', ['x', 'true']);
    expect(refused).toMatchObject({ code: 255, stdout: '' });
    expect(refused.stderr).toContain('--accept-new-host-key');
    expect(await aws.pushes()).toEqual([]);
  });
});

test('scp copies there and back', async () => {
  const { run, host, folder } = await opensshLaptop('scp-host');
  await writeFile(join(folder, 'there'), everyByte, 'latin1');
  expect(await run('scp', ['there', 'x:copied'])).toMatchObject({ code: 0 });
  expect(await readFile(join(host.home, 'copied'), 'latin1')).toBe(everyByte);
  expect(await run('scp', ['x:copied', 'back'])).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, 'back'), 'latin1')).toBe(everyByte);
  expect((await run('scp', ['x:missing', 'nothing'])).code).not.toBe(0);
});

test('rsync copies a folder there and back', async () => {
  const { run, host, folder } = await opensshLaptop('rsync-host');
  await mkdir(join(folder, 'tree', 'deep'), { recursive: true });
  await writeFile(join(folder, 'tree', 'deep', 'file'), 'content');
  expect(await run('rsync', ['-a', 'tree', 'x:'])).toMatchObject({ code: 0 });
  expect(await readFile(join(host.home, 'tree', 'deep', 'file'), 'utf8')).toBe('content');
  expect(await run('rsync', ['-a', 'x:tree/', 'again'])).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, 'again', 'deep', 'file'), 'utf8')).toBe('content');
});

test('six at once, several times, all get in', async () => {
  const { run, folder, host, cleared } = await opensshLaptop('busy-host');
  await mkdir(join(folder, 'tree'));
  await writeFile(join(folder, 'tree', 'file'), 'content');
  for (const round of [1, 2, 3]) {
    const results = await Promise.all([
      run('ssh', ['x', 'exit 3']),
      run('ssh', ['x', 'sleep 1; exit 4']),
      run('scp', ['tree/file', `x:one-${round}`]),
      run('scp', ['-r', 'tree', `x:two-${round}`]),
      run('rsync', ['-a', 'tree/', `x:three-${round}`]),
      run('rsync', ['-a', 'tree/', `x:four-${round}`]),
    ]);
    expect(
      results.map(({ code }) => code),
      JSON.stringify(results),
    ).toEqual([3, 4, 0, 0, 0, 0]);
  }
  const copies = (await readdir(host.home)).filter((name) => !name.startsWith('.'));
  expect(copies).toHaveLength(12);
  await cleared();
});

/** A session that goes on, and the process of exops that is its way to the host. */
interface OpenSession {
  readonly proxy: number;
  /** Lets the remote command end, with status 5. */
  end(): Promise<Finished>;
  readonly ended: Promise<Finished>;
}

async function openSession({ run, host, agent }: OpensshLaptop, name: string): Promise<OpenSession> {
  const begun = join(host.home, `${name}.begun`);
  const ended = run('ssh', [
    'x',
    `touch ${name}.begun; until [ -e ${name}.end ]; do sleep 0.1; done; exit 5`,
  ]);
  await vi.waitFor(() => access(begun), { timeout: 30_000 });
  const socket = await readlink(agent);
  return {
    proxy: Number(socket.split('.').at(-1)),
    ended,
    async end() {
      await writeFile(join(host.home, `${name}.end`), '');
      return ended;
    },
  };
}

const isOver = (pid: number) => vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });

describe('on disk', () => {
  test('is no private key, and when all is over nothing but pins and the host key', async () => {
    const laptop = await opensshLaptop('traceless-host');
    const { folder, host, knownHosts, agent, stateFiles, cleared, files } = laptop;
    const session = await openSession(laptop, 'one');
    expect(await stateFiles()).toEqual([
      basename(agent),
      `${basename(agent)}.${session.proxy}`,
      basename(knownHosts),
    ]);
    expect((await stat(dirname(agent))).mode & 0o777).toBe(0o700);
    const during = await files();
    expect(await session.end()).toMatchObject({ code: 5 });
    await cleared();
    const afterwards = await files();
    for (const found of [during, afterwards])
      expect([...found].filter(([, text]) => /PRIVATE KEY|openssh-key-v1/.test(text))).toEqual([]);
    const left = [...afterwards.keys()].filter((path) => path.includes('/state/')).sort();
    expect(left).toEqual([join(folder, 'state', 'known_hosts'), knownHosts]);
    const [{ type, base64 } = {}] = host.hostKeys();
    expect(afterwards.get(knownHosts)).toBe(`x.dev ${type} ${base64}\n`);
    await isOver(session.proxy);
  });

  test('what a ProxyCommand left that was killed does not stand in the way, and goes', async () => {
    const laptop = await opensshLaptop('killed-proxy-host');
    const { run, agent, stateFiles, cleared } = laptop;
    const { proxy, ended } = await openSession(laptop, 'one');
    process.kill(proxy, 'SIGKILL');
    expect(await ended).toMatchObject({ code: 255 });
    expect(await stateFiles()).toContain(`${basename(agent)}.${proxy}`);
    expect(await run('ssh', ['x', 'exit 6'])).toMatchObject({ code: 6 });
    await cleared();
  });

  test('what was left under a process id that somebody else has by now goes, too', async () => {
    const { run, agent, cleared } = await opensshLaptop('reused-id-host');
    await mkdir(dirname(agent), { recursive: true, mode: 0o700 });
    const left = createServer().listen(`${agent}.left`);
    await once(left, 'listening');
    await rename(`${agent}.left`, `${agent}.${process.pid}`);
    await new Promise((closed) => left.close(closed));
    expect(await run('ssh', ['x', 'exit 6'])).toMatchObject({ code: 6 });
    await cleared();
  });

  test('another one that was killed leaves the sessions beside it alone', async () => {
    const laptop = await opensshLaptop('killed-beside-host');
    const { run, cleared } = laptop;
    const first = await openSession(laptop, 'one');
    const second = await openSession(laptop, 'two');
    process.kill(second.proxy, 'SIGKILL');
    expect(await second.ended).toMatchObject({ code: 255 });
    expect(await run('ssh', ['x', 'exit 6'])).toMatchObject({ code: 6 });
    expect(await first.end()).toMatchObject({ code: 5 });
    await cleared();
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'nothing stays when ssh ends by %s',
    async (signal) => {
      const laptop = await opensshLaptop(`ended-by-${signal}`.toLowerCase());
      const { proxy, ended } = await openSession(laptop, 'one');
      process.kill(await parentOf(proxy), signal);
      await ended;
      await isOver(proxy);
      await laptop.cleared();
    },
  );
});

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in parentheses, the state, the parent. */
async function parentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(text.split(') ').at(-1)?.split(' ')[1]);
}
