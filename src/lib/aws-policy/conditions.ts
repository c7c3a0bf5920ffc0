/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html: values by operator and key. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Both hold; no two of ours have the same operator and key. */
export function both(one: Conditions | undefined, other: Conditions | undefined): Conditions | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(
    operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]),
  );
}

/**
 * Only this tag may be set or removed. That there is a key at all is asked for too: a request that removes every tag of a
 * resource names none.
 */
export function onlyTag(key: string): Conditions {
  return {
    'ForAllValues:StringEquals': { 'aws:TagKeys': [key] },
    Null: { 'aws:TagKeys': 'false' },
  };
}

/** The resource has all of these tags. */
export function hasTags(tags: Readonly<Record<string, string>>): Conditions {
  const keys = Object.keys(tags).sort();
  return {
    StringEquals: Object.fromEntries(
      keys.map((key) => [`aws:ResourceTag/${key}`, withoutVariables(tags[key] ?? '')]),
    ),
  };
}

/** `exops:protected` isn't there, or says no. */
export const isUnprotected: Conditions = {
  StringEqualsIgnoreCaseIfExists: { 'aws:ResourceTag/exops:protected': ['0', 'false', 'no'] },
};

/** A value means itself, even where it looks like a policy variable. */
export function withoutVariables(value: string): string {
  return value.replaceAll('$', () => `\${$}`);
}
