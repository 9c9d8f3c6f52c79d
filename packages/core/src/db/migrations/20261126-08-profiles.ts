import { sql, type Kysely } from 'kysely';

/** What people show of themselves to others of their school: schools, intros, who looked, and how many there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table universities (
      tenant_id integer not null references tenants (id) on delete cascade,
      id integer not null generated always as identity,
      name text not null,
      city text not null,
      primary key (tenant_id, id),
      unique (tenant_id, name)
    );
    create table departments (
      tenant_id integer not null references tenants (id) on delete cascade,
      id integer not null generated always as identity,
      name text not null,
      primary key (tenant_id, id),
      unique (tenant_id, name)
    );
    -- What a new tenant begins with.
    create table starter_universities (place integer primary key, name text not null, city text not null);
    create table starter_departments (place integer primary key, name text not null);

    alter table accounts
      add column is_sex_stated boolean not null default false,
      add column age_status smallint not null default 0 check (age_status in (0, 1, 2)),
      add column is_minor boolean not null generated always as (age_status = 2) stored,
      add column sex_code text not null generated always as
        (case when not is_sex_stated then '' when sex = 1 then 'F' else 'M' end) stored,
      add column photo_count smallint not null default 0,
      add column is_finished boolean not null generated always as
        (is_sex_stated and age_status <> 0 and photo_count > 0) stored,
      add column is_shadow_limited boolean not null default false,
      add column is_listed boolean not null generated always as (status = 'active' and not is_shadow_limited) stored,
      add column is_presence_hidden boolean not null default false,
      add column sex_filter text not null default 'BOTH' check (sex_filter in ('M', 'F', 'BOTH')),
      add column university_id integer,
      add column department_id integer,
      add foreign key (tenant_id, university_id) references universities (tenant_id, id) on delete set null (university_id),
      add foreign key (tenant_id, department_id) references departments (tenant_id, id) on delete set null (department_id);
    -- 0 is what somebody has who said nothing; 1 was said.
    update accounts set is_sex_stated = true where sex = 1;

    -- A list of people reads the end of one or several of these, whoever else there is.
    create index accounts_near on accounts
      (tenant_id, university_id, is_minor, sex_code, is_finished, last_seen_at, id) where is_listed and university_id is not null;
    create index accounts_present on accounts
      (tenant_id, is_minor, sex_code, is_finished, last_seen_at, id) where is_listed and not is_presence_hidden;

    -- How many people a school has, of each kind that a list can ask for.
    create table people_counts (
      tenant_id integer not null,
      university_id integer not null,
      age_status smallint not null,
      sex_code text not null,
      is_finished boolean not null,
      amount integer not null,
      primary key (tenant_id, university_id, age_status, sex_code, is_finished),
      foreign key (tenant_id, university_id) references universities (tenant_id, id) on delete cascade
    );
    create function count_people() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and old.is_listed and old.university_id is not null then
        update people_counts set amount = amount - 1
        where tenant_id = old.tenant_id and university_id = old.university_id and age_status = old.age_status
          and sex_code = old.sex_code and is_finished = old.is_finished;
      end if;
      if tg_op <> 'DELETE' and new.is_listed and new.university_id is not null then
        insert into people_counts as p values
          (new.tenant_id, new.university_id, new.age_status, new.sex_code, new.is_finished, 1)
        on conflict (tenant_id, university_id, age_status, sex_code, is_finished) do update set amount = p.amount + 1;
      end if;
      return null;
    end $$;
    create trigger accounts_counted after insert or delete
      or update of university_id, sex, is_sex_stated, age_status, photo_count, status, is_shadow_limited
      on accounts for each row execute function count_people();

    create table intros (
      tenant_id integer not null,
      account_id integer not null,
      adj_code text not null,
      animal_code text not null,
      background_code text not null,
      foreground_code text not null,
      tags text[] not null,
      topic_ids integer[] not null,
      relation_ids integer[] not null,
      love_ids integer[] not null,
      actor_ids integer[] not null,
      private_blocks text[] not null,
      takes_chats boolean not null,
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );

    -- Who opened whose intro, once each. A viewer writes a row of the own, so nobody waits for a popular profile.
    create table intro_views (
      tenant_id integer not null,
      account_id integer not null,
      viewer_id integer not null,
      viewed_at bigint not null,
      counted_on date not null,
      counted smallint not null,
      primary key (tenant_id, account_id, viewer_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, viewer_id) references accounts (tenant_id, id) on delete cascade
    );
    create index intro_views_newest on intro_views (tenant_id, account_id, viewed_at, viewer_id);
    -- How often it was opened, in several parts: those who open it in one moment seldom meet.
    create table intro_clicks (
      tenant_id integer not null,
      account_id integer not null,
      part smallint not null,
      amount bigint not null,
      primary key (tenant_id, account_id, part),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );
    -- Up to where the owner has counted. What was not committed then is still to come.
    create table intro_click_marks (
      tenant_id integer not null,
      account_id integer not null,
      amount bigint not null,
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );
  `.execute(db);
  await sql`
    insert into starter_universities (place, name, city)
    select place, split_part(line, ' ', 1), split_part(line, ' ', 2)
    from unnest(${UNIVERSITIES}::text[]) with ordinality as t(line, place)
  `.execute(db);
  await sql`
    insert into starter_departments (place, name)
    select place, name from unnest(${DEPARTMENTS}::text[]) with ordinality as t(name, place)
  `.execute(db);
  await sql`
    insert into universities (tenant_id, name, city)
    select t.id, s.name, s.city from tenants t cross join starter_universities s order by t.id, s.place
  `.execute(db);
  await sql`
    insert into departments (tenant_id, name)
    select t.id, s.name from tenants t cross join starter_departments s order by t.id, s.place
  `.execute(db);
}

const UNIVERSITIES = [
  '臺灣大學 臺北市', '政治大學 臺北市', '臺灣師範大學 臺北市', '臺北大學 新北市', '臺灣科技大學 臺北市', '臺北科技大學 臺北市',
  '陽明交通大學 新竹市', '清華大學 新竹市', '中央大學 桃園市', '成功大學 臺南市', '中興大學 臺中市', '中山大學 高雄市',
  '中正大學 嘉義縣', '暨南大學 南投縣', '東華大學 花蓮縣', '高雄大學 高雄市', '臺東大學 臺東縣', '宜蘭大學 宜蘭縣',
  '聯合大學 苗栗縣', '嘉義大學 嘉義市', '臺南大學 臺南市', '屏東大學 屏東縣', '海洋大學 基隆市', '金門大學 金門縣',
  '彰化師範大學 彰化縣', '高雄師範大學 高雄市', '臺北教育大學 臺北市', '臺中教育大學 臺中市', '臺北市立大學 臺北市',
  '臺北藝術大學 臺北市', '臺灣藝術大學 新北市', '臺南藝術大學 臺南市', '體育大學 桃園市', '臺灣體育運動大學 臺中市',
  '雲林科技大學 雲林縣', '虎尾科技大學 雲林縣', '高雄科技大學 高雄市', '屏東科技大學 屏東縣', '勤益科技大學 臺中市',
  '臺中科技大學 臺中市', '臺北商業大學 臺北市', '臺北護理健康大學 臺北市', '高雄餐旅大學 高雄市', '澎湖科技大學 澎湖縣',
  '東海大學 臺中市', '輔仁大學 新北市', '東吳大學 臺北市', '中原大學 桃園市', '淡江大學 新北市', '文化大學 臺北市',
  '逢甲大學 臺中市', '靜宜大學 臺中市', '長庚大學 桃園市', '元智大學 桃園市', '中華大學 新竹市', '大葉大學 彰化縣',
  '華梵大學 新北市', '義守大學 高雄市', '世新大學 臺北市', '銘傳大學 臺北市', '實踐大學 臺北市', '高雄醫學大學 高雄市',
  '南華大學 嘉義縣', '真理大學 新北市', '大同大學 臺北市', '慈濟大學 花蓮縣', '臺北醫學大學 臺北市', '中山醫學大學 臺中市',
  '長榮大學 臺南市', '中國醫藥大學 臺中市', '玄奘大學 新竹市', '亞洲大學 臺中市', '開南大學 桃園市', '佛光大學 宜蘭縣',
  '朝陽科技大學 臺中市', '南臺科技大學 臺南市', '崑山科技大學 臺南市', '健行科大 桃園市', '龍華科技大學 桃園市',
  '明志科技大學 新北市', '致理科技大學 新北市', '醒吾科技大學 新北市', '景文科技大學 新北市', '弘光科技大學 臺中市',
  '嶺東科技大學 臺中市', '正修科技大學 高雄市', '樹德科技大學 高雄市', '輔英科技大學 高雄市', '文藻外語大學 高雄市',
  '嘉南藥理大學 臺南市', '其它 其它',
]; // prettier-ignore

const DEPARTMENTS = [
  '中國文學系', '外國語文學系', '英語學系', '日本語文學系', '歷史學系', '哲學系', '數學系', '物理學系', '化學系', '地球科學系',
  '生命科學系', '心理學系', '資訊工程學系', '資訊管理學系', '電機工程學系', '電子工程學系', '機械工程學系', '土木工程(學)系',
  '化學工程學系', '材料科學與工程學系', '工業工程與管理學系', '環境工程學系', '建築學系', '工業設計學系', '視覺傳達設計學系',
  '企業管理學系', '國際企業學系', '財務金融學系', '會計學系', '經濟學系', '統計學系', '行銷學系', '運動管理學系', '餐旅管理學系',
  '觀光學系', '法律學系', '政治學系', '社會學系', '社會工作學系', '公共行政學系', '新聞學系', '廣告學系', '大眾傳播學系',
  '教育學系', '特殊教育學系', '幼兒教育學系', '體育學系', '音樂學系', '美術學系', '醫學系', '牙醫學系', '藥學系', '護理學系',
  '物理治療學系', '職能治療學系', '公共衛生學系', '食品科學系', '農藝學系', '獸醫學系', '森林學系', '其它',
]; // prettier-ignore
