import { meantWords } from '../missing-names.js';
import { nearest } from '../yaml/nearest.js';

/**
 * Why a topic that is named can't be worked with; brokers tell those who may not see it the same. Not yet printable.
 * @param there what the login may see: one of them may be meant
 */
export function noSuchTopic(name: string, there: Iterable<string>): string {
  return `no such topic, or no right to see it${meantWords({ meant: nearest(name, there) })}`;
}
