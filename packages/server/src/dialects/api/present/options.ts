import { ICON_PARTS, TAG_IDS, type IconPart, type TagBlock, type TagId } from '@kith/core/discovery';

type BackgroundCode = (typeof ICON_PARTS)['backgroundCode'][number];

/** The names of the parts of a picture. */
const partNames: Readonly<Record<IconPart, string>> = {
  // The looks of the animal.
  E00: '新來的',
  E01: '開心的',
  E02: '愛睏的',
  E03: '害羞的',
  E04: '驚訝的',
  E05: '帥氣的',
  E06: '戀愛的',
  E07: '用功的',
  E30: '嘴饞的',
  // The animals.
  A00: '菜蟲',
  A01: '小雞',
  A02: '貓咪',
  A03: '狗狗',
  A04: '兔子',
  A05: '熊',
  A06: '企鵝',
  A07: '狐狸',
  A08: '青蛙',
  A09: '豬',
  // The backgrounds.
  B01: '綠幕背景',
  B02: '晴天',
  B03: '夜空',
  B04: '夕陽',
  B05: '海邊',
  B06: '櫻花',
  // The foregrounds.
  F01: '沒有',
  F02: '草地',
  F03: '書堆',
  F04: '雲朵',
  F05: '愛心',
};

const backgroundDescriptions: Readonly<Record<BackgroundCode, string>> = {
  B01: '開天闢地時,什麼都沒有',
  B02: '適合翹課的天氣',
  B03: '宿舍頂樓看得到星星',
  B04: '下課以後的操場',
  B05: '說走就走的小旅行',
  B06: '期中考之前就謝了',
};

/** The names of the predefined tags. */
const tagNames: Readonly<Record<TagId, string>> = {
  // topic
  20: '電影',
  21: '音樂',
  22: '美食',
  23: '旅行',
  24: '運動',
  25: '遊戲',
  26: '動漫',
  27: '讀書',
  28: '寵物',
  29: '攝影',
  // relation
  1: '交朋友',
  2: '沒有',
  8: '找讀書夥伴',
  9: '找飯友',
  // love
  3: '試試看',
  7: '不要媽寶',
  10: '慢慢來',
  11: '先當朋友',
  12: '遠距離也可以',
  // actor
  4: '耍廢',
  5: '搞笑',
  6: '吃早餐',
  13: '學霸',
  14: '社團人',
  15: '打工仔',
  16: '夜貓子',
};

/** The parts that an account can choose for one place of its pictures. */
export function presentParts(place: keyof typeof ICON_PARTS): { code: string; name: string }[] {
  return ICON_PARTS[place].map((code) => ({ code, name: partNames[code] }));
}

/** The predefined tags of a block. */
export function presentTags(block: TagBlock): { id: string; name: string }[] {
  return TAG_IDS[block].map((id) => ({ id: String(id), name: tagNames[id] }));
}

/** The name of a part, or '' if there is none. */
export function partName(code: string): string {
  return (partNames as Readonly<Record<string, string | undefined>>)[code] ?? '';
}

/** The description of a background, or '' if there is none. */
export function backgroundDescription(code: string): string {
  return (backgroundDescriptions as Readonly<Record<string, string | undefined>>)[code] ?? '';
}
