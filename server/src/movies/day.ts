const DAY = /^\d{4}-\d\d-(\d\d)$/;

/** Whether a `YYYY-MM-DD` is a day of the calendar: `2001-02-30` looks like one, but is none. */
export function isDay(text: string): boolean {
  const day = DAY.exec(text)?.[1];
  // A day beyond the end of its month becomes one of the next.
  return day !== undefined && new Date(`${text}T00:00:00Z`).getUTCDate() === Number(day);
}
