import { expect, test } from 'vitest';
import { sameSessionName } from '../../../src/lib/aws/same-session-name.js';

/** What clients of this plugin send for these inputs. */
async function sentFor(inputs: readonly object[]): Promise<readonly unknown[]> {
  const sent: unknown[] = [];
  type Step = (args: { input: object }) => unknown;
  const next: Step = async ({ input }) => sent.push(input);
  const steps: Step[] = [];
  const stack = { add: (middleware: (next: Step) => Step) => steps.push(middleware(next)) };
  sameSessionName().applyToStack(stack as never);
  for (const input of inputs) await steps[0]?.({ input });
  return sent;
}

test('sessions that are called by the time keep the first name', async () => {
  const names = ['aws-sdk-js-1795293997765', 'aws-sdk-js-1795297597765', 'aws-sdk-js-session-1795297597999'];
  const sent = await sentFor(names.map((RoleSessionName) => ({ RoleArn: 'arn:x', RoleSessionName })));
  expect(sent).toEqual(Array(3).fill({ RoleArn: 'arn:x', RoleSessionName: names[0] }));
});

test('names that a profile gives, and other requests, stay', async () => {
  const inputs = [{ RoleSessionName: 'kim' }, { RoleSessionName: 'lee' }, { TokenCode: '123456' }];
  expect(await sentFor(inputs)).toEqual(inputs);
});
