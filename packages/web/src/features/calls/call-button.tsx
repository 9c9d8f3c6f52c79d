import { useQuery } from '@tanstack/react-query';
import { Phone, Video } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';
import { wanted } from './wanted.js';

const Menu = lazy(() => import('../../ui/menu.js').then((file) => ({ default: file.Menu })));

/** Calls the other person of a chat, if they are friends; in a group `peerId` is 0. */
export function CallButton({ listId, peerId }: { readonly listId: string; readonly peerId: number }) {
  const t = useTranslations('calls');
  const { im } = useAccount();
  const [anchor, setAnchor] = useState<Element>();
  const { data } = useQuery({
    queryKey: ['person', String(peerId)],
    queryFn: () => im.get.details({ user_id: peerId }),
    retry: false,
    enabled: peerId !== 0,
  });
  if (data?.is_friend !== 1) return null;
  const call = (medium: 'voice' | 'video') => wanted.setState({ call: { listId, peerId, medium } });
  return (
    <>
      <IconButton label={t('call')} aria-haspopup="menu" onClick={(event) => setAnchor(event.currentTarget)}>
        <Icon of={Phone} />
      </IconButton>
      {anchor && (
        <Suspense>
          <Menu
            anchor={anchor}
            label={t('call')}
            onClose={() => setAnchor(undefined)}
            items={[
              { icon: Phone, label: t('voiceCall'), onChoose: () => call('voice') },
              { icon: Video, label: t('videoCall'), onChoose: () => call('video') },
            ]}
          />
        </Suspense>
      )}
    </>
  );
}
