import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type AwsLab, awsRegion, joinAws } from '../../lab/aws/aws-lab.js';
import { type PowerLab, powerLab } from '../../lab/aws/power-lab.js';

/** The shared lab with an access key of its own, and what makes a client of the AWS SDK use it. */
export interface SdkLab {
  readonly lab: AwsLab;
  readonly power: PowerLab;
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
}

/** Nothing is tried twice, so that every refusal is seen. */
export function sdkLab(region = awsRegion): SdkLab {
  const lab = joinAws(inject('aws'));
  const credentials = {
    accessKeyId: lab.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: lab.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  };
  return {
    lab,
    power: powerLab(lab),
    settings: { endpoint: lab.endpoint, region, credentials, maxAttempts: 1 },
  };
}

const patienceMs = 40_000;

/** Resolves with what `look` returns as soon as that is something, and rejects when it never is. */
export async function eventually<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Nothing came of ${look}.`);
    await sleep(20);
  }
}

/** The code and the message of what the call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<readonly [code: string, message: string]> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return [name, message];
  }
  throw new Error('It went through.');
}
