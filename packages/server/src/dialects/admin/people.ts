import type { admin } from '@kith/contract';
import { pageAgeGroupChanges } from '@kith/core/accounts';
import {
  deletePerson,
  exportPerson,
  findPeople,
  getPerson,
  importPeople,
  listPeople,
  listTimeline,
  notePerson,
  pardonPerson,
  renewPersonPassword,
  sanctionPerson,
  setPersonAge,
  setPersonStatus,
  signPersonOut,
} from '@kith/core/people';
import type { AdminHandlers } from './implement.js';
import { presentImported } from './present/imported.js';
import { presentFoundPerson, presentPerson, presentPlace, readPlace } from './present/person.js';

export const peopleHandlers: AdminHandlers<typeof admin.people> = {
  search: async (ctx, params) => {
    const { rows, isCut } = await findPeople(ctx, params);
    return { rows: rows.map(presentFoundPerson), isCut };
  },
  list: async (ctx, { of, after }) => {
    const [createdAt, id] = after?.split('-').map(Number) ?? [];
    const place = createdAt === undefined || id === undefined ? undefined : { createdAt, id };
    const { rows, next } = await listPeople(ctx, { of, after: place });
    return { rows: rows.map(presentFoundPerson), ...(next && { next: `${next.createdAt}-${next.id}` }) };
  },
  importAll: async (ctx, params, { locale }) => {
    const outcomes = await importPeople(ctx, params);
    return outcomes.map((one) => presentImported(one, locale));
  },
  show: async (ctx, { id }, { photoLinks }) => presentPerson(await getPerson(ctx, id), photoLinks),
  timeline: async (ctx, { id, before }) => {
    const { rows, next } = await listTimeline(ctx, { id, before: readPlace(before) });
    return { rows, ...(next && { next: presentPlace(next) }) };
  },
  note: async (ctx, params) => ({ id: await notePerson(ctx, params) }),
  sanction: (ctx, { reason, ...params }) => sanctionPerson(ctx, { ...params, why: reason }),
  pardon: (ctx, { reason, ...params }) => pardonPerson(ctx, { ...params, why: reason }),
  setStatus: (ctx, { reason, ...params }) => setPersonStatus(ctx, { ...params, why: reason }),
  setAge: async (ctx, { reason, ...params }) => ({
    isOfAge: await setPersonAge(ctx, { ...params, why: reason }),
  }),
  ageChanges: async (ctx, params) => {
    const { rows, next } = await pageAgeGroupChanges(ctx, params);
    return { rows, ...(next !== undefined && { next }) };
  },
  signOut: async (ctx, { id, reason }) => ({ ended: await signPersonOut(ctx, { id, why: reason }) }),
  renewPassword: async (ctx, { id, reason }) => ({
    password: await renewPersonPassword(ctx, { id, why: reason }),
  }),
  exportData: (ctx, { id, reason }) => exportPerson(ctx, { id, why: reason }),
  remove: async (ctx, { id, reason }) => ({ eraseAt: await deletePerson(ctx, { id, why: reason }) }),
};
