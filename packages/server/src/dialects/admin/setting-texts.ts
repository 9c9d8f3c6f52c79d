import type { TenantSettings } from '@kith/core/kernel';
import type { Locale } from '../locale.js';

const chinese = (hans: string, hant: string): Readonly<Record<Exclude<Locale, 'en'>, string>> => ({
  'zh-Hans': hans,
  'zh-Hant': hant,
});

/** What each setting does; its schema in core has the sentence in English. */
export const settingTexts: Readonly<
  Record<keyof TenantSettings, Readonly<Record<Exclude<Locale, 'en'>, string>>>
> = {
  imNewerFrames: chinese(
    '哪些聊天接口的客户端会收到旧客户端不认识、会弹窗提示的帧：`known` 为请求过已读回执的客户端（只有新客户端会请求）；`all` 为全部；`none` 为都不。',
    '哪些聊天介面的用戶端會收到舊用戶端不認得、會跳出提示的訊框：`known` 為請求過已讀回條的用戶端（只有新用戶端會請求）；`all` 為全部；`none` 為都不。',
  ),
  timeZone: chinese('日期和一天开始时刻所用的时区。', '日期和一天開始時刻所用的時區。'),
  pageTitle: chinese('客户端显示的标题。', '用戶端顯示的標題。'),
  consoleTitle: chinese(
    '管理后台的标题，也是身份验证器中显示的名称。',
    '管理後台的標題，也是驗證器中顯示的名稱。',
  ),
  fullWidthColon: chinese(
    '交友接口的参数错误是否像原服务器那样使用全角冒号。',
    '交友介面的參數錯誤是否像原伺服器那樣使用全形冒號。',
  ),
  imProfile: chinese(
    '密码规则和收藏类型的编号：`document` 要求密码 8 位以上、含三类字符；`uniapp` 要求 6 位以上。',
    '密碼規則和收藏類型的編號：`document` 要求密碼 8 碼以上、含三類字元；`uniapp` 要求 6 碼以上。',
  ),
  openRegistration: chinese(
    '是否允许自行注册；`kith account create` 始终可用。',
    '是否允許自行註冊；`kith account create` 一律可用。',
  ),
  openVisitors: chinese('访客是否可以不设密码获得账号。', '訪客是否可以不設密碼取得帳號。'),
  visitorPrefix: chinese('访客用户名的前缀。', '訪客帳號的前綴。'),
  neutralNickname: chinese(
    '用户名是手机号或邮箱且未填昵称的账号，其昵称的前缀，后接六位数字。',
    '帳號是手機號碼或電子郵件且未填暱稱者，其暱稱的前綴，後接六位數字。',
  ),
  smsOnRegistration: chinese('注册是否需要短信验证码。', '註冊是否需要簡訊驗證碼。'),
  inviteRequired: chinese('注册是否需要有效成员的邀请码。', '註冊是否需要有效成員的邀請碼。'),
  systemInviteCode: chinese(
    '运营者的邀请码，不为空时注册必填；与 `inviteRequired` 同时使用时，填任一邀请码即可。',
    '營運者的邀請碼，不為空時註冊必填；與 `inviteRequired` 同時使用時，填任一邀請碼即可。',
  ),
  accountsPerAddress: chinese(
    '一个网络地址（IPv6 为一个 /64 网段）可注册的账号数；0 为不限。',
    '一個網路位址（IPv6 為一個 /64 網段）可註冊的帳號數；0 為不限。',
  ),
  visitorsPerDay: chinese('24 小时内接纳的访客数；0 为不限。', '24 小時內接納的訪客數；0 為不限。'),
  sessionIdleMs: chinese('登录状态在最后一次使用后多久失效。', '登入狀態在最後一次使用後多久失效。'),
  uploadBytesPerDay: chinese('一个账号每天可上传的量；0 为不限。', '一個帳號每天可上傳的量；0 為不限。'),
  visitorUploadBytesPerDay: chinese(
    '一个没有密码的账号每天可上传的量；0 为不限。',
    '一個沒有密碼的帳號每天可上傳的量；0 為不限。',
  ),
  addressUploadBytesPerDay: chinese(
    '同一地址的所有访客每天可上传的总量，包括注册前的图片；0 为不限。IPv6 以 /64 网段为一个地址，一个 /48 网段可上传其 16 倍。',
    '同一位址的所有訪客每天可上傳的總量，包括註冊前的圖片；0 為不限。IPv6 以 /64 網段為一個位址，一個 /48 網段可上傳其 16 倍。',
  ),
  deletionGraceDays: chinese(
    '已注销账号的本人在多少天内可以登录并保留账号；0 为一分钟内清除。',
    '已註銷帳號的本人在多少天內可以登入並保留帳號；0 為一分鐘內清除。',
  ),
  ageGroupChangeDays: chinese(
    '跨越成年界线的账号在审核列表中保留多少天。',
    '跨越成年界線的帳號在審核清單中保留多少天。',
  ),
  auditDays: chinese('管理后台的审计日志保留多少天。', '管理後台的稽核紀錄保留多少天。'),
  ageUnknown: chinese(
    '年龄未知的账号能看到谁：`adult` 为未成年人以外的所有人；`isolated` 为只有彼此。',
    '年齡未知的帳號能看到誰：`adult` 為未成年人以外的所有人；`isolated` 為只有彼此。',
  ),
  ageMinors: chinese(
    '`disabled`：交友接口拒绝所有未成年或自称未成年的账号；`separate`：年龄已证实的未成年人只能找到彼此。',
    '`disabled`：交友介面拒絕所有未成年或自稱未成年的帳號；`separate`：年齡已證實的未成年人只能找到彼此。',
  ),
  onlineWindowMs: chinese('账号在最后一次活动后多久内算作在线。', '帳號在最後一次活動後多久內算作上線。'),
  ticketsPerDay: chinese(
    '一个账号每天可以主动联系多少新的人；-1 为不限。',
    '一個帳號每天可以主動聯絡多少新的人；-1 為不限。',
  ),
  vipUnlimitedTickets: chinese(
    'VIP 是否没有此限制；否则按其套餐的数量。',
    'VIP 是否沒有此限制；否則依其方案的數量。',
  ),
  wavesPerDay: chinese('一个账号每天可以向多少人打招呼。', '一個帳號每天可以向多少人打招呼。'),
  wavesPerDayVip: chinese('VIP 每天可以向多少人打招呼。', 'VIP 每天可以向多少人打招呼。'),
  superWavesPerDay: chinese('一个账号每天的超级打招呼次数。', '一個帳號每天的超級打招呼次數。'),
  superWavesPerDayVip: chinese('VIP 每天的超级打招呼次数。', 'VIP 每天的超級打招呼次數。'),
  superWaveAgainHours: chinese(
    '多久之后可以再次向同一个人超级打招呼。',
    '多久之後可以再次向同一個人超級打招呼。',
  ),
  strangerKeysPerDay: chinese(
    '一个账号每天可以解锁多少个陌生人会话；VIP 不需要钥匙。',
    '一個帳號每天可以解鎖多少個陌生人對話；VIP 不需要鑰匙。',
  ),
  halveAtWeight: chinese(
    '举报总权重达到此值时，被举报账号的每日额度在 `reportDays` 内减半；0 为从不。',
    '檢舉總權重達到此值時，被檢舉帳號的每日額度在 `reportDays` 內減半；0 為從不。',
  ),
  refundHours: chinese(
    '账号被封禁时，他人在此时间内花在该账号上的配对和超级打招呼次数会退还。',
    '帳號被封禁時，他人在此時間內花在該帳號上的配對和超級打招呼次數會退還。',
  ),
  receiptMode: chinese(
    '购买所需的凭证：`strict` 为签名收据；`api` 为收据或商店认识的编号；`trust` 为不需要，仅用于测试，不可用于生产环境。',
    '購買所需的憑證：`strict` 為簽署的收據；`api` 為收據或商店認得的編號；`trust` 為不需要，僅供測試，不可用於正式環境。',
  ),
  appleBundleId: chinese(
    '应用的 Bundle ID；不在 App Store 销售则留空。',
    '應用程式的 Bundle ID；不在 App Store 販售則留空。',
  ),
  appleAppId: chinese(
    '应用在 App Store 的编号，通知中会包含；0 为无。',
    '應用程式在 App Store 的編號，通知中會包含；0 為無。',
  ),
  googlePackageName: chinese(
    '应用的包名；不在 Google Play 销售则留空。',
    '應用程式的套件名稱；不在 Google Play 販售則留空。',
  ),
  storeSandbox: chinese(
    '开启：商店的测试购买有效，App Store 的真实购买无效。关闭：真实购买有效，App Store 标明的测试购买也有效。',
    '開啟：商店的測試購買有效，App Store 的真實購買無效。關閉：真實購買有效，App Store 標明的測試購買也有效。',
  ),
  vipGraceHours: chinese(
    '订阅到期而续订情况未知时，继续有效多久。',
    '訂閱到期而續訂情況未知時，繼續有效多久。',
  ),
  reportDays: chinese('一条举报在多少天内有效。', '一則檢舉在多少天內有效。'),
  burnAfterRead: chinese('客户端是否提供阅后即焚。', '用戶端是否提供閱後即焚。'),
  burnDelaySeconds: chinese('阅后即焚的消息在阅读后显示多久。', '閱後即焚的訊息在閱讀後顯示多久。'),
  recallWindowMs: chinese('发送后多久内可以撤回消息；0 为不限。', '傳送後多久內可以收回訊息；0 為不限。'),
  membersMayPin: chinese(
    '普通群成员是否可以像管理员一样置顶消息。',
    '一般群組成員是否可以像管理員一樣釘選訊息。',
  ),
  superWaveTopHours: chinese('超级打招呼在陌生人信箱顶部停留多久。', '超級打招呼在陌生人信箱頂端停留多久。'),
  strangerLinks: chinese(
    '发给陌生人的消息是否可以包含链接和电话号码。',
    '傳給陌生人的訊息是否可以包含連結和電話號碼。',
  ),
  photoEvidenceDays: chinese(
    '被举报账号的照片在删除或更换后保留多少天。',
    '被檢舉帳號的照片在刪除或更換後保留多少天。',
  ),
  evidenceDays: chinese(
    '审核人员在多少天内可以查看已撤回、焚毁、编辑或销毁的消息及其文件；0 为不保留。',
    '審核人員在多少天內可以查看已收回、焚毀、編輯或銷毀的訊息及其檔案；0 為不保留。',
  ),
  defaultFriends: chinese(
    '每个新账号自动加为好友的账号：以竖线分隔的编号。',
    '每個新帳號自動加為好友的帳號：以直線分隔的編號。',
  ),
  defaultFriendMode: chinese(
    '新账号获得全部默认好友（`all`）、随机一位（`random`）还是轮流一位（`turns`）。',
    '新帳號獲得全部預設好友（`all`）、隨機一位（`random`）還是輪流一位（`turns`）。',
  ),
  defaultFriendGreeting: chinese(
    '默认好友发给每个新账号的话；留空则不发。',
    '預設好友傳給每個新帳號的話；留空則不傳。',
  ),
  strangerMessages: chinese(
    '在对方回复前可以给陌生人发多少条消息。',
    '在對方回覆前可以傳給陌生人多少則訊息。',
  ),
  openGroups: chinese('普通账号是否可以建群。', '一般帳號是否可以建立群組。'),
  joinByListId: chinese(
    '客户端扫描现有客户端二维码中的群编号是否可以入群；否则只接受群自己的邀请码。',
    '用戶端掃描現有用戶端 QR 碼中的群組編號是否可以加入；否則只接受群組自己的邀請碼。',
  ),
  groupMaxMembers: chinese('一个群最多有多少成员。', '一個群組最多有多少成員。'),
  favouriteMaxCount: chinese('一个账号可以收藏多少条消息。', '一個帳號可以收藏多少則訊息。'),
  favouriteMaxBytes: chinese(
    '一个账号收藏的消息及其文件可占用的空间。',
    '一個帳號收藏的訊息及其檔案可占用的空間。',
  ),
  stickerMaxCount: chinese('一个账号可以有多少表情。', '一個帳號可以有多少貼圖。'),
  videoMaxBytes: chinese(
    '短视频的最大大小；`KITH_MAX_UPLOAD_MB` 同样有效。',
    '短影片的最大大小；`KITH_MAX_UPLOAD_MB` 同樣有效。',
  ),
  videoMaxSeconds: chinese('短视频的最长时长。', '短影片的最長時長。'),
  photoMaxBytes: chinese(
    '名片照片的最大大小；一次请求不超过 10 MiB 或 `KITH_MAX_UPLOAD_MB`。',
    '名片照片的最大大小；一次請求不超過 10 MiB 或 `KITH_MAX_UPLOAD_MB`。',
  ),
  photoMaxPixels: chinese('名片照片的最大像素数。', '名片照片的最大像素數。'),
  photoBeforeReview: chinese(
    '名片照片在审核前他人是否可见：`hidden` 不可见，`visible` 可见。',
    '名片照片在審核前他人是否看得到：`hidden` 看不到，`visible` 看得到。',
  ),
  recentWindowMs: chinese(
    '账号在最后一次活动后多久内算作最近在线。',
    '帳號在最後一次活動後多久內算作最近上線。',
  ),
  profileClicksPerDay: chinese(
    '同一账号每天对同一份介绍的访问，最多多少次计为点击。',
    '同一帳號每天對同一份介紹的造訪，最多幾次計為點擊。',
  ),
  finishedPeopleOnly: chinese(
    '人物列表是否不显示未完善的资料，而不是排在最后。',
    '人物清單是否不顯示未完成的個人檔案，而不是排在最後。',
  ),
  filterMutual: chinese(
    '除 `seen` 外的人物列表是否只把账号显示给其性别筛选所接受的人。',
    '除 `seen` 外的人物清單是否只把帳號顯示給其性別篩選所接受的人。',
  ),
  nearByCity: chinese(
    '本校不足一页人时，`near` 是否加入同城学校的人。',
    '本校不足一頁的人時，`near` 是否加入同城學校的人。',
  ),
  seenVipOnly: chinese(
    '是否只有 VIP 能看到谁打开过自己的介绍；其他人只看到人数和时间。',
    '是否只有 VIP 能看到誰開過自己的介紹；其他人只看到人數和時間。',
  ),
  bottomUrl: chinese('部分客户端在底部链接的页面；留空为无。', '部分用戶端在底部連結的頁面；留空為無。'),
  exploreUrl: chinese(
    '有发现页的客户端在其中打开的页面；留空为无。',
    '有探索頁的用戶端在其中開啟的頁面；留空為無。',
  ),
  appVersion: chinese('向旧版应用提示更新的版本；留空为无。', '向舊版應用程式提示更新的版本；留空為無。'),
  appUrlAndroid: chinese('安卓版应用的地址。', 'Android 版應用程式的網址。'),
  appUrlIos: chinese('iOS 版应用的地址。', 'iOS 版應用程式的網址。'),
  supportHours: chinese(
    '本租户时区的客服时间，可跨午夜；留空为全天。',
    '本租戶時區的客服時間，可跨午夜；留空為全天。',
  ),
  supportGreeting: chinese('客服时间内给客户的问候语；留空为无。', '客服時間內給客戶的問候語；留空為無。'),
  supportClosedGreeting: chinese(
    '非客服时间给客户的问候语；留空为无。',
    '非客服時間給客戶的問候語；留空為無。',
  ),
  callRingSeconds: chinese('呼叫响铃多久后算作未接。', '通話響鈴多久後算作未接。'),
  photoReview: chinese(
    '谁审核名片照片：`humans` 为人工；`none` 为立即通过。',
    '誰審核名片照片：`humans` 為人工；`none` 為立即通過。',
  ),
  limitAtWeight: chinese(
    '来自至少两人的举报总权重达到此值时自动隐藏账号；0 为从不。',
    '來自至少兩人的檢舉總權重達到此值時自動隱藏帳號；0 為從不。',
  ),
  bucketAtWeight: chinese(
    '举报总权重达到此值时自动禁言账号；0 为从不。',
    '檢舉總權重達到此值時自動禁言帳號；0 為從不。',
  ),
  banAtWeight: chinese(
    '举报总权重达到此值时自动封禁账号；0 为从不。',
    '檢舉總權重達到此值時自動封禁帳號；0 為從不。',
  ),
  limitHours: chinese('自动隐藏持续多久。', '自動隱藏持續多久。'),
  bucketHours: chinese('自动禁言持续多久。', '自動禁言持續多久。'),
  banHours: chinese('自动封禁持续多久。', '自動封禁持續多久。'),
  dataExportDays: chinese(
    '账号申请的数据副本在多少天内可以下载；副本占用 `files/export` 下的空间。',
    '帳號申請的資料副本在多少天內可以下載；副本占用 `files/export` 下的空間。',
  ),
};
