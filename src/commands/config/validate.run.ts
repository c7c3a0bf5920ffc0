import path from 'node:path';
import type { Context } from '../../context.js';
import { countOf } from '../../lib/change/plural.js';
import { validateConfig } from '../../lib/config/validate-config.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { loadManifests } from '../../lib/manifest/load-manifests.js';
import { environmentFlags } from '../reach-cluster.js';
import type { ValidateOptions } from './validate.js';

export async function validateConfigCommand(context: Context, options: ValidateOptions): Promise<ExitCode> {
  const { cwd, home, env, terminal } = context;
  const { file, environments, manifests } = await validateConfig({
    cwd,
    home,
    env,
    flags: environmentFlags(options),
  });
  for (const manifest of manifests)
    await loadManifests({ paths: [manifest], cwd, readInput: () => terminal.readInput() });
  const counts = [countOf(environments, 'environment'), countOf(manifests.length, 'manifest')].join(', ');
  terminal.err.line(`✓ ${path.relative(cwd, file) || file}: ${counts}`);
  return exitCodes.ok;
}
