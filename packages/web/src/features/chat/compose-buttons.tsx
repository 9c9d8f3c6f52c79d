import { CONTENT_TYPES } from '@kith/contract';
import { Flame, Smile } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import type { MenuItem } from '../../ui/menu.js';
import { EmojiPopover, type PickedSticker } from '../emoji/index.js';
import { useChatState, useChatStore } from './chat-state.js';
import type { useCompose } from './use-compose.js';
import { useRights } from './use-rights.js';

/** Beside the field: emoji, and, while what is sent burns after reading, the way to end that. */
export function ComposeButtons({
  conversation,
  compose: { insert, isEditing, fieldProps, send },
}: {
  readonly conversation: Conversation;
  readonly compose: ReturnType<typeof useCompose>;
}) {
  const t = useTranslations('message');
  const emoji = useTranslations('emoji');
  const store = useChatStore(conversation);
  const burns = useChatState(conversation, (state) => state.burns);
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      {burns && !isEditing && (
        <IconButton
          label={t('burn')}
          aria-pressed
          className="bg-tint text-accent"
          onClick={() => store.setState({ burns: false })}
        >
          <Icon of={Flame} />
        </IconButton>
      )}
      <IconButton
        label={emoji('open')}
        aria-haspopup="dialog"
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        <Icon of={Smile} />
      </IconButton>
      <Suspense>
        {anchor && (
          <EmojiPopover
            anchor={anchor}
            returnTo={fieldProps.ref.current ?? undefined}
            onPick={insert}
            {...(!isEditing && { onSticker: (sticker) => send(CONTENT_TYPES.image, contentOf(sticker)) })}
            onClose={() => setAnchor(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}

/** A picture as the server names it: below the folder of the chat in which it was sent. */
function contentOf({ url, width, height }: PickedSticker) {
  const path = url.replace(/^\/static\/chat\//, '');
  return { url: path, full_url: path, w: width, h: height };
}

/** What a menu offers about the next messages: that they burn after reading, where that is allowed. */
export function useBurnItem(conversation: Conversation): readonly MenuItem[] {
  const t = useTranslations('message');
  const store = useChatStore(conversation);
  const burns = useChatState(conversation, (state) => state.burns);
  const { mayBurn } = useRights(conversation.listId);
  if (!mayBurn || burns) return [];
  return [{ icon: Flame, label: t('burn'), onChoose: () => store.setState({ burns: true }) }];
}
