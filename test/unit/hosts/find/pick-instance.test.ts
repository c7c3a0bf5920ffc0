import { describe, expect, test } from 'vitest';
import { ExopsError } from '../../../../src/lib/errors.js';
import { AmbiguousInstanceError, pickInstance } from '../../../../src/lib/hosts/find/pick-instance.js';
import type { InstanceSelector } from '../../../../src/lib/hosts/host-settings.js';
import { instance, scene, thrownBy } from './instances.js';

const id = 'i-0123456789abcdef0';
const other = 'i-0fedcba9876543210';
const byId: InstanceSelector = { by: 'id', id };
const byName: InstanceSelector = { by: 'tags', tags: { Name: 'dev-kafka' } };
const elsewhere =
  'Is it in another region or account? --region and --profile choose them, or region: and profile: in exops.yaml.';

test('the one that runs is taken', () => {
  const found = instance();
  expect(pickInstance([found], byName, scene)).toBe(found);
});

describe('when there is none', () => {
  test('by id', () => {
    expect(thrownBy(() => pickInstance([], byId, scene))).toMatchObject({
      message: `No instance has the id ${id} in ap-northeast-2 (account 123456789012).`,
      hint: elsewhere,
    });
  });

  test('by tags, and nobody has asked for the account', () => {
    const selector: InstanceSelector = { by: 'tags', tags: { Stage: 'dev', Role: 'ka\nfka' } };
    const error = thrownBy(() => pickInstance([], selector, { ...scene, accountId: undefined }));
    expect(error.message).toBe('No instance has the tags Stage=dev and Role=ka\\nfka in ap-northeast-2.');
  });

  test.each([
    [['kafka', 'dev-kafak'], 'exops.yaml has a host dev-kafak.'],
    [['bastion', 'runner'], 'The hosts in exops.yaml are bastion, runner.'],
  ])('by a name that may have been meant for a host: %o', (hosts, hint) => {
    const error = thrownBy(() => pickInstance([], byName, { ...scene, hosts }));
    expect(error.hint).toBe(`${hint}\n${elsewhere}`);
  });

  test('hosts are of no interest for an id', () => {
    expect(thrownBy(() => pickInstance([], byId, { ...scene, hosts: ['kafka'] })).hint).toBe(elsewhere);
  });
});

describe('those that are gone', () => {
  const gone = instance({ id: other, state: 'terminated' });
  const going = instance({ id: other, state: 'shutting-down' });

  test.each([
    ['terminated', gone],
    ['being terminated', going],
  ])('do not count beside one that lives: %s', (_, one) => {
    const living = instance();
    expect(pickInstance([one, living], byName, scene)).toBe(living);
  });

  test('one alone is named', () => {
    const error = thrownBy(() => pickInstance([gone], byName, scene));
    expect(error.message).toBe(`dev-kafka (${other}) was terminated.`);
  });

  test('several are counted', () => {
    const error = thrownBy(() => pickInstance([gone, instance({ state: 'terminated' })], byName, scene));
    expect(error).toMatchObject({
      message:
        '2 instances have the tag Name=dev-kafka in ap-northeast-2 (account 123456789012), and all of them were terminated.',
      hint: elsewhere,
    });
  });
});

describe('several that live', () => {
  const found = [
    instance({ publicAddress: '198.51.100.1' }),
    instance({ id: other, state: 'stopped', privateAddress: '10.0.11.9', tags: { Name: 'dev\u001b-kafka' } }),
    instance({ id: 'i-01234567', state: 'terminated' }),
    instance({ id: 'i-89abcdef', privateAddress: undefined, tags: {} }),
  ];

  test('are listed and refused, one that is stopped too', () => {
    const error = thrownBy(() => pickInstance(found, byName, scene));
    expect(error).toBeInstanceOf(AmbiguousInstanceError);
    expect(error).toBeInstanceOf(ExopsError);
    expect(error.message).toBe(
      [
        '3 instances have the tag Name=dev-kafka in ap-northeast-2 (account 123456789012):',
        '  ID                   NAME           STATE    ADDRESS',
        `  ${id}  dev-kafka      running  198.51.100.1`,
        `  ${other}  dev\\x1b-kafka  stopped  10.0.11.9`,
        '  i-89abcdef                          running',
      ].join('\n'),
    );
    expect(error.hint).toBe(
      'Name the one that is meant by its id, on the command line or as instance: in exops.yaml.',
    );
    expect((error as AmbiguousInstanceError).instances).toEqual([found[0], found[1], found[3]]);
  });
});

test('one that nobody can log in to is explained', () => {
  const error = thrownBy(() =>
    pickInstance([instance({ state: 'pending' })], byId, { ...scene, name: 'kafka' }),
  );
  expect(error.message).toBe(`kafka (${id}) is still starting: try again in a moment.`);
});
