import type { BenchOptions } from './options.js';
import type { Circumstances } from './report/circumstances.js';

/** Measures one thing, and returns its part of docs/benchmarks.md. Its files go to `scratch`. */
export type Suite = (options: BenchOptions, run: Circumstances, scratch: string) => Promise<string>;
