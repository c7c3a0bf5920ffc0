import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Containers, run, toolHost } from './tool-host.js';

const echo = `printf '%s\\0' "$@"`;
const redpanda = (rpk: string = echo): Containers => ({
  redpanda: { image: 'docker.redpanda.com/redpandadata/redpanda:v24.2.1', commands: { rpk } },
});
const words = ['a b', "it's", '$HOME', '`id`', '', '*', 'two\nlines', '\\n', '--', '-x', '주문 😀'];
const read = (out: Buffer) => out.toString().split('\0').slice(0, -1);

describe.each(['dash', 'bash'] as const)('with %s as sh, a tool', (shell) => {
  test('on the PATH gets its arguments', async () => {
    const host = await toolHost({ shell, commands: { rpk: echo } });
    const ran = await run(host, 'rpk', words);
    expect(read(ran.out)).toEqual(words);
    expect(ran).toMatchObject({ code: 0, err: '', traces: [`rpk: ${host.folder}/bin/rpk`] });
  });

  test('is found with .sh, too', async () => {
    const host = await toolHost({ shell, commands: { 'kafka-topics.sh': echo } });
    expect(read((await run(host, 'kafka-topics', ['--list'])).out)).toEqual(['--list']);
  });

  test('in a container gets its arguments', async () => {
    const host = await toolHost({ shell, docker: redpanda() });
    const ran = await run(host, 'rpk', words);
    expect(read(ran.out)).toEqual(words);
    expect(ran).toMatchObject({ code: 0, err: '', traces: ['rpk: docker exec redpanda rpk'] });
  });

  test.each([
    ['on the host', { commands: { rpk: 'cat; echo said >&2; exit 42' } }],
    ['in a container', { docker: redpanda('cat; echo said >&2; exit 42') }],
  ])('%s has its streams and its status untouched', async (_, where) => {
    const input = randomBytes(3_000_000);
    const ran = await run(await toolHost({ shell, ...where }), 'rpk', [], { input });
    expect(ran.out.equals(input)).toBe(true);
    expect(ran).toMatchObject({ code: 42, signal: undefined, err: 'said\n' });
  });

  test.each([
    ['on the host', { commands: { rpk: 'cat; echo end' } }],
    ['in a container', { docker: redpanda('cat; echo end') }],
  ])('%s gets no input where there is none', async (_, where) => {
    const ran = await run(await toolHost({ shell, ...where }), 'rpk', []);
    expect(ran.out.toString()).toBe('end\n');
  });

  test('in a container that only sudo may look into', async () => {
    const host = await toolHost({ shell, docker: redpanda(), dockerRefuses: 'permission denied' });
    const ran = await run(host, 'rpk', ['version']);
    expect(ran.traces).toEqual(['rpk: sudo -n docker exec redpanda rpk']);
    expect(read(ran.out)).toEqual(['version']);
  });

  test('in a container of podman, where docker has none', async () => {
    const host = await toolHost({ shell, docker: {}, podman: redpanda() });
    expect((await run(host, 'rpk', [])).traces).toEqual(['rpk: podman exec redpanda rpk']);
  });

  test('in the one of two containers that has it', async () => {
    const host = await toolHost({
      shell,
      docker: {
        'kafka-init': { image: 'alpine', commands: {} },
        kafka: { image: 'apache/kafka:4.1.1', commands: { 'kafka-topics.sh': echo } },
      },
    });
    const ran = await run(host, 'kafka-topics', ['--list']);
    expect(ran.traces).toEqual(['kafka-topics: docker exec kafka kafka-topics']);
    expect(read(ran.out)).toEqual(['--list']);
  });

  test('in several containers is refused', async () => {
    const one = { image: 'apache/kafka:4.1.1', commands: { 'kafka-topics.sh': echo } };
    const host = await toolHost({ shell, docker: { 'kafka-1': one, 'kafka-2': one } });
    await expect(run(host, 'kafka-topics', ['--list'])).rejects.toMatchObject({
      message: 'kafka-topics is in 2 containers on kafka: kafka-1, kafka-2.',
      hint: 'Choose one in exops.yaml, at the host: tools: { kafka-topics: [docker, exec, kafka-1, kafka-topics] }',
    });
  });

  test('that is nowhere is an error that says where it was looked for', async () => {
    const host = await toolHost({ shell });
    await expect(run(host, 'rpk', [])).rejects.toMatchObject({
      message:
        "rpk isn't on kafka: not on the PATH, in /opt/kafka/bin, /opt/kafka*/bin, /usr/share/kafka/bin, " +
        '/opt/bitnami/kafka/bin, /opt/redpanda/bin, and there is neither docker nor podman.',
      hint: 'If it is somewhere else, say so in exops.yaml, at the host: tools: { rpk: [docker, exec, NAME, rpk] }',
    });
  });

  test.each([
    ['no container', {}, 'in no running container of docker.'],
    [
      'only containers of other things',
      {
        'redpanda-console': { image: 'registry.example/redpandadata/console:v2', commands: { rpk: echo } },
        db: { image: 'mysql:8', commands: { rpk: echo } },
      },
      'in no running container of docker.',
    ],
    [
      'a container without it',
      { redpanda: { image: 'redpanda', commands: {} } },
      'not in container redpanda.',
    ],
    [
      'two containers without it',
      { 'redpanda-0': { image: 'x', commands: {} }, 'redpanda-1': { image: 'x', commands: {} } },
      'not in the containers redpanda-0, redpanda-1.',
    ],
  ] as const)('is not found where there is %s', async (_, docker, end) => {
    const host = await toolHost({ shell, docker });
    await expect(run(host, 'rpk', [])).rejects.toThrow(end);
  });

  test("is not found where containers can't be listed, and that is said", async () => {
    const host = await toolHost({
      shell,
      docker: redpanda(),
      dockerRefuses: 'permission denied to docker.sock',
    });
    await host.command('sudo', 'echo "sudo: a password is required" >&2; exit 1');
    await expect(run(host, 'rpk', [])).rejects.toThrow(
      "and its containers can't be listed (docker: permission denied to docker.sock).",
    );
  });

  test('with a status of 97 of its own is no error', async () => {
    const host = await toolHost({ shell, commands: { rpk: 'exit 97' } });
    expect(await run(host, 'rpk', [])).toMatchObject({ code: 97 });
  });

  test('may be ended by a signal', async () => {
    const host = await toolHost({ shell, commands: { rpk: 'kill -SEGV $$' } });
    expect(await run(host, 'rpk', [])).toMatchObject({ code: undefined, signal: 'SIGSEGV' });
  });

  test.each([
    [
      'in a container',
      ['docker', 'exec', '-it', '-u', 'redpanda', 'redpanda', 'rpk', '--verbose'],
      { docker: redpanda() },
    ],
    ['on the host', ['env', 'X=1', 'rpk', '--verbose'], { commands: { rpk: echo } }],
  ])('is started as the settings say it, %s', async (_, setting, where) => {
    const host = await toolHost({ shell, ...where });
    const ran = await run(host, 'rpk', words, { tools: new Map([['rpk', setting]]) });
    expect(read(ran.out)).toEqual(['--verbose', ...words]);
    expect(ran).toMatchObject({ code: 0, err: '' });
  });
});

test('the settings are used without a search', async () => {
  const host = await toolHost({ docker: redpanda() });
  await run(host, 'rpk', [], { tools: new Map([['rpk', ['docker', 'exec', 'redpanda', 'rpk']]]) });
  expect(await host.calls()).toEqual([
    expect.stringMatching(/^docker exec -e EXOPS_RUN=exops-[0-9a-f]{16}\.inside redpanda rpk$/),
  ]);
});

test('an unknown tool never reaches the host', async () => {
  const host = await toolHost({ commands: { 'kafka-server-stop': echo } });
  await expect(run(host, 'kafka-server-stop', [])).rejects.toThrow(
    '"kafka-server-stop" is no tool that exops knows.',
  );
});

test('arguments that no host takes are refused here', async () => {
  const host = await toolHost({ commands: { rpk: echo } });
  await expect(run(host, 'rpk', ['x'.repeat(131_072)])).rejects.toThrow(
    /^The arguments of rpk are too long: .* 131071 bytes/,
  );
});
