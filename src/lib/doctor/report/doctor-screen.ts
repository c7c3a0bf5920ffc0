import type { Output } from '../../terminal/terminal.js';
import type { Examined } from '../model.js';
import { examinedLines, type Look, untriedLines, untriedWords } from './doctor-lines.js';
import { examinedRecords } from './doctor-records.js';

/** Where a diagnosis is shown, layer after layer. */
export interface DoctorScreen {
  show(examined: Examined): void;
  /** Nothing comes after it. */
  end(): void;
}

/** For people: neighbours that weren't looked at for one reason share a line. */
export function lineScreen(out: Pick<Output, 'line'>, look: Look): DoctorScreen {
  let untried: readonly Examined[] = [];
  const end = () => {
    for (const line of untriedLines(untried, look)) out.line(line);
    untried = [];
  };
  return {
    end,
    show(examined) {
      const isUntried = examined.findings.length === 0;
      const [first] = untried;
      const isOther = first !== undefined && untriedWords(first) !== untriedWords(examined);
      if (!isUntried || isOther) end();
      if (isUntried) untried = [...untried, examined];
      else out.line(examinedLines(examined, look).join('\n'));
    },
  };
}

/** For programs: a record for each finding, as they come. */
export function recordScreen(out: Pick<Output, 'line'>): DoctorScreen {
  return { show: (examined) => out.line(examinedRecords(examined).join('\n')), end() {} };
}

/** Where a document at the end says it all. */
export const noScreen: DoctorScreen = { show() {}, end() {} };
