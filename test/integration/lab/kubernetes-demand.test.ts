import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { demand, serveOnDemand } from '../../lab/kubernetes/on-demand.js';

test('what is on demand starts once, when the first one asks', async () => {
  const events: string[] = [];
  const offered = await serveOnDemand(async () => {
    events.push('start');
    return { access: { port: 1 }, stop: async () => void events.push('stop') };
  });
  onTestFinished(offered.stop);
  expect(events).toEqual([]);

  const answers = await Promise.all([demand(offered.socket), demand(offered.socket)]);

  expect(answers).toEqual([{ port: 1 }, { port: 1 }]);
  await offered.stop();
  expect(events).toEqual(['start', 'stop']);
  expect(existsSync(offered.socket)).toBe(false);
});

test('what nobody asked for is neither started nor stopped', async () => {
  const events: string[] = [];
  const offered = await serveOnDemand(async () => {
    events.push('start');
    return { access: {}, stop: async () => void events.push('stop') };
  });
  await offered.stop();
  expect(events).toEqual([]);
});

test('who asks for what could not start hears why', async () => {
  const offered = await serveOnDemand(() => Promise.reject(new Error('no room')));
  onTestFinished(offered.stop);
  await expect(demand(offered.socket)).rejects.toThrow('no room');
});
