import type { Environment, EnvironmentInput } from '../../../src/lib/config/environment.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import { folderWith } from './folder.js';

export interface ExopsFolder {
  readonly folder: string;
  input(over?: Partial<EnvironmentInput>): EnvironmentInput;
  load(flags?: EnvironmentInput['flags'], env?: EnvironmentInput['env']): Promise<Environment>;
}

/** A working directory with these files and nobody's home. */
export async function exopsFolder(files: Readonly<Record<string, string>>): Promise<ExopsFolder> {
  const folder = await folderWith(files);
  const input = (over: Partial<EnvironmentInput> = {}): EnvironmentInput => ({
    cwd: folder,
    home: '/nonexistent-home',
    env: {},
    flags: {},
    ...over,
  });
  return { folder, input, load: (flags = {}, env = {}) => loadEnvironment(input({ flags, env })) };
}

/** An `exops.yaml` with these environments, each a line of YAML. */
export function exopsYaml(environments: Readonly<Record<string, string>>, more = ''): string {
  const rows = Object.entries(environments).map(([name, body]) => `  ${name}: ${body}`);
  return ['version: 1', ...(more === '' ? [] : [more]), 'environments:', ...rows, ''].join('\n');
}
