import type { Rds } from '../../aws/contract/rds.js';
import type { SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { chosenBy, namesIn, tagsIn, withBareNames } from './choices.js';
import { databaseAdvice } from './explain-database.js';
import { rdsSleeper } from './rds-sleeper.js';
import type { ChoiceSelector } from './selectors.js';

/** DB instances, by name or tags; not those of a cluster. */
export function rdsPort(rds: Rds): SleeperPort<ChoiceSelector> {
  return {
    kind: 'rds',

    async find(selectors, signal) {
      const wanted = withBareNames(selectors);
      const databases = await rds.databases(namesOrAll(wanted), signal);
      const chosen = chosenBy(wanted, databases, (database) => database);
      return chosen.map((ones) => ones.map(rdsSleeper));
    },

    async read(earlier, signal) {
      if (earlier.length === 0) return [];
      const names = earlier.map(({ name }) => name);
      return (await rds.databases(names, signal)).map(rdsSleeper);
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? rds.removeTag(id, recordTag, signal) : rds.setTag(id, recordTag, text, signal),
    sleep: ({ name }, signal) => advised(rds.stopDatabase(name, signal), databaseAdvice),
    wake: ({ name }, _, signal) => advised(rds.startDatabase(name, signal), databaseAdvice),
  };
}

/** RDS has no filter by tags, so all are read when tags choose. */
export function namesOrAll(selectors: readonly ChoiceSelector[]): readonly string[] | 'all' {
  return tagsIn(selectors).length > 0 ? 'all' : namesIn(selectors);
}
