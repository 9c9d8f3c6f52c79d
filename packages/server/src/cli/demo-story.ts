/** A person of the demo. */
export interface DemoPerson {
  readonly username: string;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly signature: string;
}

/** One line of a talk: the author, the content, and the minutes since the previous line. */
export type DemoLine = readonly [by: string, what: DemoSaying, minutesLater?: number];

/** A text, or another kind of content. */
export type DemoSaying =
  | string
  | { readonly picture: DemoScene; readonly name: string }
  /** Its duration as minutes and seconds. */
  | { readonly voice: string }
  | { readonly place: string; readonly address: string; readonly at: readonly [number, number] }
  | { readonly card: string }
  | { readonly file: string; readonly text: string }
  | { readonly poke: true }
  /** Sent and then recalled. */
  | { readonly slip: string };

export type DemoScene = 'sea' | 'hills' | 'night' | 'dawn';

/** The messages of two people, beginning some days ago. */
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

/** A group and its messages. The owner is a friend of all members. */
export interface DemoGroup {
  readonly name: string;
  readonly owner: string;
  readonly admins: readonly string[];
  readonly members: readonly string[];
  readonly notice: string;
  readonly daysAgo: number;
  /** How many of the last lines only their authors have read. */
  readonly unread: number;
  readonly lines: readonly DemoLine[];
}

/** A moment posted some hours ago, with its reactions. */
export interface DemoMoment {
  readonly by: string;
  readonly hoursAgo: number;
  readonly text: string;
  readonly pictures?: readonly DemoScene[];
  readonly likedBy?: readonly string[];
  readonly comments?: readonly DemoComment[];
}

/** A comment on a moment: the author, the text, and the recipient if not the moment's author. */
export type DemoComment = readonly [by: string, text: string, to?: string];

/** The last one registers after everything else is done. */
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

/** Friends who have not talked yet. */
export const demoFriends: readonly (readonly [string, string])[] = [
  ['mei', 'wei'],
  ['mei', 'lijun'],
  ['mei', 'kenta'],
  ['mei', 'jisoo'],
  ['mei', 'chloe'],
  ['mei', 'layla'],
  ['ada', 'cy'],
  ['ada', 'lucia'],
  ['ada', 'anna'],
  ['sakura', 'jisoo'],
  ['jonas', 'ivan'],
];

/** Pending friend requests, with their greetings. */
export const demoRequests: readonly (readonly [from: string, to: string, greeting: string])[] = [
  ['jonas', 'mei', 'Hallo, ich bin der mit dem roten Fahrrad.'],
  ['priya', 'ada', 'We sat next to each other at the talk on maps.'],
  ['tam', 'mei', 'Chào bạn! We met at the language exchange.'],
];

