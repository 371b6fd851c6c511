const YEARS = 10;

/** The decade that the address wants, by its first year. */
export function yearsOf(query: URLSearchParams): number | undefined {
  const decade = Number(query.get('decade'));
  return Number.isInteger(decade) && decade >= 1880 && decade < 2100 ? decade : undefined;
}

/** Which films the address wants; what makes no sense there is passed over. */
export function kindOf(query: URLSearchParams): {
  genre?: string;
  minYear?: number;
  maxYear?: number;
} {
  const genre = query.get('genre')?.slice(0, 50);
  const decade = yearsOf(query);
  return {
    ...(genre && { genre }),
    ...(decade !== undefined && { minYear: decade, maxYear: decade + YEARS - 1 }),
  };
}
