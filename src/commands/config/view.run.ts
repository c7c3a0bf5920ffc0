import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import type { ViewOptions } from './view.js';
export async function viewConfigCommand(context: Context, _options: ViewOptions): Promise<ExitCode> {
  context.terminal.out.line('ok');
  return exitCodes.ok;
}
