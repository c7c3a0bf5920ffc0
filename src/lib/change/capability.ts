import type { Update } from '../terminal/progress.js';
import type { Outcome } from './outcome.js';
import type { Plan } from './plan.js';

/** What the engine hands to a capability while it works. */
export interface Work {
  /** For the progress line. */
  readonly update: Update;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Something that happened while a plan is applied and that a person should see at once. */
export interface ApplyEvent {
  /** What the line begins with: ✓, ✗ or ↩. */
  readonly mark: 'done' | 'failed' | 'back';
  readonly text: string;
}

export interface ApplyWork extends Work {
  /** Shown as a line of its own. */
  readonly tell: (event: ApplyEvent) => void;
  /** Called as each change ends; a change without an outcome was not tried. */
  readonly report: (outcome: Outcome) => void;
}

/**
 * One thing exops can bring to a wanted state. It knows its rules and its requests; it never prints, prompts, reads
 * flags or exits: the engine (`runChange`) does.
 */
export interface Capability<Observed, Detail> {
  /** Reads the world once, in as few round trips as the protocol allows. */
  observe(work: Work): Promise<Observed>;
  /** Pure: the same observation gives the same plan. */
  plan(observed: Observed): Plan<Detail>;
  /**
   * Whether a person who agreed to the plan that was shown agreed to the one of now, too. Left out where both must say
   * the same; needed where what is under way may end while a person reads.
   */
  stands?(shown: Plan<Detail>, now: Plan<Detail>): boolean;
  /**
   * Does what the plan says and nothing else. A single change's failure is an outcome, never an exception.
   * On an aborted signal it finishes what is under way and begins nothing new.
   */
  apply(plan: Plan<Detail>, work: ApplyWork): Promise<void>;
  /** Reads again what was changed and returns the outcomes corrected: "accepted" is not "done". */
  verify(plan: Plan<Detail>, outcomes: readonly Outcome[], work: Work): Promise<readonly Outcome[]>;
  /** Where the engine's own words don't fit. */
  readonly words?: {
    /** What Ctrl-C does from now on: `ending what is under way`. */
    readonly interrupted?: string;
    /** What to do about a change that isn't complete; read when it has ended. */
    readonly goOn?: string;
  };
}
