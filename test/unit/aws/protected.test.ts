import { describe, expect, it } from 'vitest';
import { protectedBy } from '../../../src/lib/aws/protected.js';

const by = (tags: Readonly<Record<string, string>>) => protectedBy(new Map(Object.entries(tags)));

describe('protectedBy', () => {
  it.each(['true', '', 'yes', '1', 'kim said so'])('takes exops:protected=%j for protection', (value) => {
    expect(by({ 'exops:protected': value })).toBe('it is protected by its tag exops:protected');
  });

  it.each(['false', 'No', ' 0 '])('takes exops:protected=%j for none', (value) => {
    expect(by({ 'exops:protected': value })).toBeUndefined();
  });

  it.each([
    ['env', 'prod'],
    ['Environment', 'Production'],
    ['stage', 'PROD'],
    ['ENV', 'live'],
    ['tier', 'prd'],
    ['env', 'prod-eu'],
    ['environment', 'production/blue'],
    ['stage', 'live 2'],
    ['env', 'prod_1'],
    ['app:environment', 'prod'],
    ['example.com/Env', 'Prd-eu'],
  ])('never touches %s=%s', (key, value) => {
    expect(by({ Name: 'x', [key]: value })).toBe(`it is production by its tag ${key}=${value}`);
  });

  it.each([
    ['env', 'dev'],
    ['environment', 'preproduction'],
    ['team', 'prod'],
    ['stage', ''],
    ['env', 'product'],
    ['env', 'prod2'],
    ['env', 'non-prod'],
    ['env', 'liverpool'],
    ['environments', 'prod'],
    ['my-env', 'prod'],
  ])('leaves %s=%s to sleep', (key, value) => {
    expect(by({ [key]: value })).toBeUndefined();
  });

  it('shows no escapes', () => {
    expect(by({ env: 'prod\n' })).toBe('it is production by its tag env=prod\\n');
  });

  it('knows a label or an annotation by its own form', () => {
    expect(protectedBy(new Map([['exops/protected', 'true']]), 'annotation')).toBe(
      'it is protected by its annotation exops/protected',
    );
  });
});