export const demoTalks: readonly DemoTalk[] = [
  {
    pair: ['mei', 'hao'],
    daysAgo: 3,
    isPinned: true,
    unread: 2,
    lines: [
      ['hao', '上次說的登山鞋，你買了嗎？'],
      ['mei', '買了，可是還沒穿出門過'],
      ['hao', '那要先在平地走幾次，不然腳會磨破'],
      ['mei', '我每天穿去買早餐 😂', 12],
      ['hao', '早餐店老闆一定覺得你很專業'],
      ['mei', '他問我是不是要去爬玉山'],
      ['hao', '哈哈哈哈'],
      ['hao', '有一天會去的'],
      ['mei', '先從有便利商店的山開始', 2],
      ['hao', '貓空？', 1],
      ['mei', '貓空算山嗎？', 1],
      ['hao', '海拔三百公尺，有茶有貓，當然算', 4],
      ['mei', { voice: '00:05' }, 30],
      ['hao', '你在笑什麼啦'],
      ['mei', '樓下的狗也學你說話', 3],
      ['hao', { poke: true }, 1],
      ['mei', '好啦，認真講', 600],
      ['mei', '週六要不要去爬七星山？'],
      ['hao', '好啊，天氣預報說不會下雨'],
      ['mei', '那約早上七點，老地方集合'],
      ['hao', '七點我起不來，七點半？', 15],
      ['mei', '七點二十', 1],
      ['hao', '成交', 1],
      ['hao', { place: '小油坑遊客服務站', address: '臺北市北投區竹子湖路69號', at: [25.1759, 121.5461] }, 5],
      ['mei', '要帶什麼？', 40],
      ['hao', { file: '裝備清單.txt', text: '水 1.5 公升\n雨衣\n帽子\n飯糰兩個（一個給我）\n' }, 6],
      ['mei', '為什麼飯糰有一個是你的'],
      ['hao', '因為清單是我寫的'],
      ['mei', { picture: 'hills', name: '上次的照片' }, 60],
      ['mei', '上次拍的，這次換你拍'],
      ['hao', { slip: '我不會拍' }, 8],
      ['hao', '沒問題，我帶相機 📷', 1],
    ],
  },
  {
    pair: ['mei', 'xiaoyu'],
    daysAgo: 6,
    lines: [
      ['xiaoyu', '美姐，你推荐的那家书店我去了！'],
      ['mei', '怎麼樣？', 9],
      ['xiaoyu', '坐了一下午，店员都认识我了'],
      ['xiaoyu', { picture: 'dawn', name: '窗边的座位' }, 2],
      ['mei', '這個角落我也最喜歡'],
      ['xiaoyu', '下次一起去，我请你喝茶 🍵'],
    ],
  },
  {
    pair: ['mei', 'sakura'],
    daysAgo: 8,
    unread: 1,
    lines: [
      ['sakura', '台湾に行くことになりました！'],
      ['mei', 'ほんとう？いつ？', 20],
      ['sakura', '来月の十日から五日間です'],
      ['mei', 'Night market first, museums later. That is the rule.'],
      ['sakura', 'はい、先生 😄'],
      ['sakura', { voice: '00:08' }, 3],
    ],
  },
  {
    pair: ['mei', 'lucia'],
    daysAgo: 12,
    isSilent: true,
    lines: [
      ['lucia', 'Mei! The recipe you sent, is it one spoon of soy sauce or one cup?'],
      ['mei', 'A spoon. Please say that you used a spoon.', 25],
      ['lucia', '…', 1],
      ['lucia', 'We are ordering pizza 🍕', 30],
      ['mei', { slip: 'I knew it' }, 2],
      ['mei', 'Next time I cook, you bring the coffee', 1],
      ['lucia', 'Trato hecho', 4],
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
      ['ting', { voice: '00:07' }, 20],
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
      ['mateo', { voice: '00:12' }, 10],
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

/** From the oldest to the newest. */
export const demoGroups: readonly DemoGroup[] = [
  {
    name: '週末爬山團',
    owner: 'mei',
    admins: ['hao'],
    members: ['wei', 'lijun', 'jisoo', 'kenta'],
    notice: '週六早上七點，捷運站三號出口集合，記得帶水。',
    daysAgo: 1,
    unread: 3,
    lines: [
      ['mei', '這週六有人想去七星山嗎？'],
      ['hao', '我可以，天氣看起來不錯'],
      ['kenta', '行きます！初めてです'],
      ['lijun', '我从北边走，山上见', 9],
      ['jisoo', '저도 갈게요 🙋', 4],
      ['hao', { place: '七星山登山口', address: '台北市北投區', at: [25.1666, 121.5536] }, 12],
      ['wei', '我會遲到十分鐘，先走沒關係', 30],
      ['mei', '好，山頂等你', 2],
    ],
  },
  {
    name: 'Bread, bikes & books',
    owner: 'ada',
    admins: [],
    members: ['bo', 'cy', 'lucia', 'anna'],
    notice: 'Next meeting: Thursday, seven o’clock, at the bakery.',
    daysAgo: 3,
    unread: 0,
    lines: [
      ['ada', 'Welcome! One rule: whoever brings a book brings bread.'],
      ['bo', 'And whoever brings a bicycle?'],
      ['ada', 'Brings the others home.'],
      ['lucia', '¡Yo llevo café!', 15],
      ['cy', { picture: 'dawn', name: 'way-home' }, 40],
      ['anna', 'Красиво! Где это?', 3],
    ],
  },
];

export const demoMoments: readonly DemoMoment[] = [
  {
    by: 'sakura',
    hoursAgo: 70,
    text: '夜の散歩。星がきれいでした ✨',
    pictures: ['night'],
    likedBy: ['kenta', 'mei', 'jisoo'],
    comments: [
      ['kenta', '次は三脚を持っていこう'],
      ['mei', '好漂亮！'],
    ],
  },
  {
    by: 'layla',
    hoursAgo: 52,
    text: 'البحر اليوم 🌊',
    pictures: ['sea', 'dawn'],
    likedBy: ['omar', 'mei'],
  },
  {
    by: 'hao',
    hoursAgo: 30,
    text: '七星山，這次真的走完了',
    pictures: ['hills', 'dawn', 'sea'],
    likedBy: ['mei'],
    comments: [['mei', '飯糰好吃嗎？']],
  },
  {
    by: 'ada',
    hoursAgo: 20,
    text: 'A map with trains on it, and tea. A good Thursday.',
    likedBy: ['bo', 'nora', 'mei'],
    comments: [
      ['nora', 'The atlas says thank you.'],
      ['bo', 'You two had better share the tea next time.'],
    ],
  },
  {
    by: 'mei',
    hoursAgo: 6,
    text: '今天的早餐店老闆問我下次去哪座山 😂',
    pictures: ['dawn'],
    likedBy: ['hao', 'xiaoyu', 'ting', 'ada'],
    comments: [
      ['hao', '告訴他，有便利商店的那座'],
      ['mei', '他說那叫超商', 'hao'],
      ['ting', '下山來喝咖啡 ☕'],
    ],
  },
  {
    by: 'ting',
    hoursAgo: 2,
    text: '新豆子上架，店貓試聞過了',
    pictures: ['dawn'],
  },
];
