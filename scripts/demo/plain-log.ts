/**
 * Makes a terminal's output fit for a log, piece by piece: moves of the cursor are noise there, and so is each frame of a
 * progress indicator, which the terminal is told to show at once.
 */
export function plainLog(): (text: string) => string {
  let held = '';
  return (text) => {
    const whole = (held + text).replaceAll(frame, '');
    // What has begun may be the first half of a frame, or of a sequence.
    const [{ index } = { index: whole.length }] = whole.matchAll(beginning);
    held = whole.slice(index);
    return whole.slice(0, index).replaceAll(sequence, '').replaceAll('\r\n', '\n');
  };
}

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: they are what is looked for */
const frame = /\u001b\[\?2026h.*?\u001b\[\?2026l/gs;
const sequence = /\u001b\[[?0-9;]*[A-Za-z]/g;
const beginning = /\u001b\[\?2026h.*$|\u001b(\[[?0-9;]*)?$/gs;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: they are what is looked for */
