import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { requireCommand } from '../../lab/ssh/debian-packages.js';

const installed = () => requireCommand('kcat', 'kcat', 'It reads and writes messages independently of us');

/** Runs kcat, librdkafka's own client, to its end; what it said on stderr is the error of a failed one. */
export async function kcat(args: readonly string[], input: string | Buffer = ''): Promise<string> {
  const child = spawn(await installed(), args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`kcat ${args.join(' ')} exited with ${code}:\n${err}`);
  return out;
}

/**
 * Begins a transaction, writes this, and is ended when `isWritten`, before it could commit: whoever has the same
 * transactional id next aborts it. kcat reads its input in large blocks, of which the last isn't written.
 */
export async function kcatAborted(
  args: readonly string[],
  input: string,
  isWritten: () => Promise<boolean>,
): Promise<void> {
  const child = spawn(await installed(), args, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.stdin.write(input);
  while (!(await isWritten()) && child.exitCode === null) await delay(50);
  child.kill('SIGKILL');
  await ended;
}
