import { Camera, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, IconButton } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { useAccount, useSubmit } from '../account/index.js';
import { uploadPicture } from './picture.js';
import { mayEdit, useGroupAct, type Group } from './use-group.js';

interface FaceProps {
  readonly listId: string;
  readonly group: Group;
}

/** The picture, the name and the number of members; who may change them does it here. */
export function Face({ listId, group }: FaceProps) {
  const t = useTranslations('groups');
  const chat = useTranslations('chat');
  const [isRenaming, setRenaming] = useState<boolean>();
  const { name } = group.group;
  const isEditor = mayEdit(group);
  return (
    <div className="flex flex-col items-center gap-2 text-center">
      <Picture listId={listId} group={group} isEditor={isEditor} />
      {isRenaming ? (
        <Rename listId={listId} name={name} onEnd={() => setRenaming(false)} />
      ) : (
        <div className="flex max-w-full items-center gap-1">
          <p className="min-w-0 text-head font-strong wrap-anywhere">{name}</p>
          {isEditor && (
            <IconButton
              label={t('rename')}
              autoFocus={isRenaming === false}
              onClick={() => setRenaming(true)}
            >
              <Icon of={Pencil} size={18} />
            </IconButton>
          )}
        </div>
      )}
      <p className="text-secondary">{chat('members', { count: group.member.length })}</p>
    </div>
  );
}

function Picture({ listId, group, isEditor }: FaceProps & { readonly isEditor: boolean }) {
  const t = useTranslations('groups');
  const { im } = useAccount();
  const act = useGroupAct(listId);
  // The path stays the same when the picture changes.
  const [version, setVersion] = useState(0);
  const { is_photo: photo, name } = group.group;
  const shown = version === 0 ? photo : `${photo}?${version}`;
  if (!isEditor) return <Avatar id={listId} name={name} photo={shown} size="huge" />;
  return (
    <label className="relative rounded-pill has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <Avatar id={listId} name={name} photo={shown} size="huge" />
      <span className="absolute end-0 bottom-0 flex size-8 items-center justify-center rounded-pill border-2 border-panel bg-accent text-on-accent">
        <Icon of={Camera} size={16} />
      </span>
      <input
        type="file"
        accept="image/*"
        aria-label={t('changePicture')}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file)
            void act(() => uploadPicture(im, listId, file)).then(
              (isDone) => isDone && setVersion(Date.now()),
            );
        }}
      />
    </label>
  );
}

interface RenameProps {
  readonly listId: string;
  readonly name: string;
  readonly onEnd: () => void;
}

function Rename({ listId, name, onEnd }: RenameProps) {
  const t = useTranslations('groups');
  const app = useTranslations('app');
  const { im } = useAccount();
  const { isBusy, refusal, submit } = useSubmit();
  const [text, setText] = useState(name);
  return (
    <form
      className="flex w-full flex-col gap-2 text-start"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(() =>
          im.message.setGroupData({ list_id: listId, type: 'name', content: text.trim() }),
        ).then((isDone) => isDone && onEnd());
      }}
    >
      <Field
        label={t('name')}
        value={text}
        maxLength={50}
        required
        autoFocus
        error={refusal}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onEnd}>{app('cancel')}</Button>
        <Button look="main" type="submit" isBusy={isBusy} disabled={text.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
