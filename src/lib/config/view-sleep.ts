import type { Setting } from './setting.js';
import type { SleepGiven } from './sleep-given.js';
import type { ViewedRow } from './view-kubernetes.js';

/** What `config view` says of the `sleep` list. */
export function viewSleep(
  lines: readonly SleepGiven[],
  text: (setting: Setting) => string,
): readonly ViewedRow[] {
  return lines.flatMap((line, index): ViewedRow[] => {
    const path = `sleep[${index}]`;
    const { order, skip, wake } = line;
    return [
      [`${path}.${line.key}`, line.chosen, chosenText(line, text)],
      ...Object.entries({ order, skip, wake }).map(
        ([name, setting]): ViewedRow => [`${path}.${name}`, setting],
      ),
    ];
  });
}

/** `shop/api`, `Name=web, Team=shop`, `shop: Team=web` or the name itself. */
function chosenText({ parts, tags }: SleepGiven, text: (setting: Setting) => string): string {
  const named = ['cluster', 'name', '']
    .flatMap((part) => parts.get(part) ?? [])
    .map(text)
    .join('/');
  if (tags === undefined) return named;
  const tagged = [...tags].map(([key, setting]) => `${key}=${text(setting)}`).join(', ');
  return named === '' ? tagged : `${named}: ${tagged}`;
}
