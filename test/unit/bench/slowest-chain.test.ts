import { expect, test } from 'vitest';
import { layers } from '../../../src/lib/doctor/model.js';
import { slowestChain, stepsOfDoctor } from '../../bench/doctor/slowest-chain.js';

test('the slowest chain goes through what is waited for, whichever way, and counts each layer once', () => {
  const step = (layer: 'tcp' | 'tls' | 'login' | 'kubernetes' | 'secret', ...after: readonly Step[]) => ({
    ...{ layer, after, beside: [] as readonly Step[] },
  });
  type Step = Parameters<typeof slowestChain>[0][number];
  const tcp = step('tcp');
  const tls = step('tls', tcp);
  const login = step('login', tls, tcp);
  const kubernetes = step('kubernetes');
  const secret = { ...step('secret', kubernetes), beside: [login] };
  const took = Object.entries({ tcp: 10, tls: 20, login: 5, kubernetes: 30, secret: 2 });
  const times = took.map(([layer, tookMs]) => ({ layer, tookMs }));
  const all = [secret, tls, tcp, kubernetes, login];
  expect(slowestChain(all, times)).toEqual({ layers: ['tcp', 'tls', 'login', 'secret'], ms: 37 });
  const slow = times.map((one) => (one.layer === 'kubernetes' ? { ...one, tookMs: 50 } : one));
  expect(slowestChain(all, slow)).toEqual({ layers: ['kubernetes', 'secret'], ms: 52 });
});

test('every layer of the doctor is a step that the bench knows of', () => {
  expect(new Set(stepsOfDoctor().map(({ layer }) => layer))).toEqual(new Set(layers));
});
