import { useBlocker, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { ask, isRefusal, queries, useAction } from '../../admin/index.js';
import {
  contentOf,
  isSame,
  languagesOf,
  NEW,
  untitled,
  type Article,
  type Content,
  type Publication,
  type TextLanguage,
} from './drafts.js';

export type Desk = ReturnType<typeof useDesk>;

/** An article that is being written: it stays until it is saved or left, whatever the server says. */
export function useDesk(article: Article | undefined) {
  const t = useTranslations('console.content');
  const locale = useLocale();
  const navigate = useNavigate();
  const saved = article ? contentOf(article) : NEW;
  const languages = languagesOf(saved);
  const written = languages.filter((one) => saved.texts[one]);
  const [content, setContent] = useState<Content>(saved);
  const [language, setLanguage] = useState<TextLanguage>(
    written.find((one) => one === locale) ?? written[0] ?? locale,
  );
  const [isTried, setTried] = useState(false);
  const [newer, setNewer] = useState<Article>();
  const [open, setOpen] = useState<'preview' | 'publish'>();
  const action = useAction();
  const isLeaving = useRef(false);
  const isChanged = !isSame(content, saved);
  const missing = untitled(content);
  const isEmpty = Object.keys(content.texts).length === 0;
  const leave = useBlocker({
    // A dialog is a step of the history at the same address.
    shouldBlockFn: ({ current, next }) =>
      isChanged && !isLeaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged && !isLeaving.current,
    withResolver: true,
  });

  /** Whether it can be saved; if not, the language to change is open. */
  function check(): boolean {
    setTried(true);
    if (missing[0]) setLanguage(missing[0]);
    return missing.length === 0 && !isEmpty;
  }

  async function add(publication: Publication): Promise<void> {
    const { id } = await ask('POST', '/admin/content/articles', { ...content, ...publication });
    isLeaving.current = true;
    const params = { articleId: String(id) };
    await navigate({ to: '/console/content/articles/$articleId', params, replace: true });
  }

  async function change({ id, version }: Article, publication: Publication): Promise<void> {
    try {
      const seen = { id, version: newer?.version ?? version };
      await ask('PUT', '/admin/content/articles/{id}', { ...seen, ...content, ...publication });
    } catch (error) {
      if (isRefusal(error, 'stale')) setNewer(await ask('GET', '/admin/content/articles/{id}', { id }));
      throw error;
    }
  }

  async function save(publication: Publication): Promise<void> {
    await (article ? change(article, publication) : add(publication));
    setOpen(undefined);
    toast(t(`saved.${publication.state}`));
    void queries.invalidateQueries({ queryKey: ['articles'] });
    if (article) await queries.invalidateQueries({ queryKey: ['article', article.id] });
  }

  return {
    ...action,
    saved,
    languages,
    content,
    setContent,
    language,
    setLanguage,
    isChanged,
    lacksTitle: isTried && (missing.includes(language) || isEmpty),
    newer,
    open,
    setOpen,
    leave,
    saveDraft: () => {
      if (check()) void action.act(() => save({ state: 'draft' }));
    },
    choosePublication: () => {
      if (check()) setOpen('publish');
    },
    publish: (publication: Publication) => void action.act(() => save(publication)),
  };
}
