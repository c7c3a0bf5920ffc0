import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../../src/lib/aws/connect-tunnel-proxy.js';
import { thrownBy } from '../find/instances.js';

const url = new URL('wss://eice-0abc.ec2-instance-connect-endpoint.ap-northeast-2.amazonaws.com/openTunnel');
const proxy = 'http://proxy.example:3128';

describe('the proxy for a websocket', () => {
  test.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: proxy }, undefined],
    [{ HTTPS_PROXY: proxy }, 'http://proxy.example:3128/'],
    [{ https_proxy: proxy, HTTPS_PROXY: 'http://other.example' }, 'http://proxy.example:3128/'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'http://proxy.example:3128/'],
    [{ HTTPS_PROXY: 'https://proxy.example' }, 'https://proxy.example/'],
  ])('%o', (env, expected) => {
    expect(proxyFor(url, env)?.href).toBe(expected);
  });

  test.each([
    '*',
    'amazonaws.com',
    '.amazonaws.com',
    '*.amazonaws.com',
    'AMAZONAWS.COM',
    'localhost, amazonaws.com',
    'localhost amazonaws.com',
    'amazonaws.com:443',
    url.hostname,
  ])('none for what NO_PROXY names: %s', (exceptions) => {
    expect(proxyFor(url, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBeUndefined();
  });

  test.each(['', ',', 'zonaws.com', 'eice-0abc', 'amazonaws.com:80', 'example', '.', ':443'])(
    'one for what NO_PROXY doesn’t name: %s',
    (exceptions) => {
      expect(proxyFor(url, { HTTPS_PROXY: proxy, NO_PROXY: exceptions })).toBeInstanceOf(URL);
    },
  );

  test.each(['socks5://proxy.example', 'http://', '::'])('an address that is none: %s', (address) => {
    expect(thrownBy(() => proxyFor(url, { HTTPS_PROXY: address })).message).toBe(
      'HTTPS_PROXY is not the address of an HTTP proxy.',
    );
  });
});
