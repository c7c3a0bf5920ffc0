import type { Workload } from '../../k8s/kubernetes.js';
import { matchesAny } from '../../manifest/scope.js';
import { valueAt } from './read-shape.js';

type Annotations = Readonly<Record<string, string>> | undefined;

/**
 * Whether Reloader restarts a workload by itself when this secret changes, by its default annotations
 * (https://docs.stakater.com/reloader/1.4/reference/annotations.html, `ShouldReload` in its source): those of the workload
 * or, when it has none of them, of the pod template. That Reloader runs at all, and with default options, can't be seen.
 * @param ofSecret the secret's own annotations, which may exempt it or offer it to workloads that search
 */
export function isReloaded({ object }: Workload, secret: string, ofSecret?: Annotations): boolean {
  const own = object.metadata?.annotations;
  const chosen = switches.some((name) => valueAt(own, name) !== undefined)
    ? own
    : object.spec?.template?.metadata?.annotations;
  if (valueAt(ofSecret, 'reloader.stakater.com/ignore') === 'true') return false;
  if (namesOf(own, 'secrets.exclude.reloader.stakater.com/reload').includes(secret)) return false;
  if (namesOf(chosen, reload).some((pattern) => matchesName(pattern, secret))) return true;
  if (valueAt(chosen, search) === 'true' && valueAt(ofSecret, 'reloader.stakater.com/match') === 'true')
    return true;
  return isOn(chosen, auto) || isOn(chosen, secretAuto);
}

const reload = 'secret.reloader.stakater.com/reload';
const search = 'reloader.stakater.com/search';
const auto = 'reloader.stakater.com/auto';
const secretAuto = 'secret.reloader.stakater.com/auto';
const switches = [reload, search, auto, secretAuto];

function namesOf(annotations: Annotations, name: string): string[] {
  return (valueAt(annotations, name) ?? '').split(',').map((part) => part.trim());
}

/** As Go reads a truth value. */
function isOn(annotations: Annotations, name: string): boolean {
  return /^(1|t|T|true|TRUE|True)$/.test(valueAt(annotations, name) ?? '');
}

/**
 * Reloader takes the names for regular expressions. Only letters and dots with `*` or `+` are followed here, without a
 * regular expression that somebody else wrote: for any other, the workload is restarted once more than needed.
 */
function matchesName(pattern: string, secret: string): boolean {
  const parts = pattern.match(/\\?\.[*+]?|[A-Za-z0-9-]/g) ?? [];
  if (parts.length === 0 || parts.join('') !== pattern) return false;
  const globs: Readonly<Record<string, string>> = { '.*': '*', '.+': '?*', '.': '?', '\\.': '.' };
  if (parts.some((part) => part.length > 2)) return false;
  return matchesAny([parts.map((part) => globs[part] ?? part).join('')], secret);
}
