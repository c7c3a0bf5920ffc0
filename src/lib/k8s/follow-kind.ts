import type { Clock } from '../../context.js';
import { AccessError } from '../errors.js';
import type { ApiCall } from './api-call.js';
import type { Ask } from './ask.js';
import { ExpiredError, ForbiddenError } from './errors.js';
import { type Fields, isFields, isText } from './kubeconfig-files.js';
import type { WorkloadEvent, WorkloadIdentity, WorkloadKind, Workloads } from './kubernetes.js';
import { listPages } from './list-pages.js';
import { known } from './read-object.js';
import { isUnknownKind, readWorkload } from './read-workload.js';
import { watch } from './watch.js';

export interface FollowDeps {
  readonly ask: Ask;
  readonly clock: Clock;
  readonly read: Workloads['read'];
  list(kind: WorkloadKind, signal: AbortSignal): ApiCall;
}

export interface KindToFollow {
  readonly kind: WorkloadKind;
  readonly workloads: readonly WorkloadIdentity[];
  readonly signal: AbortSignal;
  readonly patienceMs: number;
  emit(event: WorkloadEvent): void;
}

const pauseMs = 1000;

/** Tells of the workloads of one kind until the signal ends it. What is thrown is thrown by then. */
export async function followKind(deps: FollowDeps, work: KindToFollow): Promise<void> {
  const { clock } = deps;
  const { signal, patienceMs } = work;
  const teller = tellerOf(work);
  const ways: Ways = { mayList: true, mayWatch: true };
  let lastGood = clock.now();
  const noteGood = () => {
    lastGood = clock.now();
  };
  const isOver = (error: unknown) =>
    error instanceof AccessError || (!(error instanceof ExpiredError) && clock.now() - lastGood > patienceMs);
  while (!signal.aborted) {
    try {
      await lookAndWatch(deps, work, { teller, ways, noteGood });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ForbiddenError && giveUpOne(ways)) continue;
      if (isOver(error)) throw error;
    }
    await clock.sleep(pauseMs, signal).catch(() => {});
  }
}

/** What the user's rights leave to do it by: a list and a watch, lists alone, or reading each. */
interface Ways {
  mayList: boolean;
  mayWatch: boolean;
}

function giveUpOne(ways: Ways): boolean {
  if (ways.mayWatch && ways.mayList) ways.mayWatch = false;
  else if (ways.mayList) ways.mayList = false;
  else return false;
  return true;
}

interface Telling {
  readonly teller: Teller;
  readonly ways: Ways;
  noteGood(): void;
}

async function lookAndWatch(deps: FollowDeps, work: KindToFollow, telling: Telling): Promise<void> {
  const { teller, ways, noteGood } = telling;
  if (!ways.mayList) {
    await readEach(deps, work, teller);
    return noteGood();
  }
  const call = listCall(deps, work);
  let version = await look(deps, call, work.kind, teller);
  noteGood();
  while (ways.mayWatch && version !== '') {
    const before = version;
    for await (const { type, object } of watch(deps.ask, call, version)) {
      noteGood();
      version = known(object)?.resourceVersion ?? versionOf(object) ?? version;
      if (type === 'DELETED') teller.gone(object);
      else if (type !== 'BOOKMARK') teller.see(object);
    }
    // A server that ends watches at once would be asked without end.
    if (version === before) return;
  }
}

function listCall({ list }: FollowDeps, { kind, workloads, signal }: KindToFollow): ApiCall {
  const call = list(kind, signal);
  const [first] = workloads;
  if (first === undefined || workloads.length > 1) return call;
  return { ...call, query: { fieldSelector: `metadata.name=${first.name}` } };
}

/** @returns where a watch goes on from; empty when there is nothing to watch */
async function look(deps: FollowDeps, call: ApiCall, kind: WorkloadKind, teller: Teller): Promise<string> {
  const seen = new Set<string>();
  let version = '';
  try {
    for await (const page of listPages(deps.ask, call)) {
      version = page.resourceVersion;
      for (const item of page.items) {
        teller.see(item);
        seen.add(known(item)?.name ?? '');
      }
    }
  } catch (error) {
    if (!isUnknownKind(kind, error)) throw error;
  }
  teller.missing(seen);
  return version;
}

async function readEach({ read }: FollowDeps, { workloads, signal }: KindToFollow, teller: Teller) {
  const found = await Promise.all(workloads.map((workload) => read(workload, signal)));
  for (const workload of found) if (workload !== undefined) teller.see(workload.object as Fields);
  teller.missing(new Set(found.map((workload) => workload?.name ?? '')));
}

/** Tells of the wanted workloads, once for each of their versions, and once that they are gone. */
interface Teller {
  see(object: Fields): void;
  gone(object: Fields): void;
  /** All wanted ones that aren't among these names. */
  missing(names: ReadonlySet<string>): void;
}

function tellerOf({ kind, workloads, emit }: KindToFollow): Teller {
  const wanted = new Map(workloads.map((workload) => [workload.name, workload]));
  const told = new Map<string, string>();
  const lose = (workload: WorkloadIdentity) => {
    wanted.delete(workload.name);
    emit({ kind: 'deleted', workload });
  };
  return {
    see(object) {
      const { name = '', uid, resourceVersion = '' } = known(object) ?? {};
      const identity = wanted.get(name);
      const workload = readWorkload(kind, object);
      if (identity === undefined || workload === undefined) return;
      if (uid !== identity.uid) return lose(identity);
      if (told.get(name) === resourceVersion && resourceVersion !== '') return;
      told.set(name, resourceVersion);
      emit({ kind: 'now', workload });
    },
    gone(object) {
      const identity = wanted.get(known(object)?.name ?? '');
      if (identity !== undefined) lose(identity);
    },
    missing(names) {
      for (const workload of [...wanted.values()]) if (!names.has(workload.name)) lose(workload);
    },
  };
}

/** A bookmark is an object of nothing but this. */
function versionOf({ metadata }: Fields): string | undefined {
  const version = isFields(metadata) ? metadata['resourceVersion'] : undefined;
  return isText(version) ? version : undefined;
}
