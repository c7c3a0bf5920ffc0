import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Outcome, outcomeOf } from '../../../../src/lib/change/outcome.js';
import { renderPlan } from '../../../../src/lib/change/render-plan.js';
import { ExopsError } from '../../../../src/lib/errors.js';
import { forgetCapability } from '../../../../src/lib/hosts/trust/forget-capability.js';
import { printOf } from '../../../../src/lib/hosts/trust/key-print.js';
import { openKnownHosts } from '../../../../src/lib/ssh/known-hosts.js';
import { formatPublicKey } from '../../../../src/lib/ssh/public-key.js';
import { loadPalette } from '../../../../src/lib/terminal/palette.js';
import { folderWith } from '../../config/folder.js';
import { realDeps } from '../../ssh/known-hosts-setting.js';
import { ecdsa, ed25519, pinned } from './host-keys.js';
import { instanceId } from './verifying.js';

const input = { instanceId, name: 'kafka' };
const target = { kind: 'host key', name: 'kafka' };
const work = { update: () => {}, signal: new AbortController().signal };

test('forgetting takes all pinned keys of the host, and its record has them', async () => {
  const knownHosts = openKnownHosts(realDeps(join(await folderWith({}), 'known_hosts')));
  await knownHosts.pin(instanceId, ed25519(1), 'tag');
  await knownHosts.pin(instanceId, ecdsa(1), 'tag');
  const capability = forgetCapability(knownHosts, input);
  const plan = capability.plan(await capability.observe(work));
  expect(plan.changes).toMatchObject([
    {
      action: 'delete',
      severity: 'safe',
      fields: [{ before: formatPublicKey(ed25519(1)), after: null }, { before: formatPublicKey(ecdsa(1)) }],
    },
  ]);
  const outcomes: Outcome[] = [];
  await capability.apply(plan, { ...work, tell: () => {}, report: (outcome) => outcomes.push(outcome) });
  expect(await knownHosts.find(instanceId)).toEqual([]);
  expect(await capability.verify(plan, outcomes, work)).toEqual([outcomeOf(target, 'done')]);
});

test('the plan reads well', async () => {
  const capability = forgetCapability({ find: async () => [], forget: async () => [] }, input);
  const lines = renderPlan(capability.plan([pinned(ed25519(1))]), {
    palette: await loadPalette(0),
    width: Number.POSITIVE_INFINITY,
  });
  expect(lines).toEqual([
    '  - kafka',
    `      pinned key 1  ssh-ed25519 ${printOf(ed25519(1)).fingerprint} → removed`,
    '        caution: the next connection trusts the key that the EC2 tag, the console output or you vouch for',
    '',
    'Plan: 1 to delete.',
  ]);
});

describe('forgetting', () => {
  const ending = async (failure?: Error, left = [pinned(ed25519(2))]) => {
    const capability = forgetCapability(
      {
        find: async () => left,
        forget: async () => {
          if (failure !== undefined) throw failure;
          return [];
        },
      },
      input,
    );
    const plan = capability.plan([pinned(ed25519(1))]);
    const outcomes: Outcome[] = [];
    await capability.apply(plan, { ...work, tell: () => {}, report: (outcome) => outcomes.push(outcome) });
    return capability.verify(plan, outcomes, work);
  };

  test('has nothing to do where nothing is pinned, and says so', () => {
    const capability = forgetCapability({ find: async () => [], forget: async () => [] }, input);
    expect(capability.plan([])).toMatchObject({ changes: [], notices: [{ kind: 'not pinned' }] });
  });

  test('that fails says why', async () => {
    expect(await ending(new ExopsError('read-only'))).toEqual([
      outcomeOf(target, 'failed', { reason: 'read-only' }),
    ]);
  });

  test('is not done when a key is there again', async () => {
    const reason = 'another exops pinned a key of it meanwhile';
    expect(await ending()).toEqual([outcomeOf(target, 'failed', { reason })]);
  });
});
