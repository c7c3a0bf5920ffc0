import type { Problem } from '../model.js';

export const kubernetesProblems = {} as const satisfies Record<string, Problem>;
