import { EmojiPicker, type EmojiPickerListComponents } from 'frimousse';
import { Smile, Sticker } from 'lucide-react';
import { useState } from 'react';
import type { Language } from '../../client/languages.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { Popover } from '../../ui/popover.js';
import { loadEmoji } from './emoji-data.js';
import { Stickers } from './stickers.js';
import { useRecentEmoji } from './use-recent-emoji.js';
import type { PickedSticker } from './use-stickers.js';

interface EmojiPopoverProps {
  readonly anchor: Element | { getBoundingClientRect(): DOMRect };
  readonly returnTo?: HTMLElement | undefined;
  readonly onPick: (emoji: string) => void;
  /** Without it, there are no stickers. */
  readonly onSticker?: (sticker: PickedSticker) => void;
  readonly onClose: () => void;
}

const CELL = 'flex size-9 items-center justify-center rounded-control font-emoji text-head';

/** All emoji, the recent ones first, with a search in the language of the page. */
export function EmojiPopover({ anchor, returnTo, onPick, onSticker, onClose }: EmojiPopoverProps) {
  const t = useTranslations('emoji');
  const [tab, setTab] = useState<'emoji' | 'stickers'>('emoji');
  return (
    <Popover anchor={anchor} returnTo={returnTo} label={t('title')} onClose={onClose}>
      <div className="flex h-100 w-86 max-w-[calc(100vw-1rem)] flex-col">
        {tab === 'emoji' ? (
          <Picker
            onPick={(emoji) => {
              onPick(emoji);
              onClose();
            }}
          />
        ) : (
          <Stickers
            onPick={(sticker) => {
              onSticker?.(sticker);
              onClose();
            }}
          />
        )}
        {onSticker && (
          <div className="flex border-t border-line p-1">
            {TABS.map(({ name, icon }) => (
              <button
                key={name}
                type="button"
                aria-pressed={tab === name}
                className={classes(
                  'flex h-10 grow items-center justify-center gap-2 rounded-control text-small',
                  tab === name ? 'bg-tint font-medium text-accent' : 'text-secondary hover:bg-hover',
                )}
                onClick={() => setTab(name)}
              >
                <Icon of={icon} />
                {t(name === 'emoji' ? 'title' : 'stickers')}
              </button>
            ))}
          </div>
        )}
      </div>
    </Popover>
  );
}

const TABS = [
  { name: 'emoji', icon: Smile },
  { name: 'stickers', icon: Sticker },
] as const;

function Picker({ onPick }: { readonly onPick: (emoji: string) => void }) {
  const t = useTranslations('emoji');
  const language = useLocale();
  const { recent, skinTone, note, setSkinTone } = useRecentEmoji();
  const [search, setSearch] = useState('');
  const pick = (emoji: string): void => {
    note(emoji);
    onPick(emoji);
  };
  return (
    <EmojiPicker.Root
      locale={language}
      resolveEmojiData={resolve}
      columns={9}
      skinTone={skinTone}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      className="flex min-h-0 grow flex-col"
    >
      <div className="flex items-center gap-1 border-b border-line p-2">
        <EmojiPicker.Search
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          className="h-10 min-w-0 grow rounded-pill bg-other px-4 placeholder:text-secondary"
        />
        <EmojiPicker.SkinTone>
          {({ skinToneVariations }) => {
            const next = skinToneVariations.findIndex((one) => one.skinTone === skinTone) + 1;
            const { skinTone: tone = 'none' } = skinToneVariations[next] ?? {};
            return (
              <button
                type="button"
                aria-label={t('skinTone')}
                title={t('skinTone')}
                className={`${CELL} hover:bg-hover`}
                onClick={() => setSkinTone(tone)}
              >
                {skinToneVariations[next - 1]?.emoji}
              </button>
            );
          }}
        </EmojiPicker.SkinTone>
      </div>
      {search === '' && recent.length > 0 && (
        <div role="group" aria-label={t('recent')} className="flex flex-wrap border-b border-line px-2 py-1">
          {recent.slice(0, 9).map((emoji) => (
            <button
              key={emoji}
              type="button"
              className={`${CELL} hover:bg-hover`}
              onClick={() => pick(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
      <EmojiPicker.Viewport
        tabIndex={0}
        aria-label={t('title')}
        className="min-h-0 grow px-2 pb-2 outline-none"
      >
        <EmojiPicker.Loading className="block p-4 text-small text-secondary">
          {t('loading')}
        </EmojiPicker.Loading>
        <EmojiPicker.Empty className="block p-4 text-small text-secondary">{t('none')}</EmojiPicker.Empty>
        <EmojiPicker.List components={PARTS} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}

const resolve = (language: string) => loadEmoji(language as Language); // the page's own, given above

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className="bg-raised py-2 text-meta font-medium text-secondary">
      {category.label}
    </div>
  ),
  // They count from 0, which is no valid index.
  Row: ({ 'aria-rowindex': _, ...rest }) => <div {...rest} />,
  Emoji: ({ emoji, 'aria-colindex': _, ...rest }) => (
    <button
      type="button"
      {...rest}
      className={`${CELL} ${emoji.isActive ? 'bg-tint outline-2 -outline-offset-2 outline-accent' : ''}`}
    >
      {emoji.emoji}
    </button>
  ),
};
