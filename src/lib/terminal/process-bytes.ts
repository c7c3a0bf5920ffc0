import { spawnSync } from 'node:child_process';
import type { ByteStreams } from './terminal.js';

const fallbackSize = { columns: 80, rows: 24 };

/** The streams of this process as they are. */
export function processBytes(): ByteStreams {
  const { stdin, stdout, stderr } = process;
  return {
    // Merely reading them would open what a command never touches.
    get input() {
      return stdin;
    },
    get output() {
      return stdout;
    },
    get errors() {
      return stderr;
    },
    isInputTerminal: stdin.isTTY === true,
    isInteractive: stdin.isTTY === true && stdout.isTTY === true,
    size: () => ({
      columns: stdout.columns || fallbackSize.columns,
      rows: stdout.rows || fallbackSize.rows,
    }),
    onResize(listener) {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
    raw,
  };
}

let rawHolds = false;

/** What ends a line: in raw mode the terminal doesn't add the carriage return. */
export function lineEnd(): '\n' | '\r\n' {
  return rawHolds ? '\r\n' : '\n';
}

function raw(): () => void {
  const { stdin } = process;
  const restore = () => {
    process.off('exit', restore);
    stdin.setRawMode?.(false);
    stdin.pause();
    rawHolds = false;
  };
  process.once('exit', restore);
  stdin.setRawMode?.(true);
  // Node lets the terminal go on turning \n into \r\n, and a full-screen program moves the cursor down with a bare one.
  rawHolds =
    stdin.isTTY && spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] }).status === 0;
  return restore;
}
