/** Numbers that all threads see, all 0. */
export const sharedFloats = (length: number) =>
  new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));

/** The same in double precision, for the few that everything depends on. */
export const sharedDoubles = (length: number) =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

export const sharedIntegers = (length: number) =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

export const sharedBytes = (length: number) => new Uint8Array(new SharedArrayBuffer(length));
