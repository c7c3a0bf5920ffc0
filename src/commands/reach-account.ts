import type { Context } from '../context.js';
import { abortable } from '../lib/abortable.js';
import type { Aws } from '../lib/aws/aws.js';
import { dottedLine } from '../lib/terminal/dotted-line.js';
import { printable } from '../lib/terminal/printable.js';
import type { OpenEnvironment } from './open-environment.js';

/** Where a command is at work; with a Kubernetes where it is in one, too. */
export type AccountTarget = {
  readonly environment: string | undefined;
  readonly account: string;
  readonly region: string;
  readonly context?: string;
  readonly namespace?: string;
};

/** AWS, and the account it is: that of the file, which is held to, or else that of the credentials. */
export async function reachAccount(
  { signal }: Context,
  opened: OpenEnvironment,
): Promise<{ readonly aws: Aws; readonly target: AccountTarget }> {
  const { environment } = opened;
  const aws = await opened.aws();
  const account = environment.aws.accountId ?? (await abortable(aws.identity(), signal)).accountId;
  return { aws, target: { environment: environment.name, account, region: aws.region } };
}

/** The line on stderr that says where: `dev · 123456789012 ap-northeast-2`. */
export function sayTarget({ terminal: { err } }: Context, target: AccountTarget): void {
  const { environment, account, region, context, namespace } = target;
  const words = [
    environment,
    `${printable(account)} ${region}`,
    ...(context === undefined ? [] : [`context ${printable(context)}`]),
    ...(namespace === undefined ? [] : [`namespace ${printable(namespace)}`]),
  ];
  err.line(dottedLine(words, err.columns));
}
