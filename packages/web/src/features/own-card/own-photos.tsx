import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Clock, Plus, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { apiShapes } from '@kith/contract';
import { reducePicture } from '../../client/reduce-picture.js';
import { useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { useAccount, useRefusal } from '../account/index.js';
import { photoPath } from '../discover/index.js';

const PLACES = [1, 2, 3, 4, 5, 6] as const;
type Place = (typeof PLACES)[number];

/** The six places of photos: empty, uploading, waiting for review, shown or refused. */
export function OwnPhotos() {
  const { api } = useAccount();
  const queries = useQueryClient();
  const refusalOf = useRefusal();
  const [uploading, setUploading] = useState<ReadonlySet<Place>>(new Set());
  const [refusal, setRefusal] = useState<string>();
  const { data } = useQuery({
    queryKey: ['own-photos'],
    queryFn: () => api.user_friendship.user_photos(),
  });

  async function run(work: () => Promise<unknown>): Promise<void> {
    setRefusal(undefined);
    try {
      await work();
      await Promise.all(
        [['own-photos'], ['card']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  }

  async function place(at: Place, file: File): Promise<void> {
    setUploading((places) => new Set([...places, at]));
    await run(async () => {
      const photo = await reducePicture(file);
      const [image_type, image] = [typeOf(photo), await base64Of(photo)];
      await api.user_friendship.set_user_photo({ photo_index: at, image_type, image });
    });
    setUploading((places) => new Set([...places].filter((other) => other !== at)));
  }

  return (
    <>
      <ul className="grid grid-cols-3 gap-2">
        {PLACES.map((at) => {
          const photo = data?.list.find(({ photo_index }) => photo_index === at);
          return (
            <li key={at} className="relative aspect-3/4">
              <Slot
                at={at}
                photo={photo}
                isUploading={uploading.has(at)}
                onChoose={(file) => void place(at, file)}
              />
              {photo && !uploading.has(at) && (
                <Remove
                  at={at}
                  onRemove={() => void run(() => api.user_friendship.delete_user_photo({ id: photo.id }))}
                />
              )}
            </li>
          );
        })}
      </ul>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </>
  );
}

function Remove({ at, onRemove }: { readonly at: number; readonly onRemove: () => void }) {
  const t = useTranslations('ownCard');
  return (
    <button
      type="button"
      aria-label={t('removePhoto', { at })}
      title={t('removePhoto', { at })}
      onClick={onRemove}
      className="absolute end-1 top-1 flex size-9 items-center justify-center rounded-pill bg-foot/85 text-on-foot transition hover:bg-foot active:scale-95"
    >
      <Icon of={Trash2} size={16} />
    </button>
  );
}

const STATES = ['waiting', 'shown', 'refused'] as const;

function Slot({
  at,
  photo,
  isUploading,
  onChoose,
}: {
  readonly at: Place;
  readonly photo: apiShapes.UserPhoto | undefined;
  readonly isUploading: boolean;
  readonly onChoose: (file: File) => void;
}) {
  const t = useTranslations('ownCard');
  const state = isUploading ? 'uploading' : photo ? (STATES[photo.review_status] ?? 'waiting') : 'empty';
  return (
    <label
      className={classes(
        'flex size-full flex-col items-center justify-center overflow-hidden rounded-card text-secondary transition has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        state === 'empty' ? 'border border-dashed border-edge hover:bg-hover' : 'bg-other',
      )}
    >
      {photo && photo.photo_url !== '' ? (
        <img
          src={photoPath(photo.photo_url, 350)}
          alt=""
          className={classes('size-full object-cover', state !== 'shown' && 'opacity-60')}
        />
      ) : (
        state === 'empty' && <Icon of={Plus} />
      )}
      {state !== 'empty' && state !== 'shown' && (
        <span className="absolute inset-x-1 bottom-1 flex items-center justify-center gap-1 rounded-control bg-foot/85 px-2 py-1 text-center text-meta text-balance text-on-foot">
          <Icon of={state === 'refused' ? X : Clock} size={14} />
          {t(`state.${state}`)}
        </span>
      )}
      <input
        type="file"
        accept="image/png,image/jpeg,image/gif"
        disabled={isUploading}
        aria-label={t('slot', { at, state: t(`state.${state}`) })}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) onChoose(file);
        }}
      />
    </label>
  );
}

function typeOf({ type }: File): 'png' | 'jpeg' | 'gif' {
  return type === 'image/png' ? 'png' : type === 'image/gif' ? 'gif' : 'jpeg';
}

/** The bytes of a file as base64. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });
}
