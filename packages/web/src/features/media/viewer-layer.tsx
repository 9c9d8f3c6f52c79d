import { CONTENT_TYPES } from '@kith/contract';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Conversation } from '../../client/messages/conversation.js';
import type { ConversationState } from '../../client/messages/store.js';
import { deriveRows } from '../../client/messages/rows.js';
import { useAccount } from '../account/index.js';
import { fileOf } from './stored-file.js';
import type { Shown } from './viewer.js';

const Viewer = lazy(() => import('./viewer.js').then((file) => ({ default: file.Viewer })));

/** The key of the picture that the viewer was opened with. */
const opened = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));

/** Opens the viewer above the chat. */
export function openPicture(key: string): void {
  opened.setState({ key });
}

function closeViewer(): void {
  opened.setState({ key: undefined });
}

export interface ViewerLayerProps {
  readonly conversation: Conversation;
  readonly state: ConversationState;
  /** Shows a message of the chat. */
  readonly onShow: (seq: number) => void;
}

/** The viewer, while a picture of the chat is open. */
export function ViewerLayer(props: ViewerLayerProps) {
  const key = useStore(opened, (state) => state.key);
  useEffect(() => closeViewer, []);
  return key === undefined ? null : <Open {...props} firstKey={key} />;
}

function Open({ conversation, state, firstKey, onShow }: ViewerLayerProps & { readonly firstKey: string }) {
  const { session, uploads } = useAccount();
  const pictures = useMemo(
    () =>
      deriveRows({ ...state, ownId: session.userId }).flatMap((row): readonly Shown[] => {
        if (
          row.kind !== 'message' ||
          row.type !== CONTENT_TYPES.image ||
          row.isRecalled ||
          row.entry?.withheld
        )
          return [];
        const { url = uploads.urlOf(row.key), width, height } = fileOf(row.content, conversation.listId);
        return url === undefined ? [] : [{ key: row.key, url, width, height, seq: row.entry?.seq }];
      }),
    [conversation, state, session, uploads],
  );
  if (!pictures.some(({ key }) => key === firstKey)) return null;
  return (
    <Suspense>
      <Viewer pictures={pictures} firstKey={firstKey} onClose={closeViewer} onShow={onShow} />
    </Suspense>
  );
}
