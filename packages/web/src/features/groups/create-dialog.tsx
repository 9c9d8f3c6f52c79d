import { useNavigate } from '@tanstack/react-router';
import { Camera } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal, useSubmit } from '../account/index.js';
import { PeoplePicker } from './people-picker.js';
import { uploadPicture } from './picture.js';

/** Makes a group of friends, with a name and a picture. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im, chats } = useAccount();
  const navigate = useNavigate();
  const refusalOf = useRefusal();
  const { isBusy, refusal, submit } = useSubmit();
  const [name, setName] = useState('');
  const [picture, setPicture] = useState<File>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());

  async function create(): Promise<void> {
    const { list_id: listId } = await im.message.addGroup({ users: [...chosen], name: name.trim() });
    // The group exists: a picture that is refused can be chosen again in its details.
    if (picture) await uploadPicture(im, listId, picture).catch((error: unknown) => toast(refusalOf(error)));
    chats.refresh([listId]);
    onClose();
    await navigate({ to: '/chats/$listId', params: { listId } });
  }

  return (
    <Dialog title={t('create')} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(create);
        }}
      >
        <div className="flex items-end gap-3">
          <PictureField picture={picture} onChange={setPicture} />
          <Field
            label={t('name')}
            value={name}
            maxLength={50}
            placeholder={t('nameHint')}
            onChange={(event) => setName(event.target.value)}
            className="grow"
          />
        </div>
        <PeoplePicker chosen={chosen} onChange={setChosen} />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button look="main" type="submit" isBusy={isBusy} disabled={chosen.size === 0}>
          {t('createWith', { count: chosen.size })}
        </Button>
      </form>
    </Dialog>
  );
}

interface PictureFieldProps {
  readonly picture: File | undefined;
  readonly onChange: (picture: File | undefined) => void;
}

function PictureField({ picture, onChange }: PictureFieldProps) {
  const t = useTranslations('groups');
  const url = useMemo(() => picture && URL.createObjectURL(picture), [picture]);
  useEffect(() => () => void (url !== undefined && URL.revokeObjectURL(url)), [url]);
  return (
    <label className="relative flex size-16 shrink-0 items-center justify-center overflow-hidden rounded-pill bg-tint text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent">
      {url === undefined ? (
        <Icon of={Camera} size={24} />
      ) : (
        <img src={url} alt="" className="size-full object-cover" />
      )}
      <input
        type="file"
        accept="image/*"
        aria-label={t('choosePicture')}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={({ target }) => onChange(target.files?.[0])}
      />
    </label>
  );
}
