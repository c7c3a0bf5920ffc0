import type { Policy, Statement } from '../../../src/lib/aws-policy/statements.js';

/** A request as IAM sees it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys; a key that isn't here is missing from the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

type Values = readonly string[];

const known: Readonly<Record<string, (given: Values | undefined, wanted: Values) => boolean>> = {
  StringEquals: (given, wanted) => given?.length === 1 && wanted.some((one) => literal(one) === given[0]),
  NumericEquals: (given, wanted) =>
    given?.length === 1 && wanted.some((one) => Number(one) === Number(given[0])),
  BoolIfExists: (given, wanted) => given === undefined || given.every((one) => wanted.includes(one)),
  StringEqualsIgnoreCaseIfExists: (given, wanted) =>
    given === undefined || given.every((one) => wanted.includes(one.toLowerCase())),
  // Without any value it holds, which is why Null stands beside it.
  'ForAllValues:StringEquals': (given = [], wanted) => given.every((one) => wanted.includes(one)),
  Null: (given, [wanted]) => (given === undefined || given.length === 0) === (wanted === 'true'),
};

/** Whether a policy allows it, as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html says. */
export function allows({ Statement: statements }: Policy, request: Request): boolean {
  return statements.some((statement) => fits(statement, request));
}

function fits({ Action, Resource, Condition = {} }: Statement, request: Request): boolean {
  const isAbout =
    Action.includes(request.action) && Resource.some((one) => pattern(one).test(request.resource));
  return (
    isAbout &&
    Object.entries(Condition).every(([operator, keys]) => {
      const holds = known[operator];
      if (holds === undefined) throw new Error(`Nobody knows ${operator}.`);
      return Object.entries(keys).every(([key, wanted]) =>
        holds(listOf(request.context?.[key]), listOf(wanted) ?? []),
      );
    })
  );
}

function listOf(value: string | readonly string[] | undefined): Values | undefined {
  return typeof value === 'string' ? [value] : value;
}

function literal(text: string): string {
  return text.replace(/\$\{([$*?])\}/g, '$1');
}

function pattern(resource: string): RegExp {
  const parts = resource.split(/(\$\{[$*?]\}|[*?])/).map((part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return literal(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
