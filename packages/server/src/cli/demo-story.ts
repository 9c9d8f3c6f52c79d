/** Somebody of the demo. */
export interface DemoPerson {
  readonly username: string;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly signature: string;
}

/** One line of a talk: who says what, and how many minutes after the line before. */
export type DemoLine = readonly [by: string, what: DemoSaying, minutesLater?: number];

/** A text, or something else that can be sent. */
export type DemoSaying =
  | string
  | { readonly picture: DemoScene; readonly name: string }
  | { readonly voice: string }
  | { readonly place: string; readonly address: string; readonly at: readonly [number, number] }
  | { readonly card: string }
  | { readonly file: string; readonly text: string }
  | { readonly poke: true }
  /** Said and then taken back. */
  | { readonly slip: string };

export type DemoScene = 'sea' | 'hills' | 'night' | 'dawn';

/** What two people have said to each other, beginning some days ago. */
export interface DemoTalk {
  readonly pair: readonly [string, string];
  readonly daysAgo: number;
  /** How many of the last lines the second person has not read. */
  readonly unread?: number;
  readonly isPinned?: boolean;
  readonly isSilent?: boolean;
  readonly remark?: string;
  readonly lines: readonly DemoLine[];
}

export const demoPeople: readonly DemoPerson[] = [
  { username: 'mei', nickname: '林美', sex: 1, signature: '今天也要好好吃飯' },
  { username: 'hao', nickname: '陳浩', sex: 0, signature: '週末爬山中' },
  { username: 'ting', nickname: '張婷', sex: 1, signature: '咖啡與貓' },
  { username: 'wei', nickname: '黃偉', sex: 0, signature: '找室友，近捷運' },
  { username: 'xiaoyu', nickname: '小雨', sex: 1, signature: '下雨天就想睡觉' },
  { username: 'lijun', nickname: '李军', sex: 0, signature: '跑步第三年' },
  { username: 'ada', nickname: 'Ada', sex: 1, signature: 'Counting things that matter' },
  { username: 'bo', nickname: 'Bo', sex: 0, signature: 'Bicycles, bread, bugs' },
  { username: 'cy', nickname: 'Cy', sex: 0, signature: 'Out of office since 2019' },
  { username: 'nora', nickname: 'Nora', sex: 1, signature: 'Reading on trains' },
  { username: 'sakura', nickname: '桜', sex: 1, signature: '写真を撮るのが好き' },
  { username: 'kenta', nickname: '健太', sex: 0, signature: 'ラーメン部部長' },
  { username: 'lucia', nickname: 'Lucía', sex: 1, signature: 'Siempre hay café' },
  { username: 'mateo', nickname: 'Mateo', sex: 0, signature: 'Guitarra los jueves' },
  { username: 'layla', nickname: 'ليلى', sex: 1, signature: 'أحب البحر' },
  { username: 'omar', nickname: 'عمر', sex: 0, signature: 'مهندس وقارئ' },
  { username: 'jisoo', nickname: '지수', sex: 1, signature: '산책 중' },
  { username: 'minho', nickname: '민호', sex: 0, signature: '커피 한 잔의 여유' },
  { username: 'anna', nickname: 'Анна', sex: 1, signature: 'Чай и книги' },
  { username: 'ivan', nickname: 'Иван', sex: 0, signature: 'Лыжи, горы, снова лыжи' },
  { username: 'chloe', nickname: 'Chloé', sex: 1, signature: 'Un jour, un croquis' },
  { username: 'jonas', nickname: 'Jonas', sex: 0, signature: 'Immer mit dem Rad' },
  { username: 'priya', nickname: 'प्रिया', sex: 1, signature: 'चाय पर चर्चा' },
  { username: 'tam', nickname: 'Tâm', sex: 0, signature: 'Đi đâu cũng được' },
];

/** Who waits for an answer from whom, and with what words. */
export const demoRequests: readonly (readonly [from: string, to: string, greeting: string])[] = [
  ['tam', 'mei', 'Chào bạn! We met at the language exchange.'],
  ['jonas', 'mei', 'Hallo, ich bin der mit dem roten Fahrrad.'],
  ['priya', 'ada', 'We sat next to each other at the talk on maps.'],
];

