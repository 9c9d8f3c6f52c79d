import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileQuestion } from 'lucide-react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Article } from '../../ui/article.js';
import { BackLink } from '../../ui/back-link.js';
import { Button } from '../../ui/button.js';
import { cleanHtml } from '../../ui/clean-html.js';
import { Empty } from '../../ui/empty.js';
import { Pane } from '../../ui/pane.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useAccount, useRefusal } from '../account/index.js';

/** An article of the help centre. */
export function ArticleScreen() {
  const t = useTranslations('help');
  const app = useTranslations('app');
  const format = useFormatter();
  const { articleId } = useParams({ from: '/signed-in/help/$articleId' });
  const { im } = useAccount();
  const refusal = useRefusal();
  const { data, error, refetch } = useQuery({
    queryKey: ['help', articleId],
    queryFn: async () => {
      const article = await im.vendor.getArticleDetail({ article_id: Number(articleId) });
      return { ...article, nodes: await cleanHtml(article.content) };
    },
    retry: false,
  });
  const back = <BackLink to="/help" label={app('back')} />;
  if (!data)
    return (
      <Pane title={t('article')} back={back}>
        {error ? (
          <Empty icon={FileQuestion} title={refusal(error)}>
            <Button onClick={() => void refetch()}>{app('tryAgain')}</Button>
          </Empty>
        ) : (
          <>
            <Skeleton className="h-5 w-4/5" />
            <Skeleton className="h-5 w-3/5" />
          </>
        )}
      </Pane>
    );
  // The beginning of 1970 says that it was never changed.
  const day = data.update_time > '1971' ? data.update_time : data.create_time;
  return (
    <Pane title={data.article_name} back={back}>
      <Article key={articleId} nodes={data.nodes} />
      <p className="text-small text-secondary">
        {t('updated', {
          day: format.dateTime(new Date(`${day.slice(0, 10)}T00:00`), 'date'),
        })}
      </p>
    </Pane>
  );
}
