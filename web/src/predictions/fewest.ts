/** Fewer ratings tell how generous one is, and no taste. */
export const FEWEST_FOR_TASTE = 3;
