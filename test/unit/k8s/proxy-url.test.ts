import { expect, it } from 'vitest';
import { proxyFromVariables } from '../../../src/lib/k8s/proxy-url.js';

it.each([
  ['https://api.example.org', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
  ['https://api.example.org', { https_proxy: 'proxy:3128' }, 'http://proxy:3128'],
  ['https://api.example.org', {}, undefined],
  ['https://127.0.0.1:6443', { HTTPS_PROXY: 'http://proxy:3128' }, undefined],
  ['http://localhost:8001', { HTTPS_PROXY: 'http://proxy:3128' }, undefined],
  [
    'https://api.example.org',
    { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'a.org, .example.org' },
    undefined,
  ],
  [
    'https://api.example.org',
    { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'ample.org' },
    'http://proxy:3128',
  ],
  ['https://api.example.org', { HTTPS_PROXY: 'http://proxy:3128', no_proxy: '*' }, undefined],
])('%s with %o goes through %s', (server, env, proxy) => {
  expect(proxyFromVariables(server, env)).toBe(proxy);
});
