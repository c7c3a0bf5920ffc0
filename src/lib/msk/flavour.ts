import type { MskCluster } from '../aws/contract/msk.js';

export const flavours = ['standard', 'express', 'serverless'] as const;
/** Kinds of MSK cluster that allow their topics different settings: https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-types.html */
export type Flavour = (typeof flavours)[number];

export function flavourOf({ kind, instanceType }: Pick<MskCluster, 'kind' | 'instanceType'>): Flavour {
  if (kind === 'serverless') return 'serverless';
  return instanceType?.startsWith('express.') === true ? 'express' : 'standard';
}

/** Brokers of a serverless cluster: `boot-….c1.kafka-serverless.ap-northeast-2.amazonaws.com`. */
const serverlessHost = /[.]kafka-serverless[.][a-z0-9-]+[.]amazonaws[.]com([.]cn)?$/i;

export function isServerlessHost(host: string): boolean {
  return serverlessHost.test(host);
}
