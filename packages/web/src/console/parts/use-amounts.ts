import { useFormatter } from '../../text/index.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const SPANS = [
  ['day', 24 * 3600_000],
  ['hour', 3600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
] as const;

/** The server counts no further. */
const COUNTED = 10_000;

/** Words for sizes, durations and parts, each in the unit that reads best. */
export function useAmounts() {
  const format = useFormatter();
  const short = { style: 'unit', unitDisplay: 'short' } as const;
  return {
    bytes: (bytes: number) => {
      const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
      const value = bytes / 1024 ** step;
      return format.number(value, {
        ...short,
        unit: UNITS[step] ?? 'byte',
        // The short form of bytes is the same for one and for several.
        ...(step === 0 && { unitDisplay: 'long' }),
        maximumFractionDigits: value < 10 ? 1 : 0,
      });
    },
    duration: (ms: number) => {
      const [unit, length] = SPANS.find(([, one]) => ms >= one) ?? (['millisecond', 1] as const);
      const value = ms / length;
      return format.number(value, { ...short, unit, maximumFractionDigits: value < 10 ? 1 : 0 });
    },
    part: (part: number) =>
      format.number(part, { style: 'percent', maximumFractionDigits: part < 0.1 ? 2 : 0 }),
    /** A number that the server counts up to 10,000. */
    counted: (value: number) => `${format.number(value)}${value < COUNTED ? '' : '+'}`,
    number: (value: number) => format.number(value, { maximumFractionDigits: value < 10 ? 2 : 0 }),
  };
}
