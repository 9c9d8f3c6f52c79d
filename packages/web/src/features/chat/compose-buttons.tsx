import { CONTENT_TYPES } from '@kith/contract';
import { Flame, Smile } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { EmojiPopover, type PickedSticker } from '../emoji/index.js';
import { useChatState, useChatStore } from './chat-state.js';
import type { useCompose } from './use-compose.js';
import { useRights } from './use-rights.js';

/** Beside the field: emoji, and whether what is sent burns after reading. */
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
  const { mayBurn } = useRights(conversation.listId);
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      {mayBurn && !isEditing && (
        <IconButton
          label={t('burn')}
          aria-pressed={burns}
          className={classes(burns && 'bg-tint text-accent')}
          onClick={() => store.setState({ burns: !burns })}
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
