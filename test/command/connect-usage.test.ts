import { describe, expect, test } from 'vitest';
import { folderWith, type RunOptions, run } from '../run.js';

const instance = '{ instance: i-0123456789abcdef0 }';
const region = 'aws: { region: ap-northeast-2 }';

/** Runs in a folder whose environment `dev` has these blocks. Nothing here may ask AWS: there are no credentials. */
async function withDev(line: string, blocks: readonly string[], options: RunOptions = {}) {
  const lines = blocks.map((block) => `    ${block}\n`).join('');
  const cwd = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  dev:\n${lines}` });
  return run(line, { cwd, ...options });
}

/** One host, `a`. */
const dev = (line: string, options?: RunOptions) =>
  withDev(line, [region, `hosts: { a: ${instance} }`], options);

/** As with ssh, everything that keeps us from getting there is 255: lower ones are the remote command's. */
const refused = (stderr: string) => ({ code: 255, stdout: '', stderr });

describe('which host', () => {
  const none = `No host is named, and the environment has none.
  Name an instance id or a Name tag, or write hosts: into exops.yaml.
`;

  test.each(['connect -- true', 'rpk topic list', 'kafka-topics --list'])('none at all: %s', async (line) => {
    expect(await run(line)).toMatchObject(refused(none));
    expect(await withDev(line, [region])).toMatchObject(refused(none));
  });

  test.each(['connect -- true', 'rpk topic list'])('one of several: %s', async (line) => {
    const hosts = `hosts: { a: ${instance}, b: ${instance} }`;
    expect(await withDev(line, [region, hosts])).toMatchObject(
      refused('The environment has 2 hosts and none is named.\n  Name one of them: a, b\n'),
    );
  });

  const id = 'An id is i- and then 8 to 17 of the characters 0-9 and a-f, as in i-0123456789abcdef0.';

  test.each(['i-', 'i-xyz', 'i-0123456', 'i-0123456789abcdef01', 'i-0123456789ABCDEF0'])(
    'an id that is none: %s',
    async (name) => {
      const words = `"${name}" is not an instance id.\n  ${id}\n`;
      expect(await dev(`connect ${name} -- true`)).toMatchObject(refused(words));
      expect(await dev(`rpk --host ${name} topic list`)).toMatchObject(refused(words));
      expect(await dev(`topics list --brokers a:1 --via ${name}`)).toMatchObject({ code: 2, stderr: words });
      expect(await dev(`ssh-config ${name}`)).toMatchObject({ code: 2, stderr: words });
    },
  );

  test('an id with a terminal escape in it', async () => {
    expect(await dev('connect i-01234567\u001b]0;x\u0007 -- true')).toMatchObject(
      refused(`"i-01234567\\x1b]0;x\\x07" is not an instance id.\n  ${id}\n`),
    );
  });

  test('an empty name', async () => {
    expect(await dev('connect "" -- true')).toMatchObject(
      refused('The host is empty.\n  Name a host of exops.yaml, an instance id or a Name tag.\n'),
    );
  });

  test('no region', async () => {
    expect(await withDev('connect -- true', [`hosts: { a: ${instance} }`])).toMatchObject(
      refused(
        'No AWS region is given.\n  Write aws: { region: … } into exops.yaml, give --region, or set AWS_REGION.\n',
      ),
    );
    expect(await dev('connect --region "ap northeast" -- true')).toMatchObject(
      refused('"ap northeast" is no AWS region: they look like ap-northeast-2.\n'),
    );
  });

  test('another environment', async () => {
    const words = 'exops.yaml has no environment "prod", which --env names.\n  It has: dev\n';
    expect(await dev('connect -e prod -- true')).toMatchObject(refused(words));
    expect(await dev('rpk -e prod topic list')).toMatchObject(refused(words));
  });
});

describe('what goes with what', () => {
  const stdio = '--stdio goes with no command, -L, -D, -N or -t: it is the way to sshd and nothing else.';

  test.each([
    ['--', 'Nothing stands after --.'],
    ['-N', '-N without -L or -D would do nothing.'],
    ['-N -- true', '-N goes with no command.'],
    ['-N -L 8080:localhost:80 -- true', '-N goes with no command.'],
    ['-t -- true', '-t needs a terminal, and stdin or stdout is none.'],
    ['--stdio -- true', stdio],
    ['--stdio -L 8080:localhost:80', stdio],
    ['--stdio -D 1080', stdio],
    ['--stdio -N', stdio],
    ['--stdio -t', stdio],
  ])('connect a %s', async (rest, words) => {
    expect(await dev(`connect a ${rest}`)).toMatchObject(refused(`${words}\n`));
  });

  test('a shell without a terminal', async () => {
    const words = `A shell needs a terminal, and stdin or stdout is none.
  For a command: exops connect HOST -- COMMAND
`;
    expect(await dev('connect')).toMatchObject(refused(words));
    // With one it gets further.
    const onTerminal = await withDev('connect', [`hosts: { a: ${instance} }`], { tty: true });
    expect(onTerminal.stderr).toContain('No AWS region is given.');
  });
});

describe('what to forward', () => {
  const form = 'write [BIND:]PORT:HOST:HOSTPORT, as in 8080:localhost:8080';

  test.each([
    ['-L 80', `-L "80" isn't complete: ${form}.`],
    ['-L 80:x', `-L "80:x" isn't complete: ${form}.`],
    ['-L 80:x:0', '-L "80:x:0" has no valid port in "0": that is a number from 1 to 65535.'],
    ['-L 65536:x:1', '-L "65536:x:1" has no valid port in "65536": that is a number from 0 to 65535.'],
    [
      '-L 1:::1:2',
      '-L "1:::1:2" has too many colons: an IPv6 address stands in brackets, as in 8080:[::1]:8080.',
    ],
    ['-L kafka:1:x:2', '-L "kafka:1:x:2" listens on an IP address, not on "kafka".'],
    ['-L "1:x y:2"', '-L "1:x y:2" has characters that a host name can\'t have: "x y".'],
    ['-D x', '-D "x" has no valid port in "x": that is a number from 0 to 65535.'],
    ['-D 1:2:3', '-D "1:2:3" has too many colons: write [BIND:]PORT, as in 1080.'],
    [
      '-D 0.0.0.0:1080',
      '-D "0.0.0.0:1080" would open the network behind the host to other machines: a SOCKS proxy listens on 127.0.0.1 or ::1.',
    ],
  ])('connect a -N %s', async (flags, words) => {
    expect(await dev(`connect a -N ${flags}`)).toMatchObject(refused(`${words}\n`));
  });

  test('a mistake in one of several opens none', async () => {
    const { stderr } = await dev('connect a -N -L 0:localhost:80 -D 0 -L 80');
    expect(stderr).toBe(`-L "80" isn't complete: ${form}.\n`);
  });
});

