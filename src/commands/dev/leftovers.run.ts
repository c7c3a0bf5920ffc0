import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { runChange } from '../../lib/change/run-change.js';
import { AccessError, type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { leftoverPrices } from '../../lib/leftovers/leftover-prices.js';
import { leftoverColumns } from '../../lib/leftovers/leftover-rows.js';
import { leftoversCapability } from '../../lib/leftovers/leftovers-capability.js';
import { leftoversDocument } from '../../lib/leftovers/leftovers-document.js';
import type { LeftoverPort, LeftoverRules } from '../../lib/leftovers/model.js';
import { type LeftoverPrices, sayUsd, totalUsd } from '../../lib/leftovers/monthly-cost.js';
import type { ObservedLeftovers } from '../../lib/leftovers/plan-deletion.js';
import { readLeftovers } from '../../lib/leftovers/read-leftovers.js';
import { readRules } from '../../lib/leftovers/read-selection.js';
import { sayAll } from '../../lib/leftovers/say-leftover.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { writeTable } from '../../lib/terminal/table.js';
import { changeScene } from '../change-scene.js';
import { openEnvironment } from '../open-environment.js';
import { reachAccount, sayTarget } from '../reach-account.js';
import type { LeftoversOptions } from './leftovers.js';

const observing = 'Reading log groups, volumes, Elastic IPs and snapshots';

/** Lists what a destroyed environment left, or deletes it. */
export async function leftovers(context: Context, options: LeftoversOptions): Promise<ExitCode> {
  const rules = readRules(options);
  if (options.delete !== true) refusePlanFlags(options);
  const opened = await openEnvironment(context, options, { kind: 'hosts', choose: () => [] });
  const { environment } = opened;
  const { aws, target } = await reachAccount(context, opened);
  sayTarget(context, target);
  const { clock } = context;
  const prices = leftoverPrices(environment.prices);
  if (options.delete !== true) return list(context, options, { port: aws.billed, rules, prices, target });
  return runChange({
    capability: leftoversCapability({ port: aws.billed, prices, clock }, rules),
    ...changeScene(context, options),
    command: 'dev leftovers',
    target,
    place: environment.name ?? `${target.account} ${target.region}`,
    isProtected: environment.protected,
    observing,
  });
}

interface Listing {
  readonly port: LeftoverPort;
  readonly rules: LeftoverRules;
  readonly prices: LeftoverPrices;
  readonly target: Parameters<typeof leftoversDocument>[0];
}

async function list(
  { terminal, clock, signal }: Context,
  { output }: LeftoversOptions,
  { port, rules, prices, target }: Listing,
): Promise<ExitCode> {
  const found = await createProgress(terminal).during(observing, () =>
    abortable(readLeftovers(port, rules.selection, signal), signal),
  );
  const observed = { ...found, at: clock.now() };
  if (output === 'table')
    writeTable(terminal.out, leftoverColumns(rules, prices, observed), observed.leftovers);
  else await writeDocument(terminal.out, output, leftoversDocument(target, rules, prices, observed));
  for (const note of notesOf(rules, prices, observed)) terminal.err.line(printable(note));
  if (observed.unread.length === 0) return exitCodes.ok;
  const onlyRights = observed.unread.every(({ error }) => error instanceof AccessError);
  return onlyRights ? exitCodes.access : exitCodes.failed;
}

function notesOf(
  { selection }: LeftoverRules,
  prices: LeftoverPrices,
  { leftovers, unread }: ObservedLeftovers,
): readonly string[] {
  const usd = totalUsd(leftovers, prices);
  return [
    ...(leftovers.length === 0 ? ['Nothing matches.'] : []),
    ...(selection.prefixes.length === 0 ? ['Log groups are found by --prefix only.'] : []),
    ...(usd === undefined
      ? []
      : [`They cost about $${sayUsd(usd)} a month together, as far as exops.yaml has prices.`]),
    ...unread.map(({ kind, error }) => `Not listed, ${sayAll(kind)}: ${error.message}`),
  ];
}

/** They are about a plan, and a list is none. */
function refusePlanFlags({ dryRun, check, yes, confirm }: LeftoversOptions): void {
  const given = { '--dry-run': dryRun, '--check': check, '--yes': yes, '--confirm': confirm };
  const flag = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (flag !== undefined) throw new UsageError(`${flag} goes with --delete; without it, this only lists.`);
}
