import { EC2 } from '@aws-sdk/client-ec2';
import { Kafka as Msk } from '@aws-sdk/client-kafka';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { refusal, sdkLab } from './aws-sdk.js';

const minutes = 60_000;

test.each([
  [10, /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/],
  [
    -10,
    /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/,
  ],
])('an AWS whose clock is %d minutes off refuses what is signed', async (offset, words) => {
  const { lab, settings } = sdkLab();
  await lab.setClock(offset * minutes);
  onTestFinished(() => lab.setClock(null));
  const refusals = await Promise.all([
    refusal(new STS(settings).getCallerIdentity()),
    refusal(new SSM(settings).getParameters({ Names: ['x'] })),
    refusal(new Msk(settings).listClustersV2()),
    refusal(new EC2(settings).describeVpcs()),
  ]);
  expect(refusals).toEqual([
    ['SignatureDoesNotMatch', expect.stringMatching(words)],
    ['InvalidSignatureException', expect.stringMatching(words)],
    ['InvalidSignatureException', expect.stringMatching(words)],
    ['RequestExpired', 'Request has expired.'],
  ]);
});

test("AWS's SDK believes the clock of the answers, and then gets through", async () => {
  const { lab, settings } = sdkLab();
  await lab.setClock(10 * minutes);
  onTestFinished(() => lab.setClock(null));
  const sts = new STS({ ...settings, maxAttempts: 2 });
  expect(await sts.getCallerIdentity()).toMatchObject({ Account: '123456789012' });
  const calls = await lab.calls();
  expect(calls.map(({ status }) => status)).toEqual([403, 200]);
  await lab.setClock(null);
  expect(await new STS(settings).getCallerIdentity()).toMatchObject({ Account: '123456789012' });
});
