import type { ColorLevel } from './terminal.js';

type Paint = (text: string) => string;

/** Colours by meaning: they only mark severity and rank, and every line reads the same without them. */
export interface Palette {
  readonly good: Paint;
  readonly caution: Paint;
  readonly danger: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

const plain: Paint = (text) => text;

export const noColor: Palette = { good: plain, caution: plain, danger: plain, faint: plain, strong: plain };

/** chalk is loaded only where colour is wanted: a pipe doesn't wait for it. */
export async function loadPalette(level: ColorLevel): Promise<Palette> {
  if (level === 0) return noColor;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return {
    good: chalk.green,
    caution: chalk.yellow,
    danger: chalk.red,
    faint: chalk.dim,
    strong: chalk.bold,
  };
}
