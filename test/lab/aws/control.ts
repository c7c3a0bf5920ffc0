import { request } from 'node:http';

/** Calls a route of the lab's control API with these arguments and returns its answer. */
export type Control = <Answer = void>(route: string, args?: object) => Promise<Answer>;

/** Speaks over a socket in the file system, which is there from every network namespace. */
export function controlAws(socketPath: string): Control {
  return async <Answer>(route: string, args: object = {}): Promise<Answer> => {
    const { status, body } = await post(socketPath, `/exops-lab/${route}`, JSON.stringify(args));
    if (status === 200) return JSON.parse(body) as Answer;
    throw new Error(`The AWS lab: ${status === 0 ? 'no answer' : body}`);
  };
}

function post(socketPath: string, path: string, json: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, method: 'POST', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    asked.once('error', reject);
    asked.end(json);
  });
}
