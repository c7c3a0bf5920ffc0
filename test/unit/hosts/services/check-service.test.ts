import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { checkService } from '../../../../src/lib/hosts/services/check-service.js';
import { chooseServices } from '../../../../src/lib/hosts/services/choose-services.js';
import { compose, systemd } from './builders.js';

describe('a service that can be used', () => {
  test.each([
    systemd('kafka'),
    systemd('kafka', 'kafka@1.service'),
    systemd('kafka', 'dev-disk\\x2dby.service', 'https://localhost:8443/health?full=true'),
    compose('gateway', { folder: '/opt/ticket queue' }),
    compose('gateway', { service: undefined, health: 'http://[::1]:8080/actuator/health' }),
  ])('$settings', (service) => {
    expect(() => checkService(service)).not.toThrow();
  });
});

describe('a service that could be more than a name', () => {
  test.each([
    [systemd('x', '-H=evil'), 'is not the name of a systemd unit'],
    [systemd('x', ''), 'is not the name of a systemd unit'],
    [systemd('x', 'kafka*'), 'is not the name of a systemd unit'],
    [systemd('x', '../x'), 'is not the name of a systemd unit'],
    [systemd('x', 'a b'), 'is not the name of a systemd unit'],
    [systemd('x', 'kafka\n'), 'is not the name of a systemd unit'],
    [systemd('x', 'k'.repeat(256)), 'is not the name of a systemd unit'],
    [compose('x', { folder: 'opt/app' }), 'is not the absolute path of a folder'],
    [compose('x', { folder: '~/app' }), 'is not the absolute path of a folder'],
    [compose('x', { folder: '/opt/\u0000' }), 'is not the absolute path of a folder'],
    [compose('x', { service: '--all' }), 'is not the name of a compose service'],
    [compose('x', { service: 'a;b' }), 'is not the name of a compose service'],
    [compose('x', { health: 'file:///etc/shadow' }), 'is not an http or https URL'],
    [compose('x', { health: '-o/etc/passwd' }), 'is not an http or https URL'],
    [compose('x', { health: 'http://localhost/ -o x' }), 'is not an http or https URL'],
    [compose('x', { health: 'http://kim:pw@localhost/' }), 'holds a user name or password'],
  ])('%j', (service, why) => {
    expect(() => checkService(service)).toThrow(UsageError);
    expect(() => checkService(service)).toThrow(why);
  });

  test('is not told with its password', () => {
    const service = compose('x', { health: 'http://kim:s3cret@localhost/' });
    expect(() => checkService(service)).toThrow(/^(?!.*s3cret)/);
  });

  test('whatever it is, no unit that passes is an option, a path, or has anything for a shell', () => {
    fc.assert(
      fc.property(fc.string(), (unit) => {
        try {
          checkService(systemd('x', unit));
        } catch {
          return;
        }
        expect(unit).toMatch(/^[^-\s/$`"'*?;&|<>()#~!][^\s/$`"'*?;&|<>()#~!]*$/);
      }),
    );
  });
});

describe('choosing', () => {
  const services = new Map(
    [systemd('kafka'), compose('gateway'), systemd('odd', '-x')].map((s) => [s.name, s.settings]),
  );
  const host = { name: 'dev', services };

  test('by name, in the order given, each once', () => {
    const names = chooseServices(host, ['gateway', 'kafka', 'gateway']).map(({ name }) => name);
    expect(names).toEqual(['gateway', 'kafka']);
  });

  test('without a name, all', () => {
    const usable = { name: 'dev', services: new Map([...services].slice(0, 2)) };
    expect(chooseServices(usable, []).map(({ name }) => name)).toEqual(['kafka', 'gateway']);
  });

  test('a name that is not there, with the nearest', () => {
    const choose = () => chooseServices(host, ['gatway']);
    expect(choose).toThrow('The host "dev" has no service "gatway" (did you mean "gateway"?).');
    expect(choose).toThrow(
      expect.objectContaining({ exitCode: 2, hint: 'Services there: kafka, gateway, odd' }),
    );
  });

  test('a host without services', () => {
    expect(() => chooseServices({ name: 'dev', services: new Map() }, [])).toThrow(
      'has no services in exops.yaml',
    );
  });

  test('a service that can not be used', () => {
    expect(() => chooseServices(host, ['odd'])).toThrow('not the name of a systemd unit');
  });
});
