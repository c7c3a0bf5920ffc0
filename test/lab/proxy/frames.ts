export interface FrameReceiver {
  /** How long a request or an answer is at least: the old way to log in sends bare tokens, which may be shorter. */
  readonly shortest: number;
  /** One request or answer: its size as an int32, then that many bytes. */
  frame(bytes: Buffer): void;
  /** Bytes that aren't a request or an answer, such as TLS. */
  opaque(bytes: Buffer): void;
}

/** Cuts a stream into Kafka's frames; feed it what arrives. */
export function frameSplitter(receiver: FrameReceiver): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let isOpaque: boolean | undefined;

  const join = (): Buffer => (chunks.length === 1 && chunks[0]) || Buffer.concat(chunks);

  // Joins the chunks only when a frame is complete: a large one arrives in hundreds of them.
  function takeFrame(): boolean {
    if (length < 4) return false;
    const first = chunks[0] !== undefined && chunks[0].length >= 4 ? chunks[0] : join();
    const size = 4 + first.readInt32BE(0);
    if (length < size) return false;
    const bytes = join();
    length -= size;
    chunks = length === 0 ? [] : [bytes.subarray(size)];
    if (size < receiver.shortest) receiver.opaque(bytes.subarray(0, size));
    else receiver.frame(bytes.subarray(0, size));
    return true;
  }

  return (chunk) => {
    // A first frame of Kafka's is never over 16 MB, so its first byte is zero; that of TLS is 22.
    isOpaque ??= chunk[0] !== 0;
    if (isOpaque) {
      receiver.opaque(chunk);
      return;
    }
    chunks.push(chunk);
    length += chunk.length;
    while (takeFrame());
  };
}
