/** `matching-engine-{shard}` and values for each placeholder, or what is wrong with them. */
export type Expansion = { readonly names: readonly string[] } | { readonly problem: string };

const placeholder = /\{([^{}]*)\}/g;
const mostNames = 10_000;

/** Every combination of the values put into the name, in the order they are written; the last placeholder changes fastest. */
export function expandName(
  template: string,
  values: Readonly<Record<string, readonly string[]>> | undefined,
): Expansion {
  const used = [...template.matchAll(placeholder)].map((match) => match[1] ?? '');
  const given = Object.keys(values ?? {});
  const unknown = used.find((name) => !given.includes(name));
  if (unknown !== undefined) return { problem: `"{${unknown}}" has no values: name them under forEach` };
  const unused = given.find((name) => !used.includes(name));
  if (unused !== undefined) return { problem: `forEach: "{${unused}}" does not stand in the topic's name` };
  const count = given.reduce((product, name) => product * (values?.[name]?.length ?? 0), 1);
  if (count > mostNames)
    return { problem: `forEach: ${count} topics from one entry; at most ${mostNames} are allowed` };
  const names = given.reduce(
    (partial, name) =>
      partial.flatMap((text) =>
        (values?.[name] ?? []).map((value) => text.replaceAll(`{${name}}`, () => value)),
      ),
    [template],
  );
  return { names };
}
