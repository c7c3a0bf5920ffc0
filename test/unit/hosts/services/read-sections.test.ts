import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDenial, readSections } from '../../../../src/lib/hosts/services/read-sections.js';

const mark = 'exops-0123456789abcdef';

test('an answer in parts, without what a login script says before', () => {
  const answer = [
    'Welcome!',
    '',
    `${mark} now`,
    '17',
    '',
    `${mark} 0 unit`,
    'A=1  ',
    'B=2',
    `${mark} 3 list old 1`,
    '{}',
  ];
  expect([...readSections(answer.join('\n'), mark)]).toEqual([
    ['now', { words: [], lines: ['17'] }],
    ['0 unit', { words: [], lines: ['A=1', 'B=2'] }],
    ['3 list', { words: ['old', '1'], lines: ['{}'] }],
  ]);
});

test('whatever a part says, it stays that part', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
      const said = lines.map((line) => line.replaceAll(mark, ''));
      const sections = readSections([`${mark} 0 unit`, ...said, '', `${mark} end`].join('\n'), mark);
      expect([...sections.keys()]).toEqual(['0 unit', 'end']);
    }),
  );
});

test.each([
  'Failed to restart kafka.service: Access denied',
  'Failed to restart kafka.service: Interactive authentication required.',
  'sudo: a password is required',
  'sudo: a terminal is required to read the password',
  "Sorry, user ec2-user is not allowed to execute '/usr/bin/systemctl restart kafka' as root on ip-10-0-0-1.",
  'ec2-user is not in the sudoers file.',
  'Got permission denied while trying to connect to the Docker daemon socket',
])('a missing right: %s', (words) => {
  expect(isDenial(words)).toBe(true);
});

test('no missing right', () => {
  expect(isDenial('Job for kafka.service failed because the control process exited with error code.')).toBe(
    false,
  );
});
