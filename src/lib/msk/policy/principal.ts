import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';

/** A role, a user or a whole account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export interface Principal {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  readonly kind: 'role' | 'user' | 'account';
  /** Without its path; that of an account is `root`. */
  readonly name: string;
}

const form = /^arn:(aws[a-z-]*):iam::(\d{12}):(?:(role|user)\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})|root)$/;

/** @throws UsageError for what is no principal that a policy can name */
export function parsePrincipal(typed: string, partition: string): Principal {
  const account = /^\d{12}$/.test(typed);
  const arn = account ? `arn:${partition}:iam::${typed}:root` : typed;
  const [, ownPartition = '', accountId, kind, name = 'root'] = form.exec(arn) ?? [];
  if (accountId === undefined) throw noPrincipal(typed);
  if (ownPartition !== partition)
    throw new UsageError(`--principal ${arn} is of ${ownPartition}, and the cluster is of ${partition}.`, {
      hint: 'Partitions of AWS share nothing: take a principal of the same one.',
    });
  return { arn, partition, accountId, kind: kind === 'role' || kind === 'user' ? kind : 'account', name };
}

function noPrincipal(typed: string): UsageError {
  const [, partition, accountId, role] =
    /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\//.exec(typed) ?? [];
  const hint =
    role === undefined
      ? 'Name a role or user by its ARN, arn:aws:iam::ACCOUNT:role/NAME, or an account by its twelve digits.'
      : `That is a session of a role. Name the role: --principal arn:${partition}:iam::${accountId}:role/${role}`;
  return new UsageError(`--principal ${printable(typed)} is no role, user or account.`, { hint });
}
