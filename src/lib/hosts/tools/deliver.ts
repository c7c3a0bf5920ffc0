import type { Readable, Transform, Writable } from 'node:stream';

/** Remote output on its way to a local stream. */
export interface Delivery {
  /** Resolves when everything was handed over, or nobody takes it any more. */
  readonly done: Promise<void>;
  /** Resolves when the reader is gone. */
  readonly broken: Promise<'broken'>;
  /** Reads on, and throws away. */
  drop(): void;
}

/** Hands remote output over, through a filter if there is one. The local stream stays open. */
export function deliver(from: NodeJS.ReadableStream, to: Writable, filter?: Transform): Delivery {
  // ssh2's types don't say it, but its streams are node's own.
  const last = (filter === undefined ? from : from.pipe(filter)) as Readable;
  // Why it failed comes through the exit of the command.
  from.on('error', () => undefined);
  let onBroken = () => {};
  const broken = new Promise<'broken'>((resolve) => {
    onBroken = () => resolve('broken');
  });
  const ended = new Promise<void>((resolve) => {
    if (last.readableEnded) resolve();
    else last.once('end', resolve);
  });
  let onDropped = () => {};
  const dropped = new Promise<void>((resolve) => {
    onDropped = resolve;
  });
  const drop = () => {
    onDropped();
    last.unpipe(to);
    last.resume();
  };
  const fail = () => {
    onBroken();
    drop();
  };
  to.on('error', fail);
  if (isGone(to)) fail();
  else last.pipe(to, { end: false });
  const done = Promise.race([ended.then(() => flushed(to)), dropped]).finally(() => to.off('error', fail));
  return { done, broken, drop };
}

function flushed(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (isGone(stream)) resolve();
    else stream.write('', () => resolve());
  });
}

function isGone({ destroyed, errored }: Writable): boolean {
  return destroyed || (errored ?? null) !== null;
}
