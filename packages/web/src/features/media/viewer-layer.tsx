import { CONTENT_TYPES } from '@kith/contract';
import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import type { ConversationState } from '../../client/messages/store.js';
import { deriveRows } from '../../client/messages/rows.js';
import { useAccount } from '../account/index.js';
import { fileOf } from './stored-file.js';
import type { Shown } from './viewer.js';

const Viewer = lazy(() => import('./viewer.js').then((file) => ({ default: file.Viewer })));

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The key of the picture that the viewer was opened with: a layer of its own, which the way back closes. */
    picture?: string;
  }
}

/** Opens the viewer above the chat. */
export function useOpenPicture(): (key: string) => void {
  const navigate = useNavigate();
  return (picture) => void navigate({ to: '.', search: true, state: (before) => ({ ...before, picture }) });
}

export interface ViewerLayerProps {
  readonly conversation: Conversation;
  readonly state: ConversationState;
  /** Shows a message of the chat. */
  readonly onShow: (seq: number) => void;
}

/** The viewer, while a picture of the chat is open. */
export function ViewerLayer(props: ViewerLayerProps) {
  const key = useRouterState({ select: ({ location }) => location.state.picture });
  return key === undefined ? null : <Open {...props} firstKey={key} />;
}

function Open({ conversation, state, firstKey, onShow }: ViewerLayerProps & { readonly firstKey: string }) {
  const { session, uploads } = useAccount();
  const { history } = useRouter();
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
      <Viewer pictures={pictures} firstKey={firstKey} onClose={() => history.back()} onShow={onShow} />
    </Suspense>
  );
}
