import type { Argument, Command, Option } from 'commander';

/** What a command line says up to where somebody is typing. */
export interface TypedLine {
  readonly command: Command;
  /** `['topics', 'describe']` */
  readonly path: readonly string[];
  /** By the names that a command's options have; of one that is repeated, the last. */
  readonly flags: Readonly<Record<string, string | boolean>>;
  readonly operands: readonly string[];
  /** The flag that the word being typed is the value of. */
  readonly option: Option | undefined;
  /** The argument that it is. */
  readonly argument: Argument | undefined;
  /** Whether `--` stands before it. */
  readonly isAfterDashes: boolean;
  /** What stands before the value in the same word: `--env=` */
  readonly prefix: string;
  /** The beginning of the value. */
  readonly typed: string;
}

type Walk = { -readonly [Key in keyof TypedLine]: TypedLine[Key] } & {
  path: string[];
  operands: string[];
  flags: Record<string, string | boolean>;
};

/** @param words what was typed after the program's name; the last one is incomplete, or empty */
export function readTypedLine(program: Command, words: readonly string[]): TypedLine {
  const walk: Walk = {
    ...{ command: program, path: [], flags: {}, operands: [], option: undefined, argument: undefined },
    ...{ isAfterDashes: false, prefix: '', typed: words.at(-1) ?? '' },
  };
  for (const word of words.slice(0, -1)) step(walk, word);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(walk.typed) ?? [];
  if (flag !== undefined && walk.option === undefined && !walk.isAfterDashes) {
    const option = valueOption(walk.command, flag);
    if (option !== undefined) Object.assign(walk, { option, prefix: `${flag}=`, typed: value });
  }
  if (walk.option === undefined) walk.argument = argumentAt(walk.command, walk.operands.length);
  return walk;
}

function step(walk: Walk, word: string): void {
  if (walk.option !== undefined) {
    walk.flags[walk.option.attributeName()] = word;
    walk.option = undefined;
  } else if (!walk.isAfterDashes && word === '--') walk.isAfterDashes = true;
  else if (!walk.isAfterDashes && /^-./.test(word)) readFlag(walk, word);
  else enter(walk, word);
}

function readFlag(walk: Walk, word: string): void {
  const { options } = walk.command;
  const whole = options.find(({ long, short }) => word === long || word === short);
  if (whole !== undefined) {
    if (takesValue(whole)) walk.option = whole;
    else walk.flags[whole.attributeName()] = !whole.negate;
    return;
  }
  const [, flag = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[^-])(.+)$/s.exec(word) ?? [];
  const option = valueOption(walk.command, flag);
  if (option !== undefined) walk.flags[option.attributeName()] = value;
}

function enter(walk: Walk, word: string): void {
  const next =
    walk.operands.length > 0
      ? undefined
      : walk.command.commands.find((one) => one.name() === word || one.aliases().includes(word));
  if (next === undefined) {
    walk.operands.push(word);
    return;
  }
  walk.command = next;
  walk.path.push(next.name());
}

function valueOption(command: Command, flag: string): Option | undefined {
  return command.options.find((one) => takesValue(one) && (flag === one.long || flag === one.short));
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}
