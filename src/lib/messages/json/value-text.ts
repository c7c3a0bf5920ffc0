/**
 * A value's own text inside of a JSON text, with every digit that `JSON.parse` would round; undefined where it has no such value.
 * Of members with the same name the last one counts, as for `JSON.parse`.
 * @param json a text that `JSON.parse` takes: nothing is checked here
 */
export function valueTextAt(json: string, steps: readonly (string | number)[]): string | undefined {
  let start = skipSpace(json, 0);
  for (const step of steps) {
    const found =
      json[start] === '[' ? elementAt(json, start, Number(step)) : memberOf(json, start, `${step}`);
    if (found === undefined) return undefined;
    start = found;
  }
  return json.slice(start, endOfValue(json, start));
}

/** @returns where the value begins */
function memberOf(json: string, start: number, name: string): number | undefined {
  if (json[start] !== '{') return undefined;
  let found: number | undefined;
  for (let at = skipSpace(json, start + 1); json[at] === '"'; ) {
    const endOfName = endOfString(json, at);
    const value = skipSpace(json, skipSpace(json, endOfName) + 1);
    if (nameIs(json.slice(at, endOfName), name)) found = value;
    const end = skipSpace(json, endOfValue(json, value));
    at = json[end] === ',' ? skipSpace(json, end + 1) : end;
  }
  return found;
}

function nameIs(quoted: string, name: string): boolean {
  return quoted.includes('\\') ? JSON.parse(quoted) === name : quoted === `"${name}"`;
}

function elementAt(json: string, start: number, index: number): number | undefined {
  let at = skipSpace(json, start + 1);
  for (let left = index; json[at] !== ']'; left--) {
    if (left === 0) return at;
    const end = skipSpace(json, endOfValue(json, at));
    if (json[end] !== ',') return undefined;
    at = skipSpace(json, end + 1);
  }
  return undefined;
}

function skipSpace(json: string, start: number): number {
  let at = start;
  for (let letter = json[at]; letter === ' ' || letter === '\n' || letter === '\r' || letter === '\t'; )
    letter = json[++at];
  return at;
}

/** @param start of its first character @returns what follows its last */
function endOfValue(json: string, start: number): number {
  if (json[start] === '"') return endOfString(json, start);
  if (json[start] !== '{' && json[start] !== '[') return indexOf(/[\s,\]}]/g, json, start);
  let depth = 0;
  for (let at = start; ; at = indexOf(/["{}[\]]/g, json, at)) {
    const letter = json[at];
    if (letter === '"') at = endOfString(json, at);
    else {
      depth += letter === '{' || letter === '[' ? 1 : -1;
      at += 1;
    }
    if (depth === 0) return at;
  }
}

/** Of the first character from there on that is one of these; the end of the text where none is. */
function indexOf(these: RegExp, json: string, start: number): number {
  these.lastIndex = start;
  return these.exec(json)?.index ?? json.length;
}

/** @param start of its first quote @returns what follows its last */
export function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); ; at = json.indexOf('"', at + 1)) {
    let slashes = at;
    while (json[slashes - 1] === '\\') slashes -= 1;
    if ((at - slashes) % 2 === 0) return at + 1;
  }
}
