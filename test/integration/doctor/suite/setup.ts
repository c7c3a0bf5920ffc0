import type { Layer } from '../../../../src/lib/doctor/model.js';
import type { ProblemId } from '../../../../src/lib/doctor/problems/problems.js';
import type { Place } from './place.js';

/** What stands in a folder, and how `exops doctor` is called there. */
export interface Scene {
  /** Of `exops.yaml`, as the environment `dev`; without it there is no file. */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** The whole of `exops.yaml` in the place of that. */
  readonly yaml?: string;
  readonly args?: string;
  /** Beside what leads to the lab's AWS. */
  readonly env?: Readonly<Record<string, string>>;
  /** The whole of what is to be done next, where a person pastes it. */
  readonly next?: readonly (string | RegExp)[];
  /** What the line that says it has in it. */
  readonly saw?: string | RegExp;
}

/** Something that is really broken. */
export interface BrokenSetup {
  /** In the words of a person who has it: `IAM client on 9092`. */
  readonly what: string;
  /** Where the catalogue says `any`. */
  readonly layer?: Layer;
  /** 1 when left out. A warning keeps it 0. */
  readonly exitCode?: 0 | 1 | 2 | 4;
  /** What the verdict is instead, where the cause shows further out, too. */
  readonly behind?: ProblemId;
  /** A black hole, which may cost one deadline: what is behind it must not be tried. */
  readonly isSilent?: true;
  /** What else is warned of or broken, by the same cause. */
  readonly also?: readonly ProblemId[];
  build(place: Place): Promise<Scene>;
}

/** Something that works. */
export interface HealthySetup {
  readonly what: string;
  /** Layers that must have been looked at, and found well. */
  readonly looksAt: readonly Layer[];
  build(place: Place): Promise<Scene>;
}

/** How an entry of the catalogue is proven: here, by a test elsewhere that names it, or not at all for a reason. */
export type Coverage =
  | readonly BrokenSetup[]
  | { readonly provenIn: string }
  | { readonly notInTheLab: string };
export type Coverages = Partial<Record<ProblemId, Coverage>>;
