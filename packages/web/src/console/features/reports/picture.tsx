import { Image as ImageIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';

/** How pictures are shown: behind a veil, clearly, or only when somebody asks for one. */
export type PictureLook = 'veiled' | 'clear' | 'closed';

/** A picture of the evidence. */
export function Picture({
  url,
  text,
  look,
}: {
  readonly url: string;
  /** What it is. */
  readonly text: string;
  readonly look: PictureLook;
}) {
  const t = useTranslations('console.reports');
  const [isOpen, setOpen] = useState(false);
  if (look === 'closed' && !isOpen)
    return (
      <Button onClick={() => setOpen(true)} className="h-auto min-h-10 py-1 text-small">
        <Icon of={ImageIcon} size={16} />
        {t('showPicture', { picture: text })}
      </Button>
    );
  return (
    <span className="block size-40 overflow-hidden rounded-control bg-other">
      <img
        src={url}
        alt={text}
        className={classes('size-full object-contain transition', look === 'veiled' && 'blur-veil')}
      />
    </span>
  );
}
