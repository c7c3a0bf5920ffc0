import { isAbsolute, join, relative, resolve } from 'node:path';

/** Where a person works from. */
export interface Places {
  readonly cwd: string;
  readonly home: string;
}

/** A path as messages write it: the shortest of relative, from `~`, and absolute. */
export function shownPath(path: string, { cwd, home }: Places): string {
  const fromHome = relative(home, path);
  const isInHome = home !== '' && fromHome !== '' && !fromHome.startsWith('..') && !isAbsolute(fromHome);
  const forms = [relative(cwd, path) || '.', path, ...(isInHome ? [join('~', fromHome)] : [])];
  return forms.reduce((best, form) => (form.length < best.length ? form : best));
}

/** The absolute path of one that was written relative to a folder; `~/` is the home folder. */
export function absolutePath(written: string, folder: string, home: string): string {
  return written.startsWith('~/') ? join(home, written.slice(2)) : resolve(folder, written);
}