export const demoTalks: readonly DemoTalk[] = [
  {
    pair: ['mei', 'hao'],
    daysAgo: 3,
    isPinned: true,
    unread: 2,
    lines: [
      ['mei', '週六要不要去爬七星山？'],
      ['hao', '好啊，天氣預報說不會下雨'],
      ['mei', '那約早上七點，老地方集合'],
      ['hao', { place: '小油坑遊客服務站', address: '臺北市北投區竹子湖路69號', at: [25.1759, 121.5461] }, 5],
      ['mei', { picture: 'hills', name: '上次的照片' }, 60],
      ['mei', '上次拍的，這次換你拍'],
      ['hao', { slip: '我不會拍' }, 8],
      ['hao', '沒問題，我帶相機 📷', 1],
    ],
  },
  {
    pair: ['mei', 'ting'],
    daysAgo: 2,
    unread: 3,
    remark: '咖啡店的婷婷',
    lines: [
      ['ting', '新豆子到了，衣索比亞的，要不要來試試'],
      ['mei', '要！今天下班過去'],
      ['ting', { voice: '0:07' }, 20],
      ['ting', '店貓也在等你'],
      ['ting', { picture: 'dawn', name: '店門口' }],
    ],
  },
  {
    pair: ['hao', 'wei'],
    daysAgo: 6,
    isSilent: true,
    lines: [
      ['wei', '房間還在找人嗎？'],
      ['hao', '還在，月底可以搬'],
      ['wei', { file: '租約草稿.txt', text: '租期一年，押金兩個月，水電另計。\n' }, 30],
      ['hao', '收到，我晚上看'],
    ],
  },
  {
    pair: ['xiaoyu', 'lijun'],
    daysAgo: 1,
    unread: 1,
    lines: [
      ['lijun', '明天早上还跑步吗？'],
      ['xiaoyu', '看天气，下雨就算了'],
      ['lijun', '下雨更凉快 😂'],
      ['xiaoyu', '那你自己跑，我给你加油'],
      ['lijun', { poke: true }, 2],
    ],
  },
  {
    pair: ['ada', 'bo'],
    daysAgo: 4,
    isPinned: true,
    lines: [
      ['ada', 'Did the build go green in the end?'],
      ['bo', 'Third try. It was the clock, it is always the clock.'],
      ['ada', 'I shall have that printed on a mug.'],
      ['bo', { picture: 'sea', name: 'lunch' }, 45],
      ['bo', 'Reward: lunch by the water'],
      ['ada', 'Unfair. I have a meeting and a sandwich.'],
      ['bo', { card: 'nora' }, 90],
      ['bo', 'Talk to Nora about the maps, she knows everything.'],
      ['ada', 'Thank you, I will!'],
    ],
  },
  {
    pair: ['ada', 'nora'],
    daysAgo: 2,
    unread: 1,
    lines: [
      ['ada', 'Hello Nora, Bo says that you know everything about maps.'],
      ['nora', 'Only about the ones with trains on them.'],
      ['ada', 'That is exactly the kind I need.'],
      ['nora', 'Then tea on Thursday? I bring the atlas.'],
      ['nora', { place: 'The Reading Room', address: '12 Station Lane', at: [51.531, -0.1243] }],
    ],
  },
  {
    pair: ['bo', 'cy'],
    daysAgo: 9,
    lines: [
      ['cy', 'Are you using the tandem this weekend?'],
      ['bo', 'Only half of it'],
      ['cy', 'I will take the other half then'],
    ],
  },
  {
    pair: ['sakura', 'kenta'],
    daysAgo: 2,
    unread: 2,
    lines: [
      ['kenta', '駅前に新しいラーメン屋ができたよ'],
      ['sakura', '本当？味噌ある？'],
      ['kenta', '味噌も塩もある。土曜日どう？'],
      ['sakura', '行く！カメラも持っていくね'],
      ['sakura', { picture: 'night', name: '昨日の夜景' }, 15],
      ['sakura', '昨日の夜景、きれいだった'],
    ],
  },
  {
    pair: ['lucia', 'mateo'],
    daysAgo: 5,
    lines: [
      ['lucia', '¿Ensayamos el jueves o el viernes?'],
      ['mateo', 'El jueves, como siempre. Llevo la guitarra.'],
      ['lucia', 'Y yo el café ☕'],
      ['mateo', { voice: '0:12' }, 10],
      ['lucia', '¡Me encanta ese acorde!'],
    ],
  },
  {
    pair: ['layla', 'omar'],
    daysAgo: 3,
    unread: 1,
    lines: [
      ['omar', 'كيف كانت الرحلة؟'],
      ['layla', 'رائعة، البحر هادئ جدًا هذا الأسبوع'],
      ['layla', { picture: 'sea', name: 'الشاطئ' }, 5],
      ['omar', 'ما شاء الله! في المرة القادمة آتي معكم'],
      ['layla', 'إن شاء الله، ننتظرك'],
    ],
  },
  {
    pair: ['jisoo', 'minho'],
    daysAgo: 1,
    unread: 1,
    lines: [
      ['minho', '오늘 저녁에 시간 있어?'],
      ['jisoo', '응, 일곱 시 이후면 괜찮아'],
      ['minho', '그럼 한강에서 산책하자'],
      ['jisoo', '좋아! 커피는 내가 살게 ☕'],
    ],
  },
  {
    pair: ['anna', 'ivan'],
    daysAgo: 7,
    lines: [
      ['ivan', 'Снег наконец пошёл! Едем в субботу?'],
      ['anna', 'Едем, но чай в термосе за тобой'],
      ['ivan', 'Договорились'],
      ['ivan', { picture: 'hills', name: 'склон' }, 30],
    ],
  },
  {
    pair: ['chloe', 'jonas'],
    daysAgo: 2,
    lines: [
      ['chloe', 'Tu parles français maintenant ?'],
      ['jonas', 'Un peu. Und du Deutsch?'],
      ['chloe', 'Ein bisschen! On fait moitié-moitié ?'],
      ['jonas', 'Abgemacht. Mercredi, acht Uhr, mit Kuchen.'],
    ],
  },
  {
    pair: ['mei', 'ada'],
    daysAgo: 1,
    unread: 2,
    lines: [
      ['ada', 'Hi Mei! How do I write "thank you" in Chinese?'],
      ['mei', '謝謝 (xièxie)'],
      ['ada', '謝謝！'],
      ['mei', '很標準！👏'],
      ['mei', { card: 'hao' }, 10],
      ['mei', 'Hao wants to practise English, may I introduce you?'],
    ],
  },
];
