import i18next from 'i18next';

/** `en-GB` for who reads English as they do there. */
function locale(): string {
  return navigator.languages.find((one) => one.startsWith(i18next.language)) ?? i18next.language;
}

/** To make one takes much longer than to use it. */
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

function kept<Format>(formats: Map<string, Format>, options: object, make: () => Format): Format {
  const key = `${locale()} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}

/** A number as the language of the page writes it. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const make = () => new Intl.NumberFormat(locale(), options);
  return kept(numbers, options, make).format(value);
}

/** 12,300 is 12K. */
export function roughly(value: number): string {
  return number(value, { notation: 'compact', maximumFractionDigits: 1 });
}

/** 4.35, 4.5, 4: as many places as it needs. */
export function starsText(stars: number): string {
  return number(stars, { maximumFractionDigits: 2 });
}

/** A score, which always has one place. */
export function scoreText(stars: number): string {
  return number(stars, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function date(
  when: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' },
): string {
  // A day has no time zone.
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(when);
  const wanted = { ...options, ...(isDay && { timeZone: 'UTC' }) };
  const make = () => new Intl.DateTimeFormat(locale(), wanted);
  return kept(dates, wanted, make).format(new Date(when));
}

/** `2 h 22 min`, in the words of the language. */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const unit = (value: number, name: 'hour' | 'minute') =>
    number(value, { style: 'unit', unit: name, unitDisplay: 'short' });
  return [hours > 0 && unit(hours, 'hour'), rest > 0 && unit(rest, 'minute')]
    .filter(Boolean)
    .join(' ');
}
