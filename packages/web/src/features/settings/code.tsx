import { useQuery } from '@tanstack/react-query';
import { Link2, Share2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { personLink } from '../../client/invitation.js';
import { useTranslations } from '../../text/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { Loaded, useAccount } from '../account/index.js';
import { SettingsPane } from './parts.js';

const QrCode = lazy(async () => ({ default: (await import('../../ui/qr-code.js')).QrCode }));

/** The own link: as a code to scan, to copy and to share. It adds friends, and invites those who have no account. */
export function CodePage() {
  const { im } = useAccount();
  const own = useQuery({ queryKey: ['own-row'], queryFn: () => im.get.getUserInfo({}), staleTime: 0 });
  return (
    <SettingsPane page="code">
      <Loaded of={own} loading={<Skeleton className="h-80" />}>
        {(data) => <Code {...data} />}
      </Loaded>
    </SettingsPane>
  );
}

function Code({
  id,
  nickname,
  photo,
  invite_code: code,
}: {
  readonly id: number;
  readonly nickname: string;
  readonly photo: string;
  readonly invite_code: string;
}) {
  const t = useTranslations('code');
  const link = personLink({ userId: id, code });

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(link);
    toast(t('copied'));
  }

  return (
    <div className="flex flex-col items-center gap-4 text-center">
      <Avatar id={id} name={nickname} photo={photo} size="large" />
      <p className="text-title font-strong wrap-anywhere">{nickname}</p>
      <Suspense fallback={<Skeleton className="size-60" />}>
        <QrCode text={link} label={t('picture')} />
      </Suspense>
      <p className="max-w-form text-secondary text-balance">{t('hint')}</p>
      <output className="max-w-full rounded-control bg-other px-3 py-2 text-small wrap-anywhere select-all">
        {link}
      </output>
      <div className="flex flex-wrap justify-center gap-2">
        {'clipboard' in navigator && (
          <Button look="main" onClick={() => void copy()}>
            <Icon of={Link2} />
            {t('copy')}
          </Button>
        )}
        {'share' in navigator && (
          // Whoever closes the system's sheet has not shared: nothing to say.
          <Button onClick={() => void navigator.share({ url: link }).catch(() => undefined)}>
            <Icon of={Share2} />
            {t('share')}
          </Button>
        )}
      </div>
    </div>
  );
}
