import type { Context } from '../../context.js';
import { type ConfigEntry, describeEnvironment } from '../../lib/config/view-config.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { type Column, writeTable } from '../../lib/terminal/table.js';
import { environmentInput } from '../open-environment.js';
import type { ViewOptions } from './view.js';

const columns: readonly Column<ConfigEntry>[] = [
  { title: 'SETTING', value: ({ path }) => path },
  { title: 'VALUE', value: ({ value }) => value },
  { title: 'FROM', value: ({ origin }) => origin },
];

export async function viewConfigCommand(context: Context, options: ViewOptions): Promise<ExitCode> {
  const { terminal } = context;
  const { file, environment, entries, unknownBrokers } = await describeEnvironment(
    environmentInput(context, options),
  );
  if (unknownBrokers !== undefined)
    terminal.err.line(`The cluster's brokers aren't known: ${printable(unknownBrokers)}`);
  if (options.output === 'table') writeTable(terminal.out, columns, entries);
  else
    await writeDocument(terminal.out, options.output, {
      schema: 'exops.config/v1',
      file: file ?? null,
      environment: environment ?? null,
      settings: entries,
    });
  return exitCodes.ok;
}
