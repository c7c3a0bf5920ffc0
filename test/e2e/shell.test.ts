import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { laptop, openEc2Host, ownAws } from '../integration/connect/hosts.js';
import type { Ec2Host } from '../lab/ec2-host.js';
import { freePort } from '../lab/ports.js';
import { isRunning } from '../lab/ssh/process-state.js';
import { openTerminal, type TerminalWindow } from './terminal.js';
import { openTmux } from './tmux.js';

interface Connected {
  readonly host: Ec2Host;
  readonly window: TerminalWindow;
  /** The process id of the shell on the host. */
  readonly shell: number;
}

/** A shell on a host of its own, with a prompt that can't be mistaken for anything typed. */
async function shellOn(name: string, flags: readonly string[] = []): Promise<Connected> {
  const aws = ownAws();
  const host = await openEc2Host(aws, name);
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const window = openTerminal(['connect', ...flags, 'x'], { cwd, env });
  await window.sees('key pushed, 60 s');
  // Marks around what is pasted would stand between everything that is waited for.
  window.type("bind 'set enable-bracketed-paste off'\r");
  window.type(`PS1='rea''dy> '; echo "shell $$;"\r`);
  const [, shell] = await window.sees(/shell (\d+);\r\nready> /);
  return { host, window, shell: Number(shell) };
}

const isOver = (shell: number) => vi.waitFor(() => expect(isRunning(shell)).toBe(false), { timeout: 20_000 });

test('a shell has the terminal, passes text as it is, and ends with the status that it was left with', async () => {
  const { window } = await shellOn('shell-host');
  window.type('echo "$TERM, $(stty size)"\r');
  await window.sees('\nxterm-256color, 24 80\r\n');
  window.type('echo "go;"; cat\r');
  await window.sees('\ngo;\r\n');
  window.type('zwölf → 十二 🎉\r');
  await window.sees('zwölf → 十二 🎉\r\nzwölf → 十二 🎉\r\n');
  window.type('\u0004');
  await window.sees('ready> ');
  window.type('seq 200000\r');
  const [lines] = await window.sees(/\n1\r\n[\s\S]*\n200000\r\n/);
  expect(lines.trim().split('\r\n')).toHaveLength(200_000);
  window.type('exit 3\r');
  expect(await window.ended()).toEqual({ status: 3, terminal: 'as before' });
});

test('the remote side follows the window in its size', async () => {
  const { window } = await shellOn('resized-host');
  window.type('until read -rsn 1 -t 0.1; do stty size; done\r');
  await window.sees('\n24 80\r\n');
  window.resize(132, 43);
  await window.sees('\n43 132\r\n');
  window.resize(40, 10);
  await window.sees('\n10 40\r\n');
  window.type('q');
  await window.sees('ready> ');
  window.type('exit 0\r');
  expect(await window.ended()).toEqual({ status: 0, terminal: 'as before' });
});

test('Ctrl-C and every other key goes to what runs on the host', async () => {
  const { window } = await shellOn('keys-host');
  window.type('sh -c \'echo "go;"; exec sleep 1000\'; echo never\r');
  await window.sees('\ngo;');
  window.type('\u0003');
  await window.sees('^C');
  await window.sees('\nready> ');
  window.type('echo "status $?;"\r');
  await window.sees('\nstatus 130;\r\n');
  window.type("stty raw -echo; echo 'go;'; head -c 6 | od -An -tx1; stty sane\r");
  await window.sees('\ngo;');
  window.type('\u0003\u0004\u0011\u0013\u001a\u001c');
  await window.sees('03 04 11 13 1a 1c');
  await window.sees('\nready> ');
  window.type('\u0004');
  expect(await window.ended()).toEqual({ status: 0, terminal: 'as before' });
});

test('the host has the last word on line ends, as a full-screen program needs', async () => {
  const { window } = await shellOn('lines-host');
  window.type("stty raw; printf 'one\\ntwo\\r\\nend;'; stty sane\r");
  await window.sees('one\ntwo\r\nend;');
  window.type('exit\r');
  expect(await window.ended()).toEqual({ status: 0, terminal: 'as before' });
});

test('a person sees what is on the host', async () => {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'seen-host');
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const window = await openTmux('exops connect x; echo "status $?, $(stty size)"; stty -a', { cwd, env });
  await window.sees('key pushed, 60 s');
  await window.press("PS1='rea''dy> '", 'Enter');
  await window.sees('\nready>');
  // Marks one place, and then the one right below it: what a full-screen program does all the time.
  await window.press("clear; stty raw; printf '\\033[3;10H十二\\none step down'; stty sane; echo", 'Enter');
  await window.sees(`\n${' '.repeat(9)}十二\n${' '.repeat(13)}one step down`);
  await window.press('clear; stty size', 'Enter');
  await window.sees('24 80');
  await window.resize(100, 30);
  await window.press('clear; stty size', 'Enter');
  await window.sees('30 100');
  await window.press('clear; exit 3', 'Enter');
  await window.sees('status 3, 30 100');
  expect(await window.sees(' icanon ')).toContain(' echo ');
});

test('what is typed while exops is still connecting arrives', async () => {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'ahead-host');
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const window = openTerminal(['connect', 'x'], { cwd, env });
  window.type('echo "a$((6*7))b"; exit 9\r');
  await window.sees('a42b\r\n');
  expect(await window.ended()).toEqual({ status: 9, terminal: 'as before' });
});

