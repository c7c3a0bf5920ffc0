const prefix = 'exops-check-';
const pattern = /^exops-check-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{12}$/;

/** The groups of a check: `split` shares its records, `copy` reads all of them. */
const groupRoles = ['split', 'copy'] as const;
export type GroupRole = (typeof groupRoles)[number];

/**
 * What a check calls its topic, and its groups begin with: `exops-check-20261121T234500Z-0123456789ab`.
 * @param now milliseconds since the epoch
 * @param unique six bytes that no other check has
 */
export function checkName(now: number, unique: Buffer): string {
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${prefix}${time.replaceAll(/[-:]/g, '')}-${unique.toString('hex')}`;
}

export function groupName(check: string, role: GroupRole): string {
  return `${check}-${role}`;
}

/** When a check of this name began, in milliseconds since the epoch; undefined for any other name. */
export function beginOfCheck(name: string): number | undefined {
  const match = pattern.exec(name);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The check that a group belongs to; undefined for any other group. */
export function checkOfGroup(group: string): string | undefined {
  const role = groupRoles.find((one) => group.endsWith(`-${one}`));
  if (role === undefined) return undefined;
  const check = group.slice(0, -role.length - 1);
  return beginOfCheck(check) === undefined ? undefined : check;
}
