import type { Problem } from '../model.js';

export const kafkaProblems = {} as const satisfies Record<string, Problem>;
