import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../run.js';
import { laptop, openEc2Host, ownAws } from './hosts.js';

/**
 * As long as EC2 lets a tag be, with what a terminal, a shell or ssh could take for its own; in an order, and without a
 * backslash, in which moto's filters take it literally as EC2's do.
 */
function hostileName(): string {
  const escapes = '\u001b]0;owned\u0007\u0080\u009b31m\u202e\u001b[2J';
  const code = '\n\t$(touch owned)`touch owned`;&|<>\'"%h~';
  const start = `-${randomBytes(4).toString('hex')}*?${escapes}${code}`;
  return `${start}${'n'.repeat(255 - start.length)}`;
}

/** The same as it may be shown: on one line, with nothing that a terminal obeys. */
function shownAs(name: string): string {
  return name
    .replaceAll('\u001b', '\\x1b')
    .replaceAll('\u0007', '\\x07')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\u202e', '\\u202e')
    .replaceAll('\u0080', '\\x80')
    .replaceAll('\u009b', '\\x9b');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u;

function expectHarmless({ screen, stdout, stderr, questions }: RunResult): void {
  for (const text of [screen, stdout, stderr, ...questions]) expect(text).not.toMatch(obeyed);
}

describe('a Name tag of 255 characters with terminal escapes, line breaks and shell code', () => {
  async function owned() {
    const aws = ownAws();
    const name = hostileName();
    const host = await openEc2Host(aws, name);
    const tagged = `{ instance: { tag: { Name: ${JSON.stringify(name)} } }, user: ${host.user}, port: ${host.port} }`;
    const place = await laptop(aws, `hosts: { x: ${tagged} }`);
    const shown = shownAs(name);
    return { ...place, name, host, shown, label: `${shown} (${host.instanceId})` };
  }

  test('is shown on one line where the host is reached by its id', async () => {
    const { exops, host, label } = await owned();
    const result = await exops(`connect ${host.instanceId} --user ${host.user} --timeout 1s -- true`);
    expectHarmless(result);
    const [target] = result.stderr
      .split('\n')
      .filter((line) => !line.includes(' s …') && !line.includes(' s · '));
    expect(target).toBe(`dev · 123456789012 ap-northeast-2 · ${label} · 127.0.0.1`);
  });

  test('is shown on one line in -v, with EXOPS_DEBUG, and while it is waited for', async () => {
    const { aws, exops, host, shown, name } = await owned();
    await aws.fault({ service: 'ec2', delayMs: 600 });
    const env = { EXOPS_DEBUG: '1' };
    const slow = await exops('connect -v -- echo in', { env });
    expectHarmless(slow);
    expect(slow).toMatchObject({ code: 0, stdout: 'in\n' });
    await aws.terminateInstance(host.instanceId);
    const gone = await exops('connect -v -- true', { env });
    expectHarmless(gone);
    expect(gone.code).toBe(255);
    // Typed by a person, who may have copied it from somewhere.
    const typed = name.replaceAll('"', '').replace(/^-/, 'k');
    const missing = await exops(`connect "${typed}" -v -- true`, { env });
    expectHarmless(missing);
    expect(missing.stderr).toContain(`No instance has the tag Name=${shownAs(typed)} in ap-northeast-2`);
    expect(shown).toContain('\\x1b]0;owned\\x07');
  });

  test('is shown on one line in a list, in a question and in an answer that makes no sense', async () => {
    const { aws, exops, name, shown } = await owned();
    await aws.runInstance({ name, publicAddress: '127.0.0.2' });
    const pipe = await exops('connect -- true');
    expectHarmless(pipe);
    expect(pipe.stderr).toContain(`2 instances have the tag Name=${shown} in ap-northeast-2`);
    const answers = ['\u001b[31m7', ''];
    const screen = await exops('connect -- true', { tty: true, answers });
    expect(screen.stderr).toContain('\\x1b[31m7 is none of them.\n');
    expect(screen.stderr).not.toMatch(obeyed);
  });

  test('is shown on one line where a person is asked about the host key, and in an error of AWS', async () => {
    const { aws, exops, host } = await owned();
    await aws.setConsoleOutput(host.instanceId, '');
    const asked = await exops('connect -- true', { tty: true, answers: ['no'] });
    expectHarmless(asked);
    expect(asked.stderr).toContain('\n  instance ');
    const message = `Value '${hostileName()}' is not allowed`;
    await aws.fault({ service: 'ec2', action: 'DescribeInstances', code: 'InvalidParameterValue', message });
    for (const env of [{}, { EXOPS_DEBUG: '1' }]) {
      const refused = await exops('connect -v -- true', { env });
      expectHarmless(refused);
      expect(refused.stderr).toContain("ec2:DescribeInstances failed: Value '");
    }
  });

  test('of a host in between is as harmless', async () => {
    const { aws, exops, host, name } = await owned();
    const inner = await openEc2Host(
      aws,
      name.replace(/^-/, 'i'),
      {},
      { publicAddress: '', privateAddress: '127.0.0.1' },
    );
    const bastion = `bastion: { instance: { tag: { Name: ${JSON.stringify(name)} } }, user: ${host.user}, port: ${host.port} }`;
    const place = await laptop(
      aws,
      `hosts: { ${bastion}, inner: ${inner.settings.replace(' }', ', via: bastion }')} }`,
    );
    const result = await place.exops('connect inner -- echo in');
    expectHarmless(result);
    expect(result).toMatchObject({ code: 0, stdout: 'in\n' });
    expectHarmless(await exops('ssh-config'));
  });

  test('never gets to a shell', async () => {
    const { exops, host, folder } = await owned();
    await exops('connect -- true');
    for (const place of [host.home, folder, process.cwd()]) expect(existsSync(`${place}/owned`)).toBe(false);
  });
});
