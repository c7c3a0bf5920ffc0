import path from 'node:path';
import type { Context } from '../../context.js';
import { validateConfig } from '../../lib/config/validate-config.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { checkEnvironment } from '../../lib/manifest/check-environment.js';
import { loadManifests } from '../../lib/manifest/load-manifests.js';
import { countOf } from '../../lib/terminal/plural.js';
import { environmentInput } from '../open-environment.js';
import type { ValidateOptions } from './validate.js';

export async function validateConfigCommand(context: Context, options: ValidateOptions): Promise<ExitCode> {
  const { cwd, terminal } = context;
  const { file, environments } = await validateConfig(environmentInput(context, options));
  for (const { name, manifests } of environments) {
    if (manifests.length === 0) continue;
    const desired = await loadManifests({ paths: manifests, cwd, readInput: async () => new Uint8Array() });
    checkEnvironment(desired, name);
  }
  const manifests = new Set(environments.flatMap((environment) => environment.manifests));
  const counts = [countOf(environments.length, 'environment'), countOf(manifests.size, 'manifest')].join(
    ', ',
  );
  terminal.err.line(`✓ ${path.relative(cwd, file) || file}: ${counts}`);
  return exitCodes.ok;
}
