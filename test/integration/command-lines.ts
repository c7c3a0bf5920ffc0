import { readdir, readFile } from 'node:fs/promises';

/** What `ps` shows of a process and of all that it has started, a line each; those that end meanwhile are left out. */
export async function commandLinesOf(pid: number | undefined): Promise<readonly string[]> {
  if (pid === undefined) return [];
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map(await Promise.all(ids.map(async (id) => [id, await parentOf(id)] as const)));
  const own = (id: number | undefined): boolean =>
    id === pid || (id !== undefined && id > 1 && own(parents.get(id)));
  const lines = await Promise.all(ids.filter(own).map((id) => textOf(`/proc/${id}/cmdline`)));
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('\0', ' ').trim());
}

/** The name of the program, which may hold anything, stands in brackets before the state and the parent. */
async function parentOf(pid: number): Promise<number | undefined> {
  const [, parent] = /\) \S (\d+) [^)]*$/.exec(await textOf(`/proc/${pid}/stat`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
