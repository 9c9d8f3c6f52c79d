import { classes } from '../../ui/classes.js';

interface WaveformProps {
  /** From 0 to 1. */
  readonly bars: readonly number[];
  /** The part that is over, from 0 to 1. */
  readonly part: number;
}

const HEIGHT = 28;
const STEP = 4;

/** The loudness of a sound over its time; what is over stands out. Beside it, something else says the same in words. */
export function Waveform({ bars, part }: WaveformProps) {
  const path = bars
    .map((bar, at) => {
      const length = Math.max(2, bar * (HEIGHT - 2));
      return `M${at * STEP + 1.5} ${(HEIGHT - length) / 2}v${length}`;
    })
    .join('');
  return (
    <span aria-hidden className="relative block h-7">
      <Bars path={path} width={bars.length * STEP} className="opacity-40" />
      <Bars
        path={path}
        width={bars.length * STEP}
        className="absolute inset-0 text-accent"
        right={`${(1 - part) * 100}%`}
      />
    </span>
  );
}

function Bars({
  path,
  width,
  className,
  right = '0',
}: {
  readonly path: string;
  readonly width: number;
  readonly className: string;
  /** So much is cut off at the right. */
  readonly right?: string;
}) {
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes('block size-full', className)}
      style={{ clipPath: `inset(0 ${right} 0 0)` }}
    >
      <path
        d={path}
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
