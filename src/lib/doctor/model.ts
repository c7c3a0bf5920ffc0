import type { ProblemId } from './problems/problems.js';

/** The layers between a person and a cluster, from the outermost inwards; each is one step, and reported in this order. */
export const layers = [
  'configuration',
  'credentials',
  'account',
  'settings',
  'instance',
  'cluster',
  'security group',
  'ssh',
  'dns',
  'tcp',
  'tls',
  'protocol',
  'versions',
  'login',
  'metadata',
  'rights',
  'round trip',
  'kubernetes',
  'secret',
  'pods',
  'applications',
] as const;
export type Layer = (typeof layers)[number];

/** What one look at one layer brought to light. */
export interface Finding {
  /** A warning doesn't keep anything from working today. */
  readonly verdict: 'ok' | 'warning' | 'broken';
  /** What was looked at, and what came back, in a line: `b-1…:9098: no answer in 5 s`. Untrusted parts are printable. */
  readonly saw: string;
  /** The entry of the catalogue that this is; every warning and every break has one. */
  readonly problem?: ProblemId;
  /** The next things to do, a line each; a command is on a line of its own. */
  readonly next?: readonly string[];
  /** What exops can do about it itself. */
  readonly fix?: Fix;
  /** It is a right, or who we are, that is missing: exit code 4. */
  readonly access?: true;
}

/** Changes that `--fix` offers, each through the engine. */
export type Fix =
  | { readonly kind: 'wake' }
  | { readonly kind: 'patch bootstrap' }
  | { readonly kind: 'sync topics' }
  | {
      readonly kind: 'security group rule';
      readonly groupId: string;
      readonly port: number;
      readonly source: { readonly groupId: string } | { readonly block: string };
    };

/** How a step ended. Without a value, what comes after it can't be looked at. */
export interface Outcome<Value> {
  readonly findings: readonly Finding[];
  readonly value?: Value;
  /** Why there was nothing to look at: `the environment has no host`. Not a failure: it may still have a value. */
  readonly skipped?: string;
  /** Layers beside it that it turned out to need, and that brought nothing: it was not reached after all. */
  readonly lacks?: readonly Layer[];
}

/**
 * One layer to look at. `run` never throws for what it looks at: that is a finding. What it throws all the same becomes
 * one, too.
 */
export interface Step<Value = unknown> {
  readonly layer: Layer;
  /** What is tried, for people: `SSH to the hosts on the way`. */
  readonly tries: string;
  /** Without a value of each of these nothing is tried. */
  readonly after: readonly Step[];
  /** Those that are waited for and whose outcome is known to `run`, whatever it is. */
  readonly beside: readonly Step[];
  /** The longest that this step may take by itself; milliseconds. */
  readonly deadlineMs: number;
  run(known: Known, signal: AbortSignal): Promise<Outcome<Value>>;
}

/** What earlier steps of a chain brought. */
export interface Known {
  /** Of a step in `after`. */
  value<Value>(step: Step<Value>): Value;
  /** Of a step in `beside`, or in `after`; undefined when it wasn't reached. */
  outcome<Value>(step: Step<Value>): Outcome<Value> | undefined;
}

/** A step that was run, or wasn't. */
export interface Examined {
  readonly layer: Layer;
  readonly tries: string;
  readonly status: 'ok' | 'warning' | 'broken' | 'skipped' | 'not reached';
  readonly findings: readonly Finding[];
  /** Why it was skipped, or the layers that it waited for in vain. */
  readonly because?: string;
  /** Of this step by itself; milliseconds. */
  readonly tookMs: number;
}

/** One thing that can be wrong: what a finding refers to, the guide is made of, and the suite really breaks. */
export interface Problem {
  readonly layer: Layer | 'any';
  /** A line: `The port speaks another protocol than the environment's authentication`. */
  readonly title: string;
  /** What clients say then, each as `kafkajs: Closed connection`; empty when none gets that far. */
  readonly symptoms: readonly string[];
  /** Why it is so, a sentence or two. */
  readonly cause: string;
  /** What to do, a sentence or two. */
  readonly remedy: string;
}
