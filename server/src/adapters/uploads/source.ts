/** One file of an upload, which can be read again and again. */
export type Source = { name: string; size: number; open(): AsyncIterable<Uint8Array> };

/** The first bytes of a source, `most` at most. */
export async function beginning(source: Source, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source.open()) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size >= most) break;
  }
  return Buffer.concat(pieces).subarray(0, most);
}
