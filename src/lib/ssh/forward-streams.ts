import { Socket } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';

/**
 * Passes on what `from` has as fast as `to` takes it, and its end. When `to` ends first, or fails, the rest goes
 * nowhere: a plain `pipe` would make an error of it, which costs a duplex stream what there is still to read.
 * @param finish what the end of `from` means for `to`
 * @returns stops it, and leaves `from` paused
 */
export function pour(from: Readable, to: Writable, finish: () => void = () => void to.end()): () => void {
  const resume = () => from.resume();
  const stop = () => {
    from.off('data', pass);
    from.off('end', end);
    from.off('error', end);
    to.off('drain', resume);
    to.off('finish', stop);
    to.off('close', stop);
    from.pause();
  };
  const pass = (chunk: Buffer) => {
    if (!to.writable) stop();
    else if (!to.write(chunk)) from.pause();
  };
  const end = () => {
    stop();
    finish();
  };
  to.on('drain', resume);
  to.once('finish', stop);
  to.once('close', stop);
  from.on('data', pass);
  if (from.readableEnded) end();
  else from.once('end', end).once('error', end).resume();
  return stop;
}

/**
 * Connects two streams with each other until both directions have ended, or one stream is gone: then the other gets
 * what was on its way, and is closed, too.
 */
export function joinStreams(a: Duplex, b: Duplex): Promise<void> {
  pour(a, b);
  pour(b, a);
  return Promise.all([closeAfter(a, b), closeAfter(b, a)]).then(() => undefined);
}

/** Resolves when `one` is closed, and closes the other. */
function closeAfter(one: Duplex, other: Duplex): Promise<void> {
  return new Promise((resolve) => {
    // What happened to one is told to the other by its end.
    one.on('error', () => undefined);
    const close = () => {
      resolve();
      if (other.destroyed) return;
      if (!one.readableEnded) cut(other);
      else if (other.writableFinished) other.destroy();
      else other.once('finish', () => other.destroy());
    };
    if (one.closed) close();
    else one.once('close', close);
  });
}

/**
 * What breaks off must not look like an end to whoever reads it. A socket that was told to end can't be reset any more:
 * Node 20 would keep its handle for ever.
 */
export function cut(stream: Duplex): void {
  if (stream instanceof Socket && !stream.writableEnded) stream.resetAndDestroy();
  else stream.destroy();
}
