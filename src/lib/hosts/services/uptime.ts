const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has been running, for people: `45 s`, `12 min`, `3 h 5 min`, `4 d 2 h`. */
export function formatUptime(milliseconds: number): string {
  const whole = (unit: number) => Math.floor(milliseconds / unit);
  if (milliseconds < minute) return `${whole(second)} s`;
  if (milliseconds < hour) return `${whole(minute)} min`;
  if (milliseconds < day) return `${whole(hour)} h ${whole(minute) % 60} min`;
  return `${whole(day)} d ${whole(hour) % 24} h`;
}
