import type { im, Result } from '@kith/contract';
import {
  ARTICLE_PICTURE,
  LINK_PICTURE,
  type Link,
  type ShownAnnouncement,
  type ShownArticle,
} from '@kith/core/content';
import { rowId, type Tenant } from '@kith/core/kernel';
import { seconds } from './account.js';
import { presentDateTime } from '../../date.js';

/** The position of an article, in the document's words. */
const positions: Readonly<Record<ShownArticle['position'], string>> = { help: '帮助文档', about: '关于我们' };

export function presentArticle(
  tenant: Tenant,
  article: ShownArticle,
): Result<typeof im.vendor.getArticleDetail> {
  return {
    id: article.id,
    article_name: article.title,
    article_desc: article.summary,
    content: article.body,
    status: 1,
    position: positions[article.position],
    create_time: presentDateTime(tenant, article.createdAt),
    update_time: presentDateTime(tenant, article.updatedAt),
    // Clients always load a picture, so there is a default, as for links.
    small_pic: article.picture || ARTICLE_PICTURE,
    sort: article.sort,
  };
}

/** A row of the menu. */
export function presentMenuLink(
  link: Link,
): Result<(typeof im)['middle.Middle']['get_list']>['data'][number] {
  return {
    id: link.id,
    name: link.name,
    url: link.url,
    logo: link.picture || LINK_PICTURE,
    status: 1,
    createtime: seconds(link.createdAt),
  };
}

/** A row of the explore page. */
export function presentExploreLink(
  tenant: Tenant,
  link: Link,
): Result<typeof im.agent.getOnlineList>[number] {
  return {
    agent_id: String(tenant.id),
    appName: link.name,
    url: link.url,
    port: link.port,
    status: 0,
    is_customer_service: [],
    logo_url: link.picture || LINK_PICTURE,
    create_time: seconds(link.createdAt),
    time: seconds(link.createdAt),
    id: rowId(link.id),
    agent_user_id: 0,
  };
}

export function presentAnnouncement(
  tenant: Tenant,
  announcement: ShownAnnouncement | undefined,
): Result<typeof im.announcement.getAnnounceMentInfo> {
  return {
    id: announcement?.id ?? 0,
    title: announcement?.title ?? '',
    content: announcement?.body ?? '',
    status: announcement ? 1 : 0,
    create_time: announcement ? presentDateTime(tenant, announcement.beginAt) : '',
  };
}
