import { EmojiPicker, type EmojiPickerListComponents } from 'frimousse';
import { useState } from 'react';
import type { Language } from '../../client/languages.js';
import { useLocale, useTranslations } from '../../text/index.js';
import { Popover } from '../../ui/popover.js';
import { loadEmoji } from './emoji-data.js';
import { useRecentEmoji } from './use-recent-emoji.js';

interface EmojiPopoverProps {
  readonly anchor: Element | { getBoundingClientRect(): DOMRect };
  readonly returnTo?: HTMLElement | undefined;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

const CELL = 'flex size-9 items-center justify-center rounded-control font-emoji text-head';

/** All emoji, the recent ones first, with a search in the language of the page. */
export function EmojiPopover({ anchor, returnTo, onPick, onClose }: EmojiPopoverProps) {
  const t = useTranslations('emoji');
  const language = useLocale();
  const { recent, skinTone, note, setSkinTone } = useRecentEmoji();
  const [search, setSearch] = useState('');
  const pick = (emoji: string): void => {
    note(emoji);
    onPick(emoji);
    onClose();
  };
  return (
    <Popover anchor={anchor} returnTo={returnTo} label={t('title')} onClose={onClose}>
      <EmojiPicker.Root
        locale={language}
        resolveEmojiData={resolve}
        columns={9}
        skinTone={skinTone}
        onEmojiSelect={({ emoji }) => pick(emoji)}
        className="flex h-90 w-86 flex-col"
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
          <div
            role="group"
            aria-label={t('recent')}
            className="flex flex-wrap border-b border-line px-2 py-1"
          >
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
    </Popover>
  );
}

const resolve = (language: string) => loadEmoji(language as Language); // the page's own, given above

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className="bg-raised py-2 text-meta font-medium text-secondary">
      {category.label}
    </div>
  ),
  Emoji: ({ emoji, ...rest }) => (
    <button type="button" {...rest} className={`${CELL} ${emoji.isActive ? 'bg-hover' : ''}`}>
      {emoji.emoji}
    </button>
  ),
};
