import { describe, expect, test } from 'vitest';
import { type Route, routeNotes, routeWords } from '../../../../src/lib/hosts/route/route.js';
import { endpoint } from './route-questions.js';

const why = 'no public address';
const eice: Route = { kind: 'eice', endpoint, privateAddress: '10.0.11.8', why };

describe('a route in words', () => {
  test.each<[Route, string]>([
    [{ kind: 'direct', address: '198.51.100.7', others: ['2001:db8::7'], why: undefined }, '198.51.100.7'],
    [
      { kind: 'direct', address: '10.0.11.8', others: [], why: 'the private address, as asked' },
      '10.0.11.8 (the private address, as asked)',
    ],
    [{ kind: 'via', host: 'bastion', address: '10.0.11.8' }, '10.0.11.8 through bastion'],
    [eice, '10.0.11.8 through EC2 Instance Connect Endpoint eice-0abc (no public address)'],
    [{ kind: 'ssm', why }, 'through AWS Systems Manager (no public address)'],
  ])('%o', (route, words) => {
    expect(routeWords(route)).toBe(words);
  });
});

describe('what is to be said about a route', () => {
  const hour = 'An EC2 Instance Connect Endpoint ends each connection after an hour at most.';

  test('an endpoint in the same zone', () => {
    expect(routeNotes(eice, 'ap-northeast-2a')).toEqual([hour]);
    expect(routeNotes(eice, undefined)).toEqual([hour]);
  });

  test('an endpoint in another zone', () => {
    expect(routeNotes(eice, 'ap-northeast-2c')).toEqual([
      hour,
      'The endpoint is in ap-northeast-2a and the instance in ap-northeast-2c: AWS bills the data between them.',
    ]);
  });

  test('nothing for the others', () => {
    expect(routeNotes({ kind: 'ssm', why }, 'ap-northeast-2c')).toEqual([]);
  });
});
