import { appendFile } from 'node:fs/promises';

/** What may do everything. */
export const opsArn = 'arn:aws:iam::123456789012:user/ops';

export interface IamKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials; a token without it is refused then. */
  readonly sessionToken?: string;
  /** Whose key it is, which is what Kafka calls whoever logs in with it; `opsArn` when left out. */
  readonly arn?: string;
}

/** Adds the key, or puts it in place of what was known of its id. One write, so that tests may do it at once. */
export function letInKey(keysFile: string, key: IamKey): Promise<void> {
  const { accessKeyId, secretAccessKey, arn = opsArn, sessionToken = '' } = key;
  return appendFile(keysFile, `${[accessKeyId, secretAccessKey, arn, sessionToken].join('\t')}\n`);
}
