import { abortable } from '../abortable.js';
import { AccessError } from '../errors.js';
import type { Aws, Identity } from './aws.js';

/** The credentials are of another account than the environment's. Nothing was changed, and nothing is shown of it. */
export class WrongAccountError extends AccessError {
  constructor({ accountId, arn }: Identity, wanted: string) {
    super(`The AWS credentials are of account ${accountId} (${arn}), and aws.accountId is ${wanted}.`, {
      hint: 'Choose others with --profile, EXOPS_PROFILE or AWS_PROFILE.',
    });
  }
}

/**
 * The same, but only for credentials of one account. Who they are of is asked once; questions go along with that,
 * and their answers wait for it. What changes anything, or is a credential, isn't asked for before.
 * @throws WrongAccountError from every method
 */
export function guardedAws(aws: Aws, accountId: string, signal: AbortSignal): Aws {
  let checked: Promise<Identity> | undefined;
  const ask = async () => {
    const identity = await aws.identity().catch((error: unknown) => {
      // It may be known the next time.
      checked = undefined;
      throw error;
    });
    if (identity.accountId !== accountId) throw new WrongAccountError(identity, accountId);
    return identity;
  };
  const check = () => {
    checked ??= ask();
    return abortable(checked, signal);
  };
  const beside = async <Result>(question: Promise<Result>): Promise<Result> => {
    question.catch(() => {});
    await check();
    return question;
  };
  const after = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await check();
    return work();
  };
  const { ec2, instanceConnect, cloudFormation, secretsManager, ssm } = aws;
  return {
    region: aws.region,
    identity: check,
    ec2: {
      describeInstances: (...args) => beside(ec2.describeInstances(...args)),
      describeConnectEndpoints: (...args) => beside(ec2.describeConnectEndpoints(...args)),
      consoleOutput: (...args) => beside(ec2.consoleOutput(...args)),
      setTag: (...args) => after(() => ec2.setTag(...args)),
    },
    instanceConnect: {
      prepare() {
        check().catch(() => {});
        instanceConnect.prepare();
      },
      sendPublicKey: (...args) => after(() => instanceConnect.sendPublicKey(...args)),
      signTunnel: (...args) => after(() => instanceConnect.signTunnel(...args)),
    },
    cloudFormation: {
      exports: (...args) => beside(cloudFormation.exports(...args)),
      outputs: (...args) => beside(cloudFormation.outputs(...args)),
    },
    secretsManager: { values: (...args) => after(() => secretsManager.values(...args)) },
    ssm: {
      parameters: (...args) => after(() => ssm.parameters(...args)),
      isManaged: (...args) => beside(ssm.isManaged(...args)),
      runScript: (...args) => after(() => ssm.runScript(...args)),
      startSshSession: (...args) => after(() => ssm.startSshSession(...args)),
    },
  };
}
