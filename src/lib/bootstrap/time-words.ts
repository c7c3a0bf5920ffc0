/**
 * `2026-11-21 13:02 UTC`
 * @param time seconds since the epoch
 */
export function timeWords(time: number): string {
  return `${isoTime(time).slice(0, 16).replace('T', ' ')} UTC`;
}

/** @param time seconds since the epoch, within the years that a date has */
export function isoTime(time: number): string {
  return new Date(time * 1000).toISOString();
}
