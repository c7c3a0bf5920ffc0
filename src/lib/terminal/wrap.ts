import { textWidth } from './text-width.js';

/** Breaks text at spaces into lines of at most `width` columns; a longer word stands on a line of its own. */
export function wrap(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Pads text with spaces on the right to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** The beginning of a text that is longer than `width` columns, and a mark that there was more. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  // Made here because it takes longer than everything else that a short command loads.
  const graphemes = new Intl.Segmenter();
  let kept = '';
  let left = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= textWidth(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The beginning and the end of a text that is longer than `width` columns, with a mark between them. */
export function cutMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const segments = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const take = (some: readonly string[], most: number) => {
    let left = most;
    const end = some.findIndex((segment) => {
      left -= textWidth(segment);
      return left < 0;
    });
    return some.slice(0, end);
  };
  const head = take(segments, Math.ceil((width - 1) / 2));
  const tail = take(segments.toReversed(), Math.floor((width - 1) / 2)).toReversed();
  return `${head.join('')}…${tail.join('')}`;
}
