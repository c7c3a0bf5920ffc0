/** A string as SSH sends it: its length, then its bytes. https://www.rfc-editor.org/rfc/rfc4251#section-5 */
export function sshString(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The strings that these bytes are made of; undefined when they end in the middle of one. */
export function readSshStrings(bytes: Buffer): readonly Buffer[] | undefined {
  const strings: Buffer[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const start = offset + 4;
    if (start > bytes.length) return undefined;
    const end = start + bytes.readUInt32BE(offset);
    if (end > bytes.length) return undefined;
    strings.push(bytes.subarray(start, end));
    offset = end;
  }
  return strings;
}
