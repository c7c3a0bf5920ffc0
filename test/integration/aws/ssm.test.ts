import { describe, expect, test } from 'vitest';
import { failureOf, openLab as open } from './opened-aws.js';

test('an instance is managed when its agent answers', async () => {
  const { aws, lab } = open();
  const [online, lost, none] = await Promise.all([
    lab.runInstance({ ssm: 'Online' }),
    lab.runInstance({ ssm: 'ConnectionLost' }),
    lab.runInstance(),
  ]);
  const managed = await Promise.all([online, lost, none].map((id) => aws.ssm.isManaged(id)));
  expect(managed).toEqual([true, false, false]);
});

describe('runScript', () => {
  test('gives what a script printed', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ ssm: 'Online' });
    await lab.setScriptOutput(id, { stdout: 'ssh-ed25519 AAAA\n', seconds: 0.5, unseen: 2 });
    const script = 'cat /etc/ssh/*.pub\n';
    expect(await aws.ssm.runScript(id, script)).toBe('ssh-ed25519 AAAA\n');
    expect(await lab.scripts(id)).toMatchObject([{ document: 'AWS-RunShellScript', commands: [script] }]);
  });

  test.each(['Failed', 'TimedOut', 'Cancelled'] as const)(
    'gives nothing when it ends with %s',
    async (status) => {
      const { aws, lab } = open();
      const id = await lab.runInstance({ ssm: 'Online' });
      await lab.setScriptOutput(id, { stdout: 'half', status, exitCode: 1 });
      expect(await aws.ssm.runScript(id, 'false')).toBeUndefined();
    },
  );

  test('says what AWS says of an instance without an agent', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance();
    expect(await failureOf(aws.ssm.runScript(id, 'true'))).toMatchObject({ code: 'InvalidInstanceId' });
  });

  test('can be interrupted while it waits', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ ssm: 'Online' });
    await lab.setScriptOutput(id, { seconds: 30 });
    const stop = new AbortController();
    const running = failureOf(aws.ssm.runScript(id, 'sleep 30', stop.signal));
    while ((await lab.scripts(id)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const reason = new Error('Ctrl-C');
    stop.abort(reason);
    expect(await running).toBe(reason);
  });
});

test('startSshSession gives what the plugin is called with', async () => {
  const { aws, lab } = open();
  const id = await lab.runInstance({ ssm: 'Online' });
  const { response, request, endpoint } = await aws.ssm.startSshSession(id, 22);
  expect(JSON.parse(response)).toEqual({
    SessionId: expect.any(String),
    TokenValue: expect.any(String),
    StreamUrl: expect.stringMatching(/^wss:/),
  });
  expect(JSON.parse(request)).toEqual({
    Target: id,
    DocumentName: 'AWS-StartSSHSession',
    Parameters: { portNumber: ['22'] },
  });
  expect(endpoint).toBe(lab.endpoint);
});
