import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Variables, variable } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import { unreadable } from '../yaml/text-file.js';

/** A profile's settings: `region`, `sso_session`, `source_profile`, … */
export type Profile = ReadonlyMap<string, string>;

export interface ProfileFiles {
  /** `~/.aws/config` */
  readonly config: string;
  /** `~/.aws/credentials` */
  readonly credentials: string;
}

/** Where the profiles are: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
export function profileFiles(env: Variables, home: string): ProfileFiles {
  const path = (name: string, usual: string) =>
    (variable(env, name) ?? join('~', '.aws', usual)).replace(/^~(?=[/\\])/, () => home);
  return {
    config: path('AWS_CONFIG_FILE', 'config'),
    credentials: path('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

/**
 * The profiles by name; a file that isn't there has none.
 * @throws UsageError when a file can't be read
 */
export function readProfiles({ config, credentials }: ProfileFiles): ReadonlyMap<string, Profile> {
  return parseProfiles(readIfThere(config), readIfThere(credentials));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return '';
    throw new UsageError(unreadable(path, error), { cause: error });
  }
}

/**
 * The profiles of both files together; what the credentials file says wins.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function parseProfiles(config: string, credentials: string): ReadonlyMap<string, Profile> {
  const profiles = new Map<string, Map<string, string>>();
  const sections = [
    ...parseSections(config).map(([title, settings]) => [profileOfConfig(title), settings] as const),
    ...parseSections(credentials),
  ];
  for (const [name, settings] of sections) {
    if (name === undefined) continue;
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settings]));
  }
  return profiles;
}

/** In the config file all but the default profile are called `profile …`; other sections are no profiles. */
function profileOfConfig(title: string): string | undefined {
  if (title === 'default') return title;
  return /^profile\s+(["']?)(.+)\1$/.exec(title)?.[2];
}

function parseSections(text: string): (readonly [string, Map<string, string>])[] {
  const sections: (readonly [string, Map<string, string>])[] = [];
  for (const line of text.split(/\r?\n/)) {
    const title = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
    if (title !== undefined) sections.push([title.trim(), new Map()]);
    // Indented lines belong to the setting above them.
    const [, key, value] = /^([^\s#;[=][^=]*?)\s*=\s*(.*?)\s*(?:\s[#;].*)?$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) sections.at(-1)?.[1].set(key.toLowerCase(), value);
  }
  return sections;
}
