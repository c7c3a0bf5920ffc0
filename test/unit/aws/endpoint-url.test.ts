import { expect, test } from 'vitest';
import { endpointUrl } from '../../../src/lib/aws/endpoint-url.js';
import { messageOf } from '../config/failure.js';

test("a service has the address of its own variable, then everybody's", () => {
  const env = { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_SSM: 'https://localhost:2' };
  expect(endpointUrl('SSM', env)).toBe('https://localhost:2');
  expect(endpointUrl('EC2', env)).toBe('http://localhost:1');
  expect(endpointUrl('EC2', {})).toBeUndefined();
});

test('the addresses can be switched off', () => {
  const env = { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'True' };
  expect(endpointUrl('EC2', env)).toBeUndefined();
});

test.each(['localhost:4566', 'ftp://localhost', 'http://', 'http://a b'])('%o is refused', async (url) => {
  const message = await messageOf(() => endpointUrl('EC2', { AWS_ENDPOINT_URL_EC2: url }));
  expect(message).toBe('AWS_ENDPOINT_URL_EC2 is no http or https address.');
});
