import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome, nothingToCheck } from './item.js';

/** Whether the secrets that exops.yaml names have the keys that it names; no value is looked at. */
export function secretsItem(deps: ChecklistDeps, { configuration, kubernetes }: ItemsAfter): Item {
  return {
    what: 'secrets',
    step: step({
      layer: 'secret',
      tries: 'secrets with their keys',
      after: [configuration, kubernetes],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const { bootstrap, secrets } = known.value(configuration).given.kubernetes;
        const declared = [...secrets].map(([secret, keys]) => ({ secret, keys: [...keys.keys()] }));
        const wanted = wantedKeys([
          ...declared,
          ...bootstrap.map(({ secret, key }) => ({ secret, keys: [key] })),
        ]);
        if (wanted.length === 0) return nothingToCheck('exops.yaml names no secret');
        const { kubernetes: api } = known.value(kubernetes);
        const found = await mapAtMost(usuallyAtOnce, wanted, signal, async ({ secret, keys }, own) => ({
          ...{ secret, keys },
          has: (await api.secrets.read(secret, own))?.keys,
        }));
        return judgeSecretKeys(found, {
          sync: deps.commandLine('k8s sync-secrets'),
          declared: new Set(secrets.keys()),
        });
      },
    }),
  };
}

export interface WantedSecret {
  readonly secret: string;
  readonly keys: readonly string[];
}

function wantedKeys(all: readonly WantedSecret[]): readonly WantedSecret[] {
  const names = [...new Set(all.map(({ secret }) => secret))];
  return names.map((secret) => ({
    secret,
    keys: [...new Set(all.flatMap((one) => (one.secret === secret ? one.keys : [])))],
  }));
}

/** Pure. @param has its keys; undefined when there is no such secret */
export function judgeSecretKeys(
  secrets: readonly (WantedSecret & { readonly has: readonly string[] | undefined })[],
  { sync, declared }: { readonly sync: string; readonly declared: ReadonlySet<string> },
): Outcome<undefined> {
  const missing = secrets.flatMap(({ secret, keys, has }): Omit<Finding, 'verdict'>[] => {
    const next = declared.has(secret) ? { next: [sync] } : {};
    const name = printable(secret);
    if (has === undefined)
      return [
        { saw: `${name}: there is no secret of this name`, problem: 'bootstrap-secret-missing', ...next },
      ];
    const absent = keys.filter((key) => !has.includes(key)).map(printable);
    if (absent.length === 0) return [];
    return [{ saw: `${name} lacks ${absent.join(', ')}`, problem: 'bootstrap-key-missing', ...next }];
  });
  return itemOutcome(missing, `${countOf(secrets.length, 'secret')} with all their keys`);
}
