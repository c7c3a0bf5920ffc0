import type { Connection } from '../../../src/lib/aws/connection.js';

type Answers = Readonly<Record<string, (input: never) => unknown>>;

/** A connection whose clients answer by a script, and what they were asked. */
export function scriptedConnection(answers: Answers) {
  const asked: [method: string, input: unknown][] = [];
  const client = Object.fromEntries(
    Object.entries(answers).map(([method, answer]) => [
      method,
      async (input: never) => {
        asked.push([method, input]);
        return answer(input);
      },
    ]),
  );
  const connection: Connection = {
    region: 'ap-northeast-2',
    source: { from: 'variables' },
    clock: { offset: () => undefined },
    credentials: () => Promise.reject(new Error('There are none.')),
    during: (_, work) => work(),
    client: () =>
      Object.assign(
        (_: unknown, send: (given: never, options: object) => Promise<never>) => send(client as never, {}),
        {
          prepare: () => {},
        },
      ) as never,
  };
  return { connection, asked };
}
