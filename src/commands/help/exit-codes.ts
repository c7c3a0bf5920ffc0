import type { exitCodes } from '../../lib/errors.js';

/** What each exit code tells a script; `docs/exit-codes.md` says the same at more length. */
export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done, or nothing to do',
  failed: 'failed, out of reach, declined or all refused; the world is as before',
  usage:
    'the command line, exops.yaml or a manifest is wrong, or nobody could be asked to confirm; nothing has changed',
  pending: '--check: changes to make, refusals, or more than is allowed; cluster check: a part failed',
  access: 'credentials were refused, or a right is missing',
  partial: 'partly applied: some of the plan is done, some is not',
  interrupted: 'interrupted by Ctrl-C',
  terminated: 'ended by SIGTERM',
};
