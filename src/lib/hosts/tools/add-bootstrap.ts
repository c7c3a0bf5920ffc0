import { type AddressStyle, addressStyles } from './tool-names.js';

/** Brokers as the host itself, or a container on it, reaches them. */
export interface BrokerAddress {
  /** `localhost:9092`, or several with commas between. */
  readonly brokers: string;
  /** Somebody wrote it down; otherwise it is where a broker of the same host mostly listens. */
  readonly isConfigured: boolean;
}

/** Every spelling of an address that Kafka's tools have, or once had. */
const given =
  /^--?(?:bootstrap(?:-[a-z]*)?|broker-list|zookeeper|authorizer-properties)(?:=|$)|^-b$|^(?:--producer-props=)?bootstrap\.servers=/;
const questions: ReadonlySet<string> = new Set(['--help', '-h', '--version']);

/**
 * The arguments of a tool with the brokers' address among them, where the tool needs one and the user gave none.
 * rpk has a profile of its own, which is left alone unless the address is configured.
 */
export function addBootstrap(
  tool: string,
  args: readonly string[],
  address: BrokerAddress,
): readonly string[] {
  const style = addressStyles.get(tool) ?? { by: 'nothing' };
  if (args.length === 0) return args;
  if (style.by === 'rpk') return withBrokersOption(args, address);
  const isGiven = args.some((arg) => given.test(arg) || questions.has(arg));
  return isGiven ? args : withAddress(style, args, address.brokers);
}

function withBrokersOption(
  args: readonly string[],
  { brokers, isConfigured }: BrokerAddress,
): readonly string[] {
  return isConfigured && !choosesBrokers(args) ? ['-X', `brokers=${brokers}`, ...args] : args;
}

/** By -X, by the older --brokers, or by a profile or a file that holds them. */
function choosesBrokers(args: readonly string[]): boolean {
  return args.some(
    (arg, index) =>
      /^(?:(?:-X=?|--config-opt=)brokers=|--(?:brokers|profile|config)(?:=|$))/.test(arg) ||
      (/^(?:-X|--config-opt)$/.test(arg) && args[index + 1]?.startsWith('brokers=') === true),
  );
}

function withAddress(style: AddressStyle, args: readonly string[], brokers: string): readonly string[] {
  const [first = '', ...rest] = args;
  switch (style.by) {
    case 'flag':
      return [style.flag, brokers, ...args];
    case 'flag among flags':
      return first.startsWith('-') ? [style.flag, brokers, ...args] : args;
    case 'subcommand flag':
      return first.startsWith('-') || mentions(args, style.file)
        ? args
        : [first, style.flag, brokers, ...rest];
    case 'property':
      return mentions(args, style.file)
        ? args
        : withProperty(args, style.flag, `${style.property}=${brokers}`);
    default:
      return args;
  }
}

/** A file of settings may well name the brokers, and would be overruled. */
function mentions(args: readonly string[], flags: readonly string[]): boolean {
  return args.some((arg) => flags.some((flag) => arg === flag || arg.startsWith(`${flag}=`)));
}

/** A second flag would take the place of the user's own. */
function withProperty(args: readonly string[], flag: string, property: string): readonly string[] {
  if (args.some((arg) => arg.startsWith(`${flag}=`))) return args;
  const at = args.indexOf(flag);
  return at < 0 ? [...args, flag, property] : [...args.slice(0, at + 1), property, ...args.slice(at + 1)];
}
