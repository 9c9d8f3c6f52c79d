import { classes } from '../../ui/classes.js';
import { pathOf, photoPath } from './picture.js';

interface PortraitProps {
  /** Empty without a photo: then the drawn animal stands on its drawn ground. */
  readonly photo: string;
  readonly icon: string;
  readonly ground: string;
  readonly width?: 350 | 800;
  readonly className?: string;
}

/** What a person shows first, without words: a photo, else the drawn animal. */
export function Portrait({ photo, icon, ground, width = 350, className }: PortraitProps) {
  if (photo !== '')
    return (
      <img
        src={photoPath(photo, width)}
        alt=""
        loading="lazy"
        decoding="async"
        className={classes('bg-other object-cover', className)}
      />
    );
  return (
    <span aria-hidden className={classes('relative block overflow-hidden bg-other', className)}>
      <img src={pathOf(ground)} alt="" loading="lazy" className="absolute inset-0 size-full object-cover" />
      <img
        src={pathOf(icon)}
        alt=""
        loading="lazy"
        className="absolute inset-x-0 top-1/8 mx-auto h-3/5 object-contain"
      />
    </span>
  );
}
