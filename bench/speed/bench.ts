/** One line of the table of results. */
export type Row = {
  work: string;
  against: string;
  /** What is asked for, in words. */
  least: string;
  measured: string;
  isHeld: boolean;
  /** Context: absolute figures of this machine. */
  figures: string;
};

/** One bench: `npm run bench -- NAME` runs it alone. */
export type Bench = {
  name: string;
  run(): Promise<Row[]>;
};
