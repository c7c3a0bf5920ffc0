import type Connection from 'kafkajs/src/network/connection.js';
import { expect, test } from 'vitest';
import { connectionLossOf } from '../../../src/lib/kafka/connection-loss.js';
import { logIn, loginKeeper, SessionEndedError } from '../../../src/lib/kafka/keep-logged-in.js';

/** A connection that is logged in until `ends`, and what its broker answers to each login. */
function connection(answers: readonly (Error | undefined)[] = []) {
  let isLoggedIn = true;
  let isConnected = true;
  let logins = 0;
  const standIn = {
    reauthenticationThreshold: 10_000,
    sessionLifetime: { toNumber: () => 60_000 },
    isConnected: () => isConnected,
    isAuthenticated: () => isLoggedIn,
    authenticate: async () => {
      const answer = answers[logins++];
      await Promise.resolve();
      if (answer !== undefined) throw answer;
      isLoggedIn = true;
    },
  };
  return {
    standIn: standIn as unknown as Connection & typeof standIn,
    logins: () => logins,
    ends: () => {
      isLoggedIn = false;
    },
    closes: () => {
      isConnected = false;
    },
  };
}

test('a login says when the next is due', async () => {
  const { standIn } = connection();
  await logIn(standIn);
  expect(standIn.reauthenticationThreshold).toBe(12_000);
});

test('a session is renewed at its end, once for all who ask meanwhile', async () => {
  const { standIn, logins, ends } = connection();
  let told = 0;
  const keep = loginKeeper(standIn, () => told++);
  await keep();
  expect(logins()).toBe(0);
  ends();
  await Promise.all([keep(), keep(), keep()]);
  expect([logins(), told]).toEqual([1, 1]);
  ends();
  await keep();
  expect([logins(), told]).toEqual([2, 2]);
});

test('a refusal means that the request was never sent, for all who waited', async () => {
  const refusal = new Error('Cannot change principals during re-authentication');
  const { standIn, logins, ends } = connection([refusal]);
  const keep = loginKeeper(standIn, () => {});
  ends();
  const waiting = await Promise.allSettled([keep(), keep()]);
  for (const one of waiting) {
    const reason = one.status === 'rejected' ? one.reason : undefined;
    expect(reason).toBeInstanceOf(SessionEndedError);
    expect(reason.cause).toBe(refusal);
    expect(connectionLossOf(reason)).toBe('never sent');
  }
  await keep();
  expect(logins()).toBe(2);
});

test('what is not connected any more is not logged in again', async () => {
  const { standIn, logins, ends, closes } = connection();
  ends();
  closes();
  await loginKeeper(standIn, () => {})();
  expect(logins()).toBe(0);
});
