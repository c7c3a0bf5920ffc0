import type { Conditions } from './conditions.js';
import type { Permission } from './permissions.js';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/**
 * As few statements as say the same: what one purpose has of conditions and resources with another action stands
 * together, and so does what has its actions in common. A second statement of a purpose is numbered.
 */
export function policyOf(permissions: readonly Permission[]): Policy {
  const byResource = grouped(
    permissions,
    ({ sid, conditions, arn }) => [sid, conditions ?? null, arn],
    (first, same) => ({ ...first, actions: sorted(same.map(({ action }) => action)) }),
  );
  const statements = grouped(
    byResource,
    ({ sid, conditions, actions }) => [sid, conditions ?? null, actions],
    ({ sid, actions, conditions }, same): Statement => ({
      ...{ Sid: sid, Effect: 'Allow', Action: actions, Resource: sorted(same.map(({ arn }) => arn)) },
      ...(conditions === undefined ? {} : { Condition: conditions }),
    }),
  );
  return { Version: '2012-10-17', Statement: numbered(statements) };
}

function numbered(statements: readonly Statement[]): readonly Statement[] {
  const seen = new Map<string, number>();
  return statements.map((statement) => {
    const count = (seen.get(statement.Sid) ?? 0) + 1;
    seen.set(statement.Sid, count);
    return count === 1 ? statement : { ...statement, Sid: `${statement.Sid}${count}` };
  });
}

/** One result for all items of one key, in the order in which the keys come first. */
function grouped<Item, Result>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
  merge: (first: Item, same: readonly Item[]) => Result,
): readonly Result[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].map((group) => merge(group[0], group));
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
