import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Camera } from 'lucide-react';
import { useState } from 'react';
import { reducePicture } from '../../client/reduce-picture.js';
import { signatureOf } from '../../client/signature.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Choice } from '../../ui/choice.js';
import { Field } from '../../ui/field.js';
import { Form } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Loaded, useAccount, useOwnProfile, useRefusal, type OwnProfile } from '../account/index.js';
import { SettingsPane } from './parts.js';

const SEXES = ['0', '1'] as const;

/** How others see the account. */
export function ProfilePage() {
  const profile = useOwnProfile();
  return (
    <SettingsPane page="profile">
      <Loaded
        of={profile}
        loading={
          <>
            <Skeleton className="size-24 rounded-pill" />
            <Skeleton className="h-44" />
          </>
        }
      >
        {(data) => (
          <>
            <Picture profile={data} />
            <ProfileForm profile={data} />
          </>
        )}
      </Loaded>
    </SettingsPane>
  );
}

function Picture({ profile: { id, nickname, photo } }: { readonly profile: OwnProfile }) {
  const t = useTranslations('me');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const publish = useMutation({
    mutationFn: async (file: File) => {
      const bytes = await reducePicture(file);
      await im.upload.photo({}, { bytes, name: bytes.name });
      await im.action.upPhoto();
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['base'] });
      toast(t('pictureSaved'));
    },
  });
  return (
    <div className="flex flex-col gap-3">
      <label className="group flex items-center gap-4 self-start rounded-card has-focus-visible:outline-2 has-focus-visible:outline-offset-4 has-focus-visible:outline-accent">
        <span className="relative">
          <Avatar id={id} name={nickname} photo={photo} size="huge" />
          <span className="absolute end-0 bottom-0 flex size-8 items-center justify-center rounded-pill border-2 border-panel bg-accent text-on-accent">
            <Icon of={Camera} size={16} />
          </span>
        </span>
        <span className="font-medium text-accent group-hover:underline">
          {publish.isPending ? t('pictureUploading') : t('changePicture')}
        </span>
        <input
          type="file"
          accept="image/*"
          disabled={publish.isPending}
          className="sr-only"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) publish.mutate(file);
          }}
        />
      </label>
      {publish.error && <Notice isError>{refusal(publish.error)}</Notice>}
    </div>
  );
}

function ProfileForm({ profile }: { readonly profile: OwnProfile }) {
  const t = useTranslations('me');
  const { im } = useAccount();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const [nickname, setNickname] = useState(profile.nickname);
  const [signature, setSignature] = useState(signatureOf(profile));
  const [sex, setSex] = useState(SEXES[profile.sex]);
  const save = useMutation({
    mutationFn: async () => {
      // The kinds of `setInfo`; only what was changed is sent.
      const changes = [
        [nickname.trim() !== profile.nickname, 0, nickname.trim()],
        [signature.trim() !== signatureOf(profile), 1, signature.trim()],
        [sex !== SEXES[profile.sex], 2, sex],
      ] as const;
      for (const [isChanged, type, content] of changes)
        if (isChanged) await im.set.setInfo({ type, content });
    },
    onSuccess: () => toast(t('profileSaved')),
    onSettled: () => queries.invalidateQueries({ queryKey: ['base'] }),
  });
  return (
    <Form
      submit={t('save')}
      isBusy={save.isPending}
      onSubmit={() => {
        if (!save.isPending) save.mutate();
      }}
    >
      <Field
        label={t('nickname')}
        autoComplete="nickname"
        required
        maxLength={50}
        value={nickname}
        onChange={(event) => setNickname(event.target.value)}
      />
      <Field
        label={t('signature')}
        hint={t('signatureHint')}
        maxLength={50}
        value={signature}
        onChange={(event) => setSignature(event.target.value)}
      />
      <Choice
        label={t('sex')}
        value={sex}
        options={SEXES.map((value) => ({ value, text: t(`sexes.${value}`) }))}
        onChange={setSex}
      />
      {save.error && <Notice isError>{refusal(save.error)}</Notice>}
    </Form>
  );
}
