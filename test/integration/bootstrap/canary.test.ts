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

/** A login by a program that notes its own command line, and that of the process which started it, in a file. */
async function notingPlugin(
  floor: TradingFloor,
): Promise<{ kubeconfig: string; file: string; token: string }> {
  const every = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
  const written = await floor.namespace.users.execPlugin('noting', [every]);
  const config = parse(await readFile(written, 'utf8'));
  const [user] = config.users;
  const original = await readFile(user.user.exec.command, 'utf8');
  const [file, command, kubeconfig] = ['seen', 'plugin', 'kubeconfig'].map((name) =>
    join(floor.cwd, name),
  ) as [string, string, string];
  const noting = `for id in $$ $PPID; do tr '\\0' ' ' < /proc/$id/cmdline; echo; done >> ${file}`;
  await writeFile(
    command,
    original.replace('#!/bin/sh\n', (line) => `${line}${noting}\n`),
  );
  await chmod(command, 0o755);
  user.user.exec.command = command;
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 });
  const [, token = ''] = /"token":"([^"]+)"/.exec(original) ?? [];
  return { kubeconfig, file, token };
}

test('no secret is in a command line, of exops or what it starts, or in a request line', async () => {
  const floor = await tradingFloor([gateway()], {
    kubernetes: { secrets: { [secretName]: { PASSWORD: '$' + '{env:PASSWORD}' } } },
  });
  const { kubeconfig, file, token } = await notingPlugin(floor);
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
  const shown = [...seen, ...proxy.requests.map(requestLine)].join('\n');
  expect(shown).not.toContain(token);
  await floor.search(shown);
});
