import { UsageError } from '../../errors.js';
import { nameProblem } from '../../manifest/topic-name.js';
import { printable } from '../../terminal/printable.js';

/** A name, or all that begin so: an empty prefix is everything. */
export interface Pattern {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** `orders`, `orders.*` or `*`. @throws UsageError for what no topic can be called */
export function topicPattern(typed: string): Pattern {
  const pattern = patternOf(typed);
  // What a name can't be as a whole it may begin with: "." and nothing.
  const sample = pattern.isPrefix ? `${pattern.text}x` : pattern.text;
  const problem = starInside(pattern) ?? nameProblem(sample);
  if (problem !== undefined) throw refused('--topic', typed, problem);
  return pattern;
}

/** Groups and transactional ids may hold nearly anything. @param flag for messages: `--group` */
export function idPattern(flag: string, typed: string): Pattern {
  const pattern = patternOf(typed);
  const problem = starInside(pattern) ?? idProblem(pattern);
  if (problem !== undefined) throw refused(flag, typed, problem);
  return pattern;
}

function patternOf(typed: string): Pattern {
  return typed.endsWith('*')
    ? { text: typed.slice(0, -1), isPrefix: true }
    : { text: typed, isPrefix: false };
}

function starInside({ text }: Pattern): string | undefined {
  return text.includes('*') ? '"*" can stand only at the end' : undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html: a policy has no other characters. */
function idProblem({ text, isPrefix }: Pattern): string | undefined {
  if (text === '' && !isPrefix) return 'it is empty';
  const stranger = /[^\u0020-\u007e\u00a1-\u00ff]/u.exec(text)?.[0];
  return stranger === undefined ? undefined : `"${printable(stranger)}" can't stand in an IAM policy`;
}

function refused(flag: string, typed: string, problem: string): UsageError {
  return new UsageError(`${flag} "${printable(typed)}": ${printable(problem)}.`, {
    hint: 'Write a name, the beginning of names and a *, or * for all.',
  });
}
