import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { once } from '../../lib/aws/once.js';
import { chainOf } from '../../lib/doctor/chain.js';
import type { ChecklistDeps } from '../../lib/doctor/checklist/checklist-deps.js';
import { checklistItems } from '../../lib/doctor/checklist/checklist-items.js';
import {
  checklistDocument,
  type LookedThrough,
} from '../../lib/doctor/checklist/report/checklist-document.js';
import { checklistVerdict, rowLines, rowRecords } from '../../lib/doctor/checklist/report/checklist-lines.js';
import { checklistOf } from '../../lib/doctor/checklist/rows.js';
import type { DoctorDeps } from '../../lib/doctor/doctor-deps.js';
import type { Examined, Step } from '../../lib/doctor/model.js';
import { runSteps, withAllBefore } from '../../lib/doctor/run-steps.js';
import { targetOf, targetWords } from '../../lib/doctor/target.js';
import type { ExitCode } from '../../lib/errors.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { dottedLine } from '../../lib/terminal/dotted-line.js';
import { loadPalette } from '../../lib/terminal/palette.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { openEnvironment } from '../open-environment.js';
import { quietContext } from '../quiet-context.js';
import { askCluster } from '../reach-cluster.js';
import type { DoctorOptions } from './doctor.js';
import { openDoctor } from './doctor-deps-of.js';

/** Looks at everything that must be in place after a deployment, all at once, and shows it as one table. */
export async function showChecklist(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  const { deps, close } = openDoctor(context, options);
  try {
    const target = await deps.configuration().then(targetOf, () => ({}));
    const words = targetWords(target).map(printable);
    if (words.length > 0) terminal.err.line(dottedLine(words, terminal.err.columns));
    const at = clock.now();
    const chain = chainOf(deps);
    const items = checklistItems(checklistDeps(context, options, deps), chain);
    // Where an MSK cluster can't be found, its own layer says why.
    const cluster = chain.filter(({ layer }) => layer === 'cluster');
    const steps = [...cluster, ...items.map(({ step }) => step)];
    const ended = new Map<Step, Examined>();
    await createProgress(terminal).during('Looking', () =>
      runSteps(steps, { ...{ clock, signal }, onDone: (step, examined) => void ended.set(step, examined) }),
    );
    const inOrder = new Map(
      withAllBefore(steps).flatMap((step) => {
        const examined = ended.get(step);
        return examined === undefined ? [] : [[step, examined] as const];
      }),
    );
    const looked = { ...checklistOf(items, inOrder), target, at, tookMs: clock.now() - at };
    await write(context, options, looked);
    return looked.exitCode;
  } finally {
    await close();
  }
}

async function write({ terminal }: Context, { output }: DoctorOptions, looked: LookedThrough): Promise<void> {
  const { out, err } = terminal;
  if (output !== 'table') await writeDocument(out, output, checklistDocument(looked));
  else if (!out.isTerminal) out.line(rowRecords(looked.rows).join('\n'));
  else {
    const look = { palette: await loadPalette(out.colorLevel), width: out.columns };
    out.line(looked.rows.flatMap((row) => rowLines(row, look)).join('\n'));
  }
  err.line(checklistVerdict(looked, await loadPalette(err.colorLevel)));
}

function checklistDeps(context: Context, options: DoctorOptions, deps: DoctorDeps): ChecklistDeps {
  const quiet = quietContext(context);
  const { cwd, signal, terminal } = context;
  return {
    ...deps,
    sleep: once(async () => {
      const given = await deps.configuration();
      if (given.sleep.length === 0) return [];
      return (await openEnvironment(quiet, options, { kind: 'sleep' })).environment.sleep;
    }),
    async topics() {
      const ask = async (session: Parameters<Parameters<typeof askCluster>[3]>[0]) => ({
        metadata: await session.metadata(null),
      });
      const { answer } = await askCluster(quiet, options, 'Reading topics', ask);
      return answer.metadata.topics;
    },
    async manifests(paths) {
      const { loadManifests } = await import('../../lib/manifest/load-manifests.js');
      const input = { paths, cwd, readInput: (limit: number) => terminal.readInput(limit) };
      return abortable(loadManifests(input), signal);
    },
  };
}
