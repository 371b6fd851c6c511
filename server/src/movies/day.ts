/** Whether a `YYYY-MM-DD` is a day of the calendar: `2001-02-30` looks like one, but is none. */
export function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === text;
}
