import { readFile } from 'node:fs/promises';
import type { Pki } from '../pki.js';
import { type IamKey, letInKey } from './msk-iam-keys.js';
import { type IamLogin, readIamLogins } from './msk-iam-logins.js';
import type { IamSettings, MskListeners } from './msk-listeners.js';
import { grantAcl, type MskAcl } from './msk-rights.js';

/** How to use a running MSK in miniature, from whatever process. */
export interface MskLabAccess extends IamSettings {
  readonly listeners: MskListeners;
  readonly pki: Pki;
  readonly clusterId: string;
}

/**
 * Kafka with MSK's four listeners. `ops` of SCRAM, the client certificate of `pki` and the IAM principal `opsArn`
 * may do everything, and so may everyone without a login. `weak` and every other ARN may do nothing until `allow`.
 */
export interface MskLab extends MskLabAccess {
  /** From now on the IAM listener accepts what is signed with this key. */
  letIn(key: IamKey): Promise<void>;
  /** Every token that came, in order; those of one access key alone when it is given. */
  iamLogins(accessKeyId?: string): Promise<readonly IamLogin[]>;
  /** Gives a principal (`weak`, an ARN) a right, and resolves when the brokers know of it. */
  allow(acl: MskAcl): Promise<void>;
}

/** Uses one that runs already. */
export function joinMsk(access: MskLabAccess): MskLab {
  return {
    ...access,
    letIn: (key) => letInKey(access.keysFile, key),
    async iamLogins(accessKeyId) {
      const logins = readIamLogins(await readFile(access.loginsFile, 'utf8'));
      return logins.filter((login) => accessKeyId === undefined || login.accessKeyId === accessKeyId);
    },
    allow: (acl) => grantAcl(access.listeners.plaintext, acl),
  };
}
