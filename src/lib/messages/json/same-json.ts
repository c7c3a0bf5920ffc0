import { endOfString } from './value-text.js';

/**
 * Of the several ways to write a value one: without spaces, numbers as digits and a power of ten. Nothing of it is lost.
 * @param json a text that `JSON.parse` takes
 */
export function canonicalJson(json: string): string {
  let canonical = '';
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const start = quote < 0 ? json.length : quote;
    const end = quote < 0 ? json.length : endOfString(json, quote);
    canonical += canonicalRest(json.slice(at, start)) + canonicalText(json.slice(start, end));
    at = end;
  }
  return canonical;
}

function canonicalText(quoted: string): string {
  return quoted.includes('\\') ? JSON.stringify(JSON.parse(quoted)) : quoted;
}

/** What stands between texts. */
function canonicalRest(json: string): string {
  return json.replace(/\s+/g, '').replace(/-?\d[\d.eE+-]*/g, canonicalNumber);
}

/** The same for 1.0, 1 and 1e0, and for no other number. */
function canonicalNumber(text: string): string {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = `${whole}${fraction}`.replace(/^0+/, '');
  if (all === '') return '0';
  const exponent = Number(power) - fraction.length;
  if (!Number.isSafeInteger(exponent)) return text;
  const digits = withoutLastZeros(all);
  return `${sign}${digits}e${exponent + all.length - digits.length}`;
}

function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
