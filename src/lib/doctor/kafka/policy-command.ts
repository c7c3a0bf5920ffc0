import type { DoctorDeps } from '../doctor-deps.js';

/** Prints a policy with which exops can do all that it does; people take out of it what they don't need. */
export function policyCommand({ commandLine }: Pick<DoctorDeps, 'commandLine'>): string {
  return commandLine('msk policy', ['--for', 'admin', '--topic', '*']);
}
