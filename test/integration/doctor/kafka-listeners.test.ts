import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { mskToken } from '../../lab/kafka/msk-token.js';
import { diagnoseKafka, type KafkaSetting, type MskLab, type Way, ways } from './kafka-chain.js';

const names: readonly Way[] = ['plaintext', 'tls', 'scram', 'iam'];

/** A key of the test's own that the lab lets in. */
async function logins(msk: MskLab) {
  const key = { accessKeyId: `AKIA${randomUUID().slice(0, 12).toUpperCase()}`, secretAccessKey: 'secret' };
  await msk.letIn(key);
  return {
    ...{ plaintext: await ways.plaintext(), tls: await ways.tls(msk.pki), scram: await ways.scram(msk.pki) },
    iam: await ways.iam(msk.pki, async () => mskToken(key, { region: msk.region })),
  };
}

describe('a client on the listener that is for it finds nothing wrong', () => {
  test.for(names)('%s', async (name) => {
    const msk = await sharedMsk();
    const auth = (await logins(msk))[name];
    const brokers = msk.listeners[name];
    const setting: KafkaSetting = { brokers, auth, cluster: { clusterId: msk.clusterId }, brokerCount: 1 };
    const { examined, verdict } = await diagnoseKafka({ ...setting, roundTrip: true });
    const findings = examined.flatMap((one) => one.findings);
    expect(findings.filter((finding) => finding.verdict !== 'ok')).toEqual([]);
    expect(examined.filter(({ status }) => status === 'not reached')).toEqual([]);
    expect(examined.find(({ layer }) => layer === 'round trip')?.status).toBe('ok');
    expect(verdict.exitCode).toBe(0);
  });
});

const wrong = names.flatMap((client) =>
  names.filter((port) => port !== client).map((port) => [client, port] as const),
);

/** What each listener says of itself to a client that speaks TLS, or doesn't. */
const overTls: Readonly<Record<Way, string>> = {
  plaintext: 'Kafka without TLS, no login',
  tls: 'Kafka over TLS, no login',
  scram: 'SCRAM-SHA-512 over TLS',
  iam: 'OAUTHBEARER over TLS',
};
const wants: Readonly<Record<Way, string>> = { ...overTls, iam: 'IAM over TLS' };

describe('a client on the port of another is told so by the protocol', () => {
  test.for(wrong)('%s on the port for %s', async ([client, port]) => {
    const msk = await sharedMsk();
    const brokers = msk.listeners[port];
    const diagnosis = await diagnoseKafka({ brokers, auth: (await logins(msk))[client] });
    expect(diagnosis.verdict.layer).toBe('protocol');
    const says = client === 'plaintext' ? 'TLS (certificate for localhost, 127.0.0.1)' : overTls[port];
    expect(diagnosis.bad('protocol')).toMatchObject([
      {
        verdict: 'broken',
        problem: 'wrong-listener',
        saw: `${brokers}: ${says}; the environment wants ${wants[client]}`,
      },
    ]);
    if (client === 'iam')
      expect(diagnosis.bad('protocol')[0]?.next?.[0]).toBe('IAM is on 9098 (public 9198).');
  });
});
