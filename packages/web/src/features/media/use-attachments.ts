import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { realtime } from '@kith/contract';
import type { Attachment } from '../../client/attachments.js';
import type { Conversation } from '../../client/messages/conversation.js';
import { reducePicture } from '../../client/reduce-picture.js';
import { useTranslations } from '../../text/index.js';
import { toast } from '../../ui/toast.js';
import { useAccount } from '../account/index.js';
import { describe } from './attachment-kind.js';

/** Sends a message, with its file if it has one. */
export type Send = (type: number, content: realtime.Content, file?: Blob) => void;
const NONE: readonly Attachment[] = [];

/** The files that somebody is about to send in a chat. */
export function useAttachments(conversation: Conversation) {
  const t = useTranslations('media');
  const { attachments, unkept } = useAccount();
  const { listId } = conversation;
  const [isBusy, setBusy] = useState(false);
  const chosen = useStore(attachments.store, (all) => all[listId] ?? NONE);
  useEffect(() => attachments.open(listId), [attachments, listId]);
  useEffect(() => unkept.listen(() => toast(t('unkept'))), [unkept, t]);

  async function keep(kept: Promise<boolean>): Promise<void> {
    if (!(await kept)) toast(t('draftUnkept'));
  }
  return {
    chosen,
    isBusy,
    add: (files: readonly File[]) => {
      if (files.length === 0) return;
      // Ready by the time they are sent.
      for (const file of files) void reducePicture(file);
      void keep(attachments.add(listId, files));
    },
    change: (next: readonly Attachment[]) => void keep(attachments.set(listId, next)),
    /** Sends them in their order; resolves when all have their rows. */
    send: async (sendMessage: Send) => {
      setBusy(true);
      const messages = await Promise.all(chosen.map(describe));
      for (const { type, content, file } of messages) sendMessage(type, content, file);
      void attachments.set(listId, NONE);
      setBusy(false);
    },
  };
}
