import { expect, test } from 'vitest';
import { readHealth } from '../../../../src/lib/hosts/services/health-answer.js';

test.each([
  ['ok', ['curl 200']],
  ['ok', ['curl 302']],
  ['HTTP 503', ['curl 503']],
  ['HTTP 404', ['curl 404']],
  [
    'no answer: Failed to connect to localhost port 8080 after 0 ms: Connection refused',
    ['curl: (7) Failed to connect to localhost port 8080 after 0 ms: Connection refused', 'curl 000'],
  ],
  ['no answer: no reason given', ['curl 000']],
  ['ok', ['  HTTP/1.1 200 OK', '  Content-Length: 2', 'wget 0']],
  ['HTTP 503', ['  HTTP/1.1 302 Found', '  HTTP/1.1 503 Service Unavailable', 'wget 8']],
  [
    "no answer: can't connect to remote host (127.0.0.1): Connection refused",
    ["wget: can't connect to remote host (127.0.0.1): Connection refused", 'wget 1'],
  ],
  ['not checked: neither curl nor wget is on the host', ['neither curl nor wget is on the host']],
  ['not checked: the host said nothing', []],
])('%s', (health, lines) => {
  expect(readHealth(lines)).toBe(health);
});

test('a host that did not get to it', () => {
  expect(readHealth(undefined)).toBe('not checked: the host did not answer in time');
});
