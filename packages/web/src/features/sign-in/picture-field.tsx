import { Camera } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Icon } from '../../ui/icon.js';

/** A picture of oneself, shown as others will see it. */
export function PictureField({
  name,
  picture,
  onChange,
}: {
  readonly name: string;
  readonly picture: File | undefined;
  readonly onChange: (picture: File | undefined) => void;
}) {
  const t = useTranslations('signUp');
  const [url, setUrl] = useState<string>();

  function choose(file: File | undefined): void {
    if (url !== undefined) URL.revokeObjectURL(url);
    setUrl(file && URL.createObjectURL(file));
    onChange(file);
  }

  return (
    <label className="group relative flex items-center gap-4 rounded-card has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-accent">
      <span className="relative">
        {picture && url !== undefined ? (
          <img src={url} alt="" className="size-16 rounded-pill object-cover" />
        ) : (
          <Avatar id={name} name={name} size="large" />
        )}
        <span className="absolute -end-1 -bottom-1 flex size-7 items-center justify-center rounded-pill border-2 border-panel bg-accent text-on-accent">
          <Icon of={Camera} size={14} />
        </span>
      </span>
      <span className="font-medium text-accent group-hover:underline">
        {picture ? t('changePicture') : t('picture')}
      </span>
      <input
        type="file"
        accept="image/*"
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => choose(event.target.files?.[0])}
      />
    </label>
  );
}
