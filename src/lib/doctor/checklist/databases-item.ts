import type { Listed } from '../../power/find-sleepers.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome, nothingToCheck } from './item.js';
import { sleepersOf } from './listed-sleepers.js';

/** Whether the databases of the sleep list are available. */
export function databasesItem(deps: ChecklistDeps, { configuration, account, settings }: ItemsAfter): Item {
  return {
    what: 'databases',
    step: step({
      layer: 'instance',
      tries: 'databases that are available',
      after: [configuration, account, settings],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const aws = known.value(account)?.aws;
        const listed = aws === undefined ? [] : await sleepersOf(deps, aws, ['rds', 'rds-cluster'], signal);
        return judgeDatabases(listed, (name) => deps.commandLine('dev wake', [name]));
      },
    }),
  };
}

/** Pure. @param wake the command that wakes one by its name */
export function judgeDatabases(
  listed: readonly Listed[],
  wake: (name: string) => string,
): Outcome<undefined> {
  if (listed.length === 0) return nothingToCheck('the sleep list has no database');
  const missing = listed.flatMap(({ entry, sleepers }): Omit<Finding, 'verdict'>[] => {
    if (sleepers.length === 0)
      return [{ saw: `${printable(entry.at)}: there is no such database`, problem: 'database-unavailable' }];
    return sleepers.flatMap(({ name, state, status }) => {
      if (state === 'awake') return [];
      const next =
        state === 'asleep' ? [wake(name)] : ['It becomes available by itself, or AWS says why not.'];
      return [
        { saw: `${printable(name)} is ${printable(status)}`, problem: 'database-unavailable' as const, next },
      ];
    });
  });
  const count = listed.reduce((sum, { sleepers }) => sum + sleepers.length, 0);
  return itemOutcome(missing, `${countOf(count, 'database')} available`);
}
