import { useQuery } from '@tanstack/react-query';
import { Article as ArticleNodes } from '../../../ui/article.js';
import { cleanHtml } from '../../../ui/clean-html.js';
import { ask, Loaded } from '../../admin/index.js';
import type { Text } from './drafts.js';

/** A text as the app of the members shows it: cleaned by the server as when it is stored, and then as the app does. */
export function ShownText({ text, lang }: { readonly text: Text; readonly lang: string | undefined }) {
  const nodes = useQuery({
    queryKey: ['shown-text', text.body],
    queryFn: async () => {
      const { body } =
        text.body === '' ? text : await ask('POST', '/admin/content/preview', { body: text.body });
      return cleanHtml(body);
    },
    gcTime: 0,
  });
  return (
    <article lang={lang} className="flex flex-col gap-4 rounded-card border border-line bg-panel p-4">
      <h3 className="text-title font-strong wrap-anywhere">{text.title}</h3>
      {text.summary !== '' && <p className="text-small text-secondary wrap-anywhere">{text.summary}</p>}
      <Loaded of={nodes}>{(data) => <ArticleNodes nodes={data} />}</Loaded>
    </article>
  );
}