test('a command on a terminal, with -t', async () => {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'tty-host');
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const line = 'stty size; read -r line; echo "got $line;"; exit 4';
  const window = openTerminal(['connect', '-t', 'x', '--', 'sh', '-c', line], { cwd, env });
  await window.sees('24 80\r\n');
  window.type('one\r');
  await window.sees('got one;\r\n');
  expect(await window.ended()).toEqual({ status: 4, terminal: 'as before' });
});

test('what a command said last is not lost', async () => {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'last-words-host');
  const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const window = openTerminal(['connect', '-t', 'x', '--', 'sh', '-c', 'seq 100000; kill -9 $$'], {
    cwd,
    env,
  });
  await window.sees('\r\n99999\r\n100000\r\n');
  expect(await window.ended()).toEqual({ status: 137, terminal: 'as before' });
});

test('what exops has to say meanwhile begins at the beginning of a line', async () => {
  const port = await freePort();
  const { window } = await shellOn('forwarding-host', ['-L', `${port}:127.0.0.1:1`]);
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void client.destroy());
  await window.sees(/127\.0\.0\.1:1\b[^\n]*\r\n/);
  expect(window.shown()).not.toMatch(/[^\r]\n/);
  window.type('exit 0\r');
  expect(await window.ended()).toEqual({ status: 0, terminal: 'as before' });
});

describe('the way out', () => {
  test('~. at the beginning of a line, and ~? says so', async () => {
    const { window, host, shell } = await shellOn('left-host');
    window.type('~?');
    await window.sees('~.  ends the connection, and ~~ sends one ~\r\n');
    window.type('echo a~.b\r');
    await window.sees('\na~.b\r\nready> ');
    window.type('~~');
    await window.sees('~');
    window.type('\u0015\r~.');
    await window.sees(`Disconnected from x (${host.instanceId}).\r\n`);
    expect(await window.ended()).toEqual({ status: 255, terminal: 'as before' });
    await isOver(shell);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)('%s', async (name) => {
    const { window, shell } = await shellOn(`host-${name}`.toLowerCase());
    window.signal(name);
    await window.sees('Interrupted.\r\n');
    expect(await window.ended()).toEqual({ status: 143, terminal: 'as before' });
    await isOver(shell);
  });

  test('the host dies', async () => {
    const { window, host } = await shellOn('dying-host');
    // All at once: otherwise the shell may end before sshd, which then says so.
    await host.pause();
    await host.kill();
    await window.sees(`The connection to x (${host.instanceId}) was lost: `);
    // The kernel resets what wasn't read to its end.
    await window.sees(/^(?:the other side closed it|read ECONNRESET)\.\r\n/);
    expect(await window.ended()).toEqual({ status: 255, terminal: 'as before' });
  });

  test('the host falls silent: ~. helps', async () => {
    const { window, host } = await shellOn('silent-host');
    await host.pause();
    window.type('\r~.');
    await window.sees(`Disconnected from x (${host.instanceId}).\r\n`);
    expect(await window.ended()).toEqual({ status: 255, terminal: 'as before' });
    await host.resume();
  });

  test('Ctrl-C before there is a shell', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'waiting-host');
    const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    await host.pause();
    onTestFinished(host.resume);
    const window = openTerminal(['connect', 'x'], { cwd, env });
    await window.sees('Connecting to x');
    window.type('\u0003');
    await window.sees('Interrupted.\r\n');
    expect(await window.ended()).toEqual({ status: 130, terminal: 'as before' });
    expect(await aws.pushes()).toEqual([]);
  });

  test('the window is closed', async () => {
    const { window, shell } = await shellOn('closed-host');
    const exops = window.pid();
    window.close();
    await Promise.all([isOver(exops), isOver(shell)]);
  });
});

describe('a host that nobody vouches for yet', () => {
  async function unknownHost(name: string) {
    const aws = ownAws();
    const host = await openEc2Host(aws, name);
    await aws.setConsoleOutput(host.instanceId, '');
    const { folder: cwd, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const open = () => openTerminal(['connect', 'x'], { cwd, env });
    const window = open();
    await window.sees(`Nobody vouches for the host key of x (${host.instanceId}) yet:\r\n`);
    await window.sees('Trust it? Type "yes", or paste the fingerprint you know: ');
    return { aws, host, window, open };
  }

  test.each(['yes', 'fingerprint'] as const)('%s opens a shell, and nobody asks again', async (answer) => {
    const { window, host, open } = await unknownHost(`new-host-${answer}`);
    window.type(`${answer === 'yes' ? answer : host.fingerprints()[0]}\r`);
    await window.sees(`host key ${host.fingerprints()[0]}`);
    await window.sees('key pushed, 60 s');
    window.type('exit 5\r');
    expect(await window.ended()).toEqual({ status: 5, terminal: 'as before' });
    const again = open();
    again.type('exit 6\r');
    expect(await again.ended()).toEqual({ status: 6, terminal: 'as before' });
    expect(again.shown()).not.toContain('Trust it?');
  });

  test.each([
    ['no\r', 'Not trusted: the host key of x', 255],
    ['y\r', 'Not trusted: the host key of x', 255],
    ['\u0004', 'Not trusted: the host key of x', 255],
    [`SHA256:${'A'.repeat(43)}\r`, 'is not the one you know.', 255],
    ['\u0003', 'Interrupted.', 130],
  ])('%j sends nothing there', async (keys, said, status) => {
    const { window, aws } = await unknownHost('refused-host');
    window.type(keys);
    await window.sees(said);
    expect(await window.ended()).toEqual({ status, terminal: 'as before' });
    expect(await aws.pushes()).toEqual([]);
  });
});
