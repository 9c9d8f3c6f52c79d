import { listDepartments, listUniversities, type Department, type University } from '../tenants/index.js';
import type { Ctx } from '../kernel/index.js';

/** A part of a drawn picture. */
export interface IconPart {
  readonly code: string;
  readonly name: string;
}

/** A predefined tag for an intro. */
export interface IntroTag {
  readonly id: number;
  readonly name: string;
}

/** The blocks of an intro that consist of tags. */
export const TAG_BLOCKS = ['topic', 'relation', 'love', 'actor'] as const;
/** The name of a block that consists of tags. */
export type TagBlock = (typeof TAG_BLOCKS)[number];

/** The looks of the picture's animal. */
export const ADJECTIVES: readonly IconPart[] = [
  { code: 'E00', name: '新來的' },
  { code: 'E01', name: '開心的' },
  { code: 'E02', name: '愛睏的' },
  { code: 'E03', name: '害羞的' },
  { code: 'E04', name: '驚訝的' },
  { code: 'E05', name: '帥氣的' },
  { code: 'E06', name: '戀愛的' },
  { code: 'E07', name: '用功的' },
  { code: 'E30', name: '嘴饞的' },
];

/** The animals. */
export const ANIMALS: readonly IconPart[] = [
  { code: 'A00', name: '菜蟲' },
  { code: 'A01', name: '小雞' },
  { code: 'A02', name: '貓咪' },
  { code: 'A03', name: '狗狗' },
  { code: 'A04', name: '兔子' },
  { code: 'A05', name: '熊' },
  { code: 'A06', name: '企鵝' },
  { code: 'A07', name: '狐狸' },
  { code: 'A08', name: '青蛙' },
  { code: 'A09', name: '豬' },
];

/** The backgrounds. */
export const BACKGROUNDS: readonly (IconPart & { readonly description: string })[] = [
  { code: 'B01', name: '綠幕背景', description: '開天闢地時,什麼都沒有' },
  { code: 'B02', name: '晴天', description: '適合翹課的天氣' },
  { code: 'B03', name: '夜空', description: '宿舍頂樓看得到星星' },
  { code: 'B04', name: '夕陽', description: '下課以後的操場' },
  { code: 'B05', name: '海邊', description: '說走就走的小旅行' },
  { code: 'B06', name: '櫻花', description: '期中考之前就謝了' },
];

/** The foregrounds. */
export const FOREGROUNDS: readonly IconPart[] = [
  { code: 'F01', name: '沒有' },
  { code: 'F02', name: '草地' },
  { code: 'F03', name: '書堆' },
  { code: 'F04', name: '雲朵' },
  { code: 'F05', name: '愛心' },
];

/** The tags of each block; ids are unique across all blocks. */
export const TAGS: Readonly<Record<TagBlock, readonly IntroTag[]>> = {
  topic: [
    { id: 20, name: '電影' },
    { id: 21, name: '音樂' },
    { id: 22, name: '美食' },
    { id: 23, name: '旅行' },
    { id: 24, name: '運動' },
    { id: 25, name: '遊戲' },
    { id: 26, name: '動漫' },
    { id: 27, name: '讀書' },
    { id: 28, name: '寵物' },
    { id: 29, name: '攝影' },
  ],
  relation: [
    { id: 1, name: '交朋友' },
    { id: 2, name: '沒有' },
    { id: 8, name: '找讀書夥伴' },
    { id: 9, name: '找飯友' },
  ],
  love: [
    { id: 3, name: '試試看' },
    { id: 7, name: '不要媽寶' },
    { id: 10, name: '慢慢來' },
    { id: 11, name: '先當朋友' },
    { id: 12, name: '遠距離也可以' },
  ],
  actor: [
    { id: 4, name: '耍廢' },
    { id: 5, name: '搞笑' },
    { id: 6, name: '吃早餐' },
    { id: 13, name: '學霸' },
    { id: 14, name: '社團人' },
    { id: 15, name: '打工仔' },
    { id: 16, name: '夜貓子' },
  ],
};

/** The tenant's options for an intro. */
export async function listIntroOptions(
  ctx: Ctx,
): Promise<{ universities: University[]; departments: Department[] }> {
  const [universities, departments] = await Promise.all([listUniversities(ctx), listDepartments(ctx)]);
  return { universities, departments };
}
