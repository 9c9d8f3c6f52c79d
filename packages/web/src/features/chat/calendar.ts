const DAYS = 7;

/** A day some days later. */
export function addDays(day: Date, count: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + count);
}

/** The same day of another month, or its last one. */
export function addMonths(day: Date, count: number): Date {
  const last = new Date(day.getFullYear(), day.getMonth() + count + 1, 0).getDate();
  return new Date(day.getFullYear(), day.getMonth() + count, Math.min(day.getDate(), last));
}

/** The weeks with the days of a month, and the days around them that complete the weeks. 0 is Sunday. */
export function weeksOf(day: Date, firstDay: number): readonly (readonly Date[])[] {
  const first = new Date(day.getFullYear(), day.getMonth(), 1);
  const last = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate();
  const before = (first.getDay() - firstDay + DAYS) % DAYS;
  return Array.from({ length: Math.ceil((before + last) / DAYS) }, (_, week) =>
    Array.from({ length: DAYS }, (_day, at) => addDays(first, week * DAYS + at - before)),
  );
}

/** The day with which weeks begin where a language is spoken; 0 is Sunday. */
export function firstDayOfWeek(locale: string): number {
  // Newer than the compiler's library, and missing in some browsers.
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  return (known.getWeekInfo?.().firstDay ?? DAYS) % DAYS;
}
