import type { Output } from '../../terminal/terminal.js';
import type { Examined } from '../model.js';
import { examinedLines, type Look, untriedLines } from './doctor-lines.js';
import { examinedRecords } from './doctor-records.js';

/** Where a diagnosis is shown, layer after layer. */
export interface DoctorScreen {
  show(examined: Examined): void;
  /** Nothing comes after it. */
  end(): void;
}

/** For people: layers as they come, and at the end, in a few lines, those that weren't looked at. */
export function lineScreen(out: Pick<Output, 'line'>, look: Look): DoctorScreen {
  const untried: Examined[] = [];
  return {
    show(examined) {
      if (examined.findings.length === 0) untried.push(examined);
      else out.line(examinedLines(examined, look).join('\n'));
    },
    end() {
      for (const line of untriedLines(untried, look)) out.line(line);
    },
  };
}

/** For programs: a record for each finding, as they come. */
export function recordScreen(out: Pick<Output, 'line'>): DoctorScreen {
  return { show: (examined) => out.line(examinedRecords(examined).join('\n')), end() {} };
}

/** Where a document at the end says it all. */
export const noScreen: DoctorScreen = { show() {}, end() {} };
