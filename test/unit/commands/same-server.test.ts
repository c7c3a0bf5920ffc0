import { expect, test } from 'vitest';
import { sameServer } from '../../../src/commands/reach-kubernetes.js';

test.each([
  ['https://0123.gr7.eks.amazonaws.com', 'https://0123.GR7.eks.amazonaws.com', true],
  ['HTTPS://a.example', 'https://a.example/', true],
  ['https://a.example:443', 'https://a.example', true],
  ['https://a.example/k8s/', 'https://a.example/k8s', true],
  ['https://a.example', 'http://a.example', false],
  ['https://a.example', 'https://a.example:6443', false],
  ['https://a.example', 'https://a.example.evil', false],
  ['https://a.example/one', 'https://a.example/two', false],
  ['https://127.0.0.1:6443', 'https://localhost:6443', false],
])('%s and %s are one server: %j', (one, other, expected) => {
  expect(sameServer(one, other)).toBe(expected);
});
