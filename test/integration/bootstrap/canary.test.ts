import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { start } from '../../e2e/exops.js';
import { commandLinesOf } from '../command-lines.js';
import {
  before,
  canary,
  gateway,
  patch,
  requestLine,
  secretName,
  type TradingFloor,
  tradingFloor,
} from './trading-floor.js';

interface NotingPlugin {
  readonly kubeconfig: string;
  /** Has command lines: its own, and that of the process which started it. */
  readonly file: string;
  /** Has its variables. */
  readonly environment: string;
  readonly token: string;
}

/** A login by a program that notes what it was started with. */
async function notingPlugin(floor: TradingFloor): Promise<NotingPlugin> {
  const every = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const written = await floor.namespace.users.execPlugin('noting', [every]);
  const config = parse(await readFile(written, 'utf8'));
  const [user] = config.users;
  const original = await readFile(user.user.exec.command, 'utf8');
  const [file, environment, command, kubeconfig] = ['seen', 'variables', 'plugin', 'kubeconfig'].map((name) =>
    join(floor.cwd, name),
  ) as [string, string, string, string];
  const lines = `for id in $$ $PPID; do tr '\\0' ' ' < /proc/$id/cmdline; echo; done >> ${file}`;
  const noting = `${lines}\ntr '\\0' '\\n' < /proc/$$/environ >> ${environment}`;
  await writeFile(
    command,
    original.replace('#!/bin/sh\n', (line) => `${line}${noting}\n`),
  );
  await chmod(command, 0o755);
  user.user.exec.command = command;
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 });
  const [, token = ''] = /"token":"([^"]+)"/.exec(original) ?? [];
  return { kubeconfig, file, environment, token };
}

test('no secret is in a command line or the variables of what exops starts, or in a request line', async () => {
  const floor = await tradingFloor([gateway()], {
    kubernetes: { secrets: { [secretName]: { PASSWORD: '$' + '{env:PASSWORD}' } } },
  });
  const { kubeconfig, file, environment, token } = await notingPlugin(floor);
  const proxy = await floor.proxied(kubeconfig);
  const env = { ...floor.env, KUBECONFIG: proxy.kubeconfig, PASSWORD: `${canary}-new` };
  const seen: string[] = [];
  const lines = [
    patch,
    `k8s patch-bootstrap --servers ${before} --no-probe --yes --one-by-one`,
    `k8s sync-secrets --confirm ${secretName}`,
    'k8s status',
  ];
  for (const line of lines) {
    const { child, finished } = start(line.split(' '), { cwd: floor.cwd, env });
    proxy.onRequest(async () => {
      seen.push(...(await commandLinesOf(child.pid)));
      return 'forward' as const;
    });
    const { code, stdout, stderr } = await finished;
    expect(code, stderr).toBe(0);
    await floor.search(stdout + stderr);
  }
  expect(await floor.valueOf(secretName, 'PASSWORD')).toBe(`${canary}-new`);

  seen.push(...(await readFile(file, 'utf8')).split('\n'));
  for (const line of lines)
    expect(
      seen.some((one) => one.includes(line)),
      line,
    ).toBe(true);
  expect(seen.some((one) => one.includes(join(floor.cwd, 'plugin')))).toBe(true);
  expect(token).not.toBe('');
  // The one that we gave exops ourselves is everybody's below it.
  const variables = (await readFile(environment, 'utf8')).replaceAll(`PASSWORD=${env.PASSWORD}`, 'PASSWORD=');
  expect(variables).toContain('KUBERNETES_EXEC_INFO=');
  await floor.search(variables);
  const shown = [...seen, ...proxy.requests.map(requestLine)].join('\n');
  expect(shown).not.toContain(token);
  await floor.search(shown);
});
