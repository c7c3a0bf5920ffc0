import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { absolutePath, shownPath } from '../../../src/lib/config/shown-path.js';

describe('shownPath is the shortest way to say it', () => {
  test.each([
    ['/work/shop/exops.yaml', 'exops.yaml'],
    ['/work/exops.yaml', '../exops.yaml'],
    ['/work/shop', '.'],
    ['/etc/x', '/etc/x'],
    ['/home/me/.config/exops/config.yaml', '~/.config/exops/config.yaml'],
    ['/home/meme/x.yaml', '/home/meme/x.yaml'],
  ])('%s is %s', (path, shown) => {
    expect(shownPath(path, { cwd: '/work/shop', home: '/home/me' })).toBe(shown);
  });

  test('without a home there is no tilde', () => {
    const path = resolve('x');
    expect(shownPath(path, { cwd: '/nowhere/near', home: '' })).toBe(path);
  });
});

test.each([
  ['ca.pem', '/work/ca.pem'],
  ['../ca.pem', '/ca.pem'],
  ['/etc/ca.pem', '/etc/ca.pem'],
  ['~/ca.pem', '/home/me/ca.pem'],
  ['~ca.pem', '/work/~ca.pem'],
])('%s is absolutely %s', (written, path) => {
  expect(absolutePath(written, '/work', '/home/me')).toBe(path);
});
