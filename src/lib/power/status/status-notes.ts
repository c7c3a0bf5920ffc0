import { printable } from '../../terminal/printable.js';
import type { StatusReport } from './observe-status.js';
import { startsSoon, timesForPeople, untilWords } from './status-words.js';
import { unreadNotes } from './unread-notes.js';

/** What is said beside the table: databases that AWS starts within a day, and what couldn't be read. */
export function statusNotes(report: StatusReport, timeZone?: string): readonly string[] {
  const { rows, list, unread, unpriced } = report;
  const times = timesForPeople(list.at, timeZone);
  return [
    ...rows.flatMap(({ name, found }) => {
      const startsAt = found?.sleeper.startsItselfAt;
      if (!startsSoon(startsAt, list.at)) return [];
      const when = `in ${untilWords(startsAt, list.at)}, ${times.coming(startsAt)}`;
      return [
        `AWS starts ${printable(name)} by itself ${when}. Put it to sleep again after that: exops dev sleep`,
      ];
    }),
    ...unreadNotes([...unread, ...(unpriced === undefined ? [] : [unpriced])]),
  ];
}
