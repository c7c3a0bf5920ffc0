import { type ExitCode, ExopsError, exitCodes } from '../../errors.js';
import type { PartState } from './model.js';

/** A check that ended early, and what it made is still there. */
export class EndedEarlyError extends ExopsError {
  override readonly exitCode: ExitCode;

  /** @param words what is still there @param cleanUp how the clean-up ended: what goes by itself doesn't change the exit code */
  constructor(early: ExopsError, words: string, cleanUp: PartState) {
    super(`${early.message} ${words}`, { cause: early, hint: early.hint });
    this.exitCode = cleanUp === 'ok' ? early.exitCode : exitCodes.partial;
  }
}
