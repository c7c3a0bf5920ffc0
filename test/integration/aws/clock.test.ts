import { expect, test } from 'vitest';
import { freePort } from '../../lab/ports.js';
import { failureOf, openLab } from './opened-aws.js';

const minutes = 60_000;

test("AWS's clock is told by its answers, without a request of its own", async () => {
  const { aws, actions } = openLab();
  await aws.identity();
  expect(Math.abs((await aws.clockOffset()) ?? Number.NaN)).toBeLessThan(minutes);
  await aws.clockOffset();
  expect(await actions()).toEqual(['GetCallerIdentity']);
});

test('who it is is asked where nothing was answered yet', async () => {
  const { aws, actions } = openLab();
  const [offset] = await Promise.all([aws.clockOffset(), aws.identity()]);
  expect(offset).toBeTypeOf('number');
  expect(await actions()).toEqual(['GetCallerIdentity']);
});

test.each([
  ['ahead', 10 * minutes],
  ['behind', -10 * minutes],
])('a clock that is ten minutes %s is told, though the SDK sets its own right', async (_, offset) => {
  const { aws, lab } = openLab();
  await lab.setClock(offset);
  const told = (await aws.clockOffset()) ?? expect.unreachable();
  expect(Math.abs(told - offset)).toBeLessThan(minutes);
  // It went through at the second try, with a request of AWS's time.
  expect(await aws.identity()).toMatchObject({ accountId: '123456789012' });
});

test('it is told by a refusal as well', async () => {
  const { aws, lab } = openLab();
  await lab.fault({ service: 'sts', code: 'RequestExpired', status: 400 });
  expect(await aws.clockOffset()).toBeTypeOf('number');
  expect(await failureOf(aws.identity())).toMatchObject({ exitCode: 4 });
});

test('it is unknown when nothing answers', async () => {
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${await freePort()}`;
  const { aws } = openLab({ env: { AWS_ENDPOINT_URL } });
  expect(await aws.clockOffset()).toBeUndefined();
});

test('nobody waits for it longer than he wants to', async () => {
  const { aws } = openLab();
  expect(await failureOf(aws.clockOffset(AbortSignal.abort(new Error('enough'))))).toMatchObject({
    message: 'enough',
  });
});
