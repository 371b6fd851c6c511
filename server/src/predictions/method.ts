/** Numbers of a taste, without the bias. */
export const RANK = 16;
/** Numbers of what is learnt from which movies people have rated, whatever the stars. */
export const WATCH_RANK = 50;
