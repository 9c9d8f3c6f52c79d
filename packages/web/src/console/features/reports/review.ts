import type { admin, Params, Result } from '@kith/contract';
import { ask } from '../../admin/index.js';
import type { Review, Source } from '../review/index.js';

export type QueueName = 'reports' | 'child_safety';
export type Details = Result<typeof admin.reports.show>;
type Row = Result<typeof admin.reports.list>['rows'][number];

/** A person with open reports. */
export interface Item extends Row {
  /** That of the person. */
  readonly id: number;
}

/** What a moderator decides. */
export type Verdict = Pick<Params<typeof admin.reports.decide>, 'verdict' | 'hours' | 'reason'>;

export function asItem(row: Row): Item {
  return { ...row, id: row.person.id };
}

/** A queue of people with open reports, those with the heaviest reports first. */
export function reportsOf(queue: QueueName): Source<Item> {
  const isChildSafety = queue === 'child_safety';
  return {
    order: (a, b) => b.weight - a.weight || b.id - a.id,
    load: async (next) => {
      const after = next === undefined ? {} : { after: String(next) };
      const page = await (isChildSafety
        ? ask('GET', '/admin/child-safety', after)
        : ask('GET', '/admin/reports', after));
      return { ...page, rows: page.rows.map(asItem) };
    },
    lease: (id) =>
      isChildSafety
        ? ask('PUT', '/admin/child-safety/{id}/lease', { id })
        : ask('PUT', '/admin/reports/{id}/lease', { id }),
    undo: async ({ lease: _, ...item }, decided) => {
      const params = { id: item.id, version: decided };
      const { version } = await (isChildSafety
        ? ask('POST', '/admin/child-safety/{id}/undo', params)
        : ask('POST', '/admin/reports/{id}/undo', params));
      return { ...item, version: { ...item.version, decision: version } };
    },
  };
}

/** Loads what the decision about a person needs. For child safety it is logged. */
export function loadDetails(queue: QueueName, id: number): Promise<Details> {
  return queue === 'child_safety'
    ? ask('POST', '/admin/child-safety/{id}/opening', { id })
    : ask('GET', '/admin/reports/{id}', { id });
}

/** Decides about the reports that were seen, which are those of the item. */
export async function decide(
  review: Review<Item>,
  queue: QueueName,
  item: Item,
  verdict: Verdict,
): Promise<void> {
  const params = { id: item.id, version: item.version, ...verdict };
  const work =
    queue === 'child_safety'
      ? ask('POST', '/admin/child-safety/{id}/decision', params)
      : ask('POST', '/admin/reports/{id}/decision', params);
  await review.judge(item, verdict.verdict, work);
}

/** Hands the reports that were seen over to child safety, for good: the one who does may not see them any more. */
export async function escalate(review: Review<Item>, item: Item, reason: string): Promise<void> {
  const { id, version } = item;
  await review.settle([item], ask('POST', '/admin/reports/{id}/escalation', { id, version, reason }));
}
