import { describe, expect, test } from 'vitest';
import { AwsThrottledError } from '../../../../src/lib/aws/aws-errors.js';
import { InterruptedError } from '../../../../src/lib/errors.js';
import { ForbiddenError, UnauthenticatedError } from '../../../../src/lib/k8s/errors.js';
import { tolerantRead, type Unread } from '../../../../src/lib/power/status/unread.js';
import { missingRight } from './builders.js';

function reading() {
  const control = new AbortController();
  const unread: Unread[] = [];
  return { control, unread, read: tolerantRead((one) => unread.push(one), control.signal) };
}

const failing = (error: Error) => () => Promise.reject(error);

describe('a read that may fail', () => {
  test('gives what was read', async () => {
    const { read, unread } = reading();
    expect(await read('volumes', async () => [1], [])).toEqual([1]);
    expect(unread).toEqual([]);
  });

  test.each([
    [missingRight('ec2:DescribeVolumes'), true, 'ec2:DescribeVolumes'],
    [new ForbiddenError('may not list deployments'), true, undefined],
    [new AwsThrottledError('Throttling', 'AWS throttles it'), false, undefined],
  ])('%s: the other value, and why', async (error, isRight, right) => {
    const { read, unread } = reading();
    expect(await read('volumes', failing(error), 'none')).toBe('none');
    expect(unread).toEqual([{ what: 'volumes', reason: error.message, isRight, right, error }]);
  });

  test.each([
    new UnauthenticatedError('who are you?'),
    new InterruptedError('SIGTERM'),
    new TypeError('a mistake of ours'),
  ])('%s: the end', async (error) => {
    await expect(reading().read('volumes', failing(error), [])).rejects.toBe(error);
  });

  test('Ctrl-C ends it, whatever the read failed with', async () => {
    const { read, control, unread } = reading();
    const stopped = read(
      'volumes',
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(missingRight('ec2:DescribeVolumes')));
        }),
      [],
    );
    control.abort(new InterruptedError('SIGINT'));
    await expect(stopped).rejects.toMatchObject({ exitCode: 130 });
    expect(unread).toEqual([]);
  });
});
