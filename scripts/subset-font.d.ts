/** What is used of it. */
declare module 'subset-font' {
  type Options = {
    targetFormat: 'woff2';
    keepAllGlyphs: true;
    variationAxes: Record<string, { min: number; max: number }>;
    /** Tags of OpenType. */
    keepFeatures: string[];
  };
  export default function subsetFont(
    font: Buffer,
    text: undefined,
    options: Options,
  ): Promise<Buffer>;
}
