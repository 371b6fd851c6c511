import type { Part, Upload } from './entry.js';

/** An upload as it lies: any part of it can be read, as often as needed. `to` is the first byte no longer read. */
export type Bytes = {
  size: number;
  read(from: number, to: number): AsyncIterable<Uint8Array>;
};

/** A whole upload, until it is let go. */
export type Parked = {
  bytes: Bytes;
  /** The open file that they lie in, which all threads of this process may read. */
  descriptor: number;
  /** SHA-256 of all of it. */
  digest: string;
  release(): Promise<void>;
};

/** Puts uploads down while they arrive, for the end of a zip has to be known first. */
export type Parking = {
  /** Null where more comes than `most` bytes. Nothing is left of what was not released, nor of what broke off. */
  park(pieces: AsyncIterable<Uint8Array>, most: number): Promise<Parked | null>;
};

export type UploadOptions = {
  /** What a lone file is about, where its content does not tell. */
  part?: Part | undefined;
  /** Whose rows to take from a data set of many people: the id there. */
  person?: string | undefined;
};

export type Uploads = {
  /**
   * Recognises an upload by its content, and refuses what is none: `import-unreadable` says what was found and what was
   * expected, `import-unclear` asks for an option. Holds a small part of it in memory at a time.
   */
  open(bytes: Bytes, name: string, options?: UploadOptions): Promise<Upload>;
};
