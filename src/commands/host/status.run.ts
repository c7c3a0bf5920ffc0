import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import { chooseServices } from '../../lib/hosts/services/choose-services.js';
import { observeServices } from '../../lib/hosts/services/observe.js';
import { serviceColumns, statusDocument } from '../../lib/hosts/services/service-table.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { writeTable } from '../../lib/terminal/table.js';
import { nameOfHost, reachHost } from '../reach-host.js';
import { noSuchHost } from './reach-services.js';
import type { StatusOptions } from './status.js';

export async function showStatus(
  context: Context,
  options: StatusOptions & { readonly host: string | undefined },
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const { opened, name, known } = await nameOfHost(context, options, options.host);
  const settings = opened.environment.hosts.get(name);
  if (settings === undefined) throw noSuchHost(name, known);
  const services = chooseServices(settings, []);
  const host = await reachHost(context, opened, options, name);
  try {
    const observed = await createProgress(terminal).during(`Asking ${host.label}`, () =>
      abortable(observeServices(host.session, services), signal),
    );
    if (options.output === 'table') writeTable(terminal.out, serviceColumns, observed.services);
    else {
      const target = {
        environment: host.environment.name,
        host: host.settings.name,
        instance: host.instance.id,
      };
      await writeDocument(terminal.out, options.output, statusDocument(target, services, observed));
    }
    return exitCodes.ok;
  } finally {
    host.close();
  }
}
