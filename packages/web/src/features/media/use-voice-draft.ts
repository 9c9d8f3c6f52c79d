import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { VoiceDraft } from '../../client/voice-drafts.js';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount } from '../account/index.js';

/** The recording of a chat that waits to be sent. */
export function useVoiceDraft(listId: string) {
  const t = useTranslations('media');
  const { voiceDrafts } = useAccount();
  const voice = useStore(voiceDrafts.store, (all) => all[listId]);
  useEffect(() => voiceDrafts.open(listId), [voiceDrafts, listId]);
  const keep = useCallback(
    (next: VoiceDraft | undefined) =>
      void voiceDrafts.set(listId, next).then((isKept) => {
        if (!isKept && next) toast(t('draftUnkept'));
      }),
    [voiceDrafts, listId, t],
  );
  return { voice, keep };
}
