import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { DesiredState } from '../../manifest/model.js';
import type { SleepEntry } from '../../power/sleep-entry.js';
import type { DoctorDeps } from '../doctor-deps.js';

/** What a checklist takes beside a diagnosis. Nothing is read or asked before it is called. */
export interface ChecklistDeps extends DoctorDeps {
  /** The environment's sleep list, references resolved; empty where it has none. */
  sleep(): Promise<readonly SleepEntry[]>;
  /** The topics of its cluster, by a session of its own. */
  topics(): Promise<readonly TopicMetadata[]>;
  /** What its manifests declare. @throws InvalidFileError */
  manifests(paths: readonly string[]): Promise<DesiredState>;
}