describe('what commander refuses', () => {
  test.each([
    [
      'connect a true',
      "error: too many arguments for 'connect'. Expected 1 argument but got 2.\n  A command stands after --: exops connect HOST -- COMMAND\n",
    ],
    ['connect a --nope', "error: unknown option '--nope'\n"],
    ['connect a -L', "error: option '-L, --forward <spec>' argument missing\n"],
    ['connect a -L ""', "error: option '-L, --forward <spec>' argument '' is invalid. It is empty.\n"],
    [
      'connect a --route plane',
      "error: option '--route <way>' argument 'plane' is invalid. Allowed choices are direct, eice, ssm.\n",
    ],
    [
      'connect a --timeout 5',
      "error: option '--timeout <duration>' argument '5' is invalid. Write it as 30s, 2m or 500ms.\n",
    ],
  ])('%s', async (line, words) => {
    expect(await dev(line)).toMatchObject(refused(words));
  });

  test("is the remote command's, behind --", async () => {
    const { stderr } = await withDev('connect -- true --nope -L --stdio', [`hosts: { a: ${instance} }`]);
    expect(stderr).toContain('No AWS region is given.');
  });
});

describe("exops' own flags before a tool's", () => {
  test.each([
    ['rpk -e', '-e needs a value.'],
    ['rpk --host= topic list', '--host needs a value.'],
    ['kafka-topics --profile', '--profile needs a value.'],
    ['rpk --route plane topic list', '--route: expected direct, eice, ssm, got "plane".'],
  ])('%s', async (line, words) => {
    expect(await dev(line)).toMatchObject(refused(`${words}\n`));
  });

  test("a tool that isn't known", async () => {
    expect(await dev('kafka-nonsense --list')).toMatchObject({
      code: 2,
      stderr: "error: unknown command 'kafka-nonsense'\n  See: exops --help\n",
    });
  });
});

describe('who to log in as', () => {
  test.each(['kim park', 'kim\nProxyCommand evil', '-l', ''])('a name that nobody has: %j', async (name) => {
    const words = `--user ${JSON.stringify(name)} is no user name: it has letters, digits and . _ - @, at most 32.\n`;
    expect(await dev(`connect --user "${name}" -- true`)).toMatchObject(refused(words));
    expect(await dev(`rpk --user "${name}" topic list`)).toMatchObject({ code: 255 });
    // It would become lines of a file that ssh obeys.
    expect(await dev(`ssh-config --user "${name}"`)).toMatchObject({ code: 2, stdout: '', stderr: words });
  });
});

describe('ssh-config', () => {
  const hint = 'Give it a name of your own under hosts: in exops.yaml, or name it by its instance id.';

  test.each(['a b', '*', '!a', '-a', 'a%h', "a';id;'", 'a\nProxyCommand evil', '\u001b]0;x\u0007'])(
    "a name that ssh can't call: %j",
    async (name) => {
      const shown = JSON.stringify(name);
      expect(await dev(`ssh-config -- "${name}"`)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: `ssh can't call a host ${shown}.\n  ${hint}\n`,
      });
    },
  );

  test('nothing on the command line becomes a line, or a token, of its own', async () => {
    const odd = "x' y\nProxyCommand evil %r %h";
    const { code, stdout } = await dev(`ssh-config --profile "${odd}"`);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const percent = await dev('ssh-config --profile "100%r %h"');
    expect(percent.stdout).toContain(" --profile '100%%r %%h' ");
  });
});
