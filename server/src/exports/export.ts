/** What a history may be taken away as: all of it as ours, or what others have a place for. */
export const EXPORT_FORMATS = ['halfstar', 'letterboxd', 'imdb', 'trakt', 'movielens'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file of an export. Its text is made while it is read, once, before the next file is asked for. */
export type ExportFile = { name: string; text: AsyncIterable<string> };

/** Packs files into one archive while they are made, a piece at a time. */
export type Packer = { pack(files: AsyncIterable<ExportFile>): AsyncIterable<Uint8Array> };
