import { setTimeout } from 'node:timers/promises';
import { AwsError } from './aws-errors.js';
import type { Ask } from './connection.js';
import type { SsmClient } from './ssm-client.js';

const limitSeconds = 30;
const longestPauseMs = 2_000;

/** How a script is getting on. */
interface Invocation {
  readonly status: string;
  readonly output: string;
}

/** Runs a shell script on an instance as root; its output, or undefined when it failed or never ran. */
export async function runScript(
  ask: Ask<SsmClient>,
  instanceId: string,
  script: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const input = {
    InstanceIds: [instanceId],
    DocumentName: 'AWS-RunShellScript',
    Parameters: { commands: [script], executionTimeout: [String(limitSeconds)] },
    TimeoutSeconds: limitSeconds,
  };
  const call = { action: 'ssm:SendCommand', resource: instanceId };
  const { Command } = await ask(call, (client, options) => client.sendCommand(input, options), signal);
  const commandId = Command?.CommandId ?? '';
  const endsAt = performance.now() + 2 * limitSeconds * 1_000;
  for (let pauseMs = 200; performance.now() < endsAt; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await pause(pauseMs, signal);
    const { status, output } = await invocationOf(ask, instanceId, commandId, signal);
    if (status === 'Success') return output;
    if (!unfinished.has(status)) return undefined;
  }
  return undefined;
}

const unfinished: ReadonlySet<string> = new Set(['Pending', 'InProgress', 'Delayed', 'Cancelling']);

async function invocationOf(
  ask: Ask<SsmClient>,
  instanceId: string,
  commandId: string,
  signal?: AbortSignal,
): Promise<Invocation> {
  const input = { InstanceId: instanceId, CommandId: commandId };
  const call = { action: 'ssm:GetCommandInvocation', resource: instanceId };
  try {
    const { Status = 'Pending', StandardOutputContent = '' } = await ask(
      call,
      (client, options) => client.getCommandInvocation(input, options),
      signal,
    );
    return { status: Status, output: StandardOutputContent };
  } catch (error) {
    // A command just sent isn't known everywhere yet.
    if (error instanceof AwsError && error.code === 'InvocationDoesNotExist')
      return { status: 'Pending', output: '' };
    throw error;
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    signal?.throwIfAborted();
  }
}
