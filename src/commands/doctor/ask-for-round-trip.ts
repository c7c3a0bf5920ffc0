import type { Context } from '../../context.js';
import { confirmProtected } from '../../lib/change/ask.js';
import { printable } from '../../lib/terminal/printable.js';
import type { DoctorOptions } from './doctor.js';
import { openDoctor } from './doctor-deps-of.js';

/**
 * A protected environment is asked for before a topic is made in it, as by `cluster check`. Where the configuration can't be read
 * nothing is made: the diagnosis says why.
 * @throws DeclinedError, UsageError when nobody can be asked, InterruptedError
 */
export async function askForRoundTrip(context: Context, options: DoctorOptions): Promise<void> {
  const { terminal, signal } = context;
  const { deps, close } = openDoctor(context, options);
  try {
    const settings = await deps.configuration().catch(() => undefined);
    if (settings?.protected.value !== true) return;
    terminal.err.line('A temporary topic is made, written to, read, and deleted.');
    const place = printable(settings.name?.value ?? 'the cluster');
    await confirmProtected({ place, yes: options.yes }, terminal, signal);
  } finally {
    await close();
  }
}
