import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import type { ValidateOptions } from './validate.js';
export async function validateConfigCommand(context: Context, _options: ValidateOptions): Promise<ExitCode> {
  context.terminal.out.line('ok');
  return exitCodes.ok;
}
