import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import {
  readWish,
  refuseOtherAccount,
  type WishFlags,
} from '../../../../src/lib/power/schedule/read-wish.js';
import { roleArn } from './builders.js';

const flags: WishFlags = {
  sleep: ['mon-fri 19:00'],
  wake: ['mon-fri 8:00'],
  timezone: 'Asia/Seoul',
  role: roleArn,
};
const weekdays = ['MON', 'TUE', 'WED', 'THU', 'FRI'];

describe('the flags of a schedule', () => {
  test('say when, where and as whom', () => {
    expect(readWish(flags)).toEqual({
      sleep: [{ days: weekdays, minute: 19 * 60 }],
      wake: [{ days: weekdays, minute: 8 * 60 }],
      ...{ timezone: 'Asia/Seoul', roleArn, stagger: 5 },
    });
    expect(readWish({ ...flags, stagger: 120_000 }).stagger).toBe(2);
  });

  test('may leave out the wake', () => {
    const { wake: _, ...others } = flags;
    expect(readWish(others).wake).toEqual([]);
  });

  const role =
    'exops makes no roles: exops dev schedule policy prints what this one needs. --role arn:aws:iam::ACCOUNT:role/NAME';
  const such = "Such as: --sleep 'mon-fri 19:00' --wake 'mon-fri 08:00' --timezone Asia/Seoul --role ARN";
  const iana = 'Give an IANA name, such as Asia/Seoul, Europe/Berlin or UTC.';

  test.each<[WishFlags, string, string | undefined]>([
    [{ wake: ['mon 8:00'] }, "--sleep says when, and it isn't given.", such],
    [
      { ...flags, timezone: undefined },
      "--timezone says where the times are from, and it isn't given.",
      iana,
    ],
    [{ ...flags, role: undefined }, "--role names what Scheduler acts as, and it isn't given.", role],
    [{ ...flags, role: 'exops-dev' }, '--role "exops-dev" is no ARN of a role.', role],
    [
      { ...flags, role: 'arn:aws:iam::1:role/x' },
      '--role "arn:aws:iam::1:role/x" is no ARN of a role.',
      role,
    ],
    [{ ...flags, role: `${roleArn}\n` }, `--role "${roleArn}\\n" is no ARN of a role.`, role],
    [{ ...flags, wake: ['sun-tue 19:00'] }, '--sleep and --wake are both at mon,tue 19:00.', undefined],
    [{ ...flags, stagger: 90_000 }, '--stagger must be whole minutes, from 1m to 60m.', undefined],
    [{ ...flags, stagger: 61 * 60_000 }, '--stagger must be whole minutes, from 1m to 60m.', undefined],
  ])('%j', (given, message, hint) => {
    let thrown: unknown;
    try {
      readWish(given);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UsageError);
    expect(thrown).toMatchObject({ message, hint });
  });

  test('a role of another account is refused, where the account is known', () => {
    expect(() => refuseOtherAccount(roleArn, '999999999999')).toThrow(
      '--role is of account 123456789012, and the environment is in 999999999999.',
    );
    refuseOtherAccount(roleArn, '123456789012');
    refuseOtherAccount(roleArn, undefined);
  });
});
