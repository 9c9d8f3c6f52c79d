import { classes } from './classes.js';
import { useFailed } from './use-failed.js';

interface AvatarProps {
  /** Chooses the ground if there is no picture. */
  readonly id: string | number;
  readonly name: string;
  /** The path of the picture below `/static/photo/`; default pictures count as none. */
  readonly photo?: string | undefined;
  readonly size?: 'small' | 'row' | 'large' | 'huge';
  /** A green dot: the person is online. */
  readonly isOnline?: boolean;
}

const SIZES = {
  small: 'size-8 text-small',
  row: 'size-11 text-title',
  large: 'size-16 text-head',
  huge: 'size-24 text-hero',
} as const;
/** Written out, because the build reads class names from the text. */
const GROUNDS = [
  'bg-face-1',
  'bg-face-2',
  'bg-face-3',
  'bg-face-4',
  'bg-face-5',
  'bg-face-6',
  'bg-face-7',
  'bg-face-8',
] as const;

/** The face of a person or a group: the picture, or the first character of the name on one of eight grounds. */
export function Avatar({ id, name, photo, size = 'row', isOnline = false }: AvatarProps) {
  const [failed, setFailed] = useFailed();
  const hasPicture = photo !== undefined && photo !== '' && !photo.startsWith('default_') && failed !== photo;
  return (
    <span className={classes('relative inline-flex shrink-0 select-none', SIZES[size])} aria-hidden>
      {hasPicture ? (
        <img
          src={`/static/photo/${photo}`}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setFailed(photo)}
          className="size-full rounded-pill bg-other object-cover"
        />
      ) : (
        <span
          className={classes(
            'flex size-full items-center justify-center rounded-pill font-medium text-on-face',
            GROUNDS[groundOf(id)],
          )}
        >
          {firstGrapheme(name)}
        </span>
      )}
      {isOnline && (
        <span className="absolute end-0 bottom-0 size-3 rounded-pill border-2 border-panel bg-good" />
      )}
    </span>
  );
}

function groundOf(id: string | number): number {
  const sum = [...String(id)].reduce((total, character) => total * 31 + character.charCodeAt(0), 7);
  return Math.abs(sum | 0) % GROUNDS.length;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstGrapheme(name: string): string {
  const [first] = segmenter.segment(name.trim());
  return first ? first.segment.toLocaleUpperCase() : '·';
}
