import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { CONTENT_TYPES, type ContentName } from '@kith/contract';
import { noteAskedForPush, pushStateOf, renewPush, wasAskedForPush } from '../../client/push.js';
import { closeNotification, introduceAccount, opened } from '../../client/worker.js';
import { useTranslations } from '../../text/index.js';
import { useAccount, useUnread } from '../account/index.js';

const Offer = lazy(async () => ({ default: (await import('./offer.js')).Offer }));

/** Connects an account with the service worker: words, notifications, the number on the icon, and the offer of push messages. */
export function WorkerLink() {
  const { im, session } = useAccount();
  useIntroduction();
  useNotifications();
  useIconBadge();
  const [isOffered, setOffered] = useOffer();
  useEffect(() => {
    // What fails now is tried again with the next page.
    renewPush(im, session).catch(() => undefined);
  }, [im, session]);
  if (!isOffered) return null;
  return (
    <Suspense>
      <Offer onClose={() => setOffered(false)} />
    </Suspense>
  );
}

function useIntroduction(): void {
  const t = useTranslations('push');
  const app = useTranslations('app');
  const content = useTranslations('content');
  const { session } = useAccount();
  useEffect(() => {
    const kinds = Object.fromEntries(
      // Object.entries widens the keys.
      Object.entries(CONTENT_TYPES).map(([name, type]) => [type, content(name as ContentName)]),
    );
    const words = { app: app('name'), message: t('message'), test: t('test'), kinds };
    // Without the storage of workers there are no notifications either.
    introduceAccount({ userId: session.userId, words }).catch(() => undefined);
  }, [t, app, content, session.userId]);
}

function useNotifications(): void {
  const account = useAccount();
  const navigate = useNavigate();
  useEffect(() => {
    const ends = [
      opened.listen((path) => void navigate({ to: path })),
      account.reads.listen(
        ({ user_id: userId, to }) => userId === account.session.userId && void closeNotification(to),
      ),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [account, navigate]);
}

function useIconBadge(): void {
  const unread = useUnread();
  useEffect(() => {
    // Only installed clients have an icon; others refuse or ignore it.
    if ('setAppBadge' in navigator) navigator.setAppBadge(unread).catch(() => undefined);
  }, [unread]);
}

/** Offers push messages after the first message that is sent here, once. */
function useOffer(): [boolean, (isOffered: boolean) => void] {
  const account = useAccount();
  const { userId } = account.session;
  const [isOffered, setOffered] = useState(false);
  useEffect(
    () =>
      account.entries.listen(({ entry }) => {
        if (entry.kind !== 'message' || entry.from !== userId || entry.cid === undefined) return;
        if (wasAskedForPush(userId) || pushStateOf(userId) !== 'off') return;
        noteAskedForPush(userId);
        setOffered(true);
      }),
    [account, userId],
  );
  return [isOffered, setOffered];
}
