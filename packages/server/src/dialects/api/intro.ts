import type { api } from '@kith/contract';
import { listIntroOptions, openIntro, setIntro } from '@kith/core/discovery';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { presentIntro } from './present/intro.js';
import { presentParts, presentTags } from './present/options.js';

/** `/api/intro`: the introductions of people. */
export function introHandlers({ photoLinks }: Pick<Deps, 'photoLinks'>): Handlers<typeof api.intro> {
  return {
    options: async (ctx) => {
      const { universities, departments } = await listIntroOptions(ctx);
      return {
        universities: universities.map(({ id, name, city }) => ({ id: String(id), name, city })),
        sub_departments: departments.map(({ id, name }) => ({ id: String(id), name })),
        topic: presentTags('topic'),
        relation: presentTags('relation'),
        love: presentTags('love'),
        actor: presentTags('actor'),
        adjs: presentParts('adjCode'),
        animals: presentParts('animalCode'),
        backgrounds: presentParts('backgroundCode'),
        foregrounds: presentParts('foregroundCode'),
      };
    },

    set: async (ctx, params) => {
      const { sex_code: sex, hide_presence: hidden, hide_visits: unseen } = params;
      const { isFinished } = await setIntro(ctx, {
        nickname: params.nickname,
        sex: sex && { M: 0 as const, F: 1 as const, N: null }[sex],
        universityId: idOrNone(params.university_id),
        departmentId: idOrNone(params.sub_department_id),
        isPresenceHidden: hidden === undefined ? undefined : hidden === 1,
        isBrowsingHidden: unseen === undefined ? undefined : unseen === 1,
        tags: params.tags,
        tagIds: { topic: params.topic, relation: params.relation, love: params.love, actor: params.actor },
        privateBlocks: params.private_blocks,
        acceptsChats: params.chat_status && params.chat_status === 'yes',
        adjCode: params.adj_code,
        animalCode: params.animal_code,
        backgroundCode: params.background_code,
        foregroundCode: params.foreground_code,
      });
      return { status: true, is_finish_friendship: isFinished };
    },

    card: async (ctx, params, { origin }) =>
      presentIntro(ctx.tenant, await openIntro(ctx, params.target_user_id), { origin, photoLinks }),
  };
}

/** 0 means no id. */
function idOrNone(id: number | undefined): number | null | undefined {
  return id === 0 ? null : id;
}
