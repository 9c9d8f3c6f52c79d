/** So many bars has the picture of a sound. */
const BARS = 40;
const MOST = 100;

/** The loudness of a recording in forty steps from 0 to 100, as its message carries it. Samples are from 0 to 1. */
export function peaksOf(levels: readonly number[]): readonly number[] {
  if (levels.length === 0) return [];
  const loudest = Math.max(...levels, Number.EPSILON);
  return Array.from({ length: BARS }, (_, bar) => {
    const part = levels.slice(
      Math.floor((bar * levels.length) / BARS),
      Math.ceil(((bar + 1) * levels.length) / BARS),
    );
    return Math.round((Math.max(...part) / loudest) * MOST);
  });
}

/** The bars of a voice message, from 0 to 1: those that its content has, else level ones. */
export function barsOf(peaks: unknown): readonly number[] {
  const known = Array.isArray(peaks) ? peaks.filter((peak) => typeof peak === 'number').slice(0, 200) : [];
  return known.length > 0
    ? known.map((peak: number) => Math.min(1, Math.max(0, peak / MOST)))
    : Array.from({ length: BARS }, () => 0.25);
}
