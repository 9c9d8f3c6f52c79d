import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useFormatter, useLocale, useToday, useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { classes } from '../../ui/classes.js';
import { Icon } from '../../ui/icon.js';
import { addDays, addMonths, firstDayOfWeek, weeksOf } from './calendar.js';

/** One tab stop; arrows move by days and weeks, Page Up and Page Down by months. */
export function Calendar({ onChoose }: { readonly onChoose: (day: Date) => void }) {
  const t = useTranslations('chatSearch');
  const format = useFormatter();
  const locale = useLocale();
  const today = new Date(useToday());
  const [day, setDay] = useState(today);
  const grid = useRef<HTMLTableElement>(null);
  const hasMoved = useRef(false);
  useEffect(() => {
    if (hasMoved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [day]);
  const move = (to: Date) => setDay(to > today ? today : to);

  function onKeyDown(event: KeyboardEvent): void {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (days === undefined && months === undefined) return;
    event.preventDefault();
    hasMoved.current = true;
    move(days === undefined ? addMonths(day, months ?? 0) : addDays(day, days));
  }

  const weeks = weeksOf(day, firstDayOfWeek(locale));
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <IconButton label={t('lastMonth')} onClick={() => move(addMonths(day, -1))}>
          <Icon of={ChevronLeft} />
        </IconButton>
        <p aria-live="polite" className="font-medium">
          {format.dateTime(day, { year: 'numeric', month: 'long' })}
        </p>
        <IconButton
          label={t('nextMonth')}
          disabled={addMonths(day, 1).setDate(1) > today.getTime()}
          onClick={() => move(addMonths(day, 1))}
        >
          <Icon of={ChevronRight} />
        </IconButton>
      </div>
      <table
        ref={grid}
        role="grid"
        aria-label={t('days')}
        onKeyDown={onKeyDown}
        className="w-full table-fixed"
      >
        <WeekDays days={weeks[0] ?? []} />
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.getTime()}>
              {week.map((one) => (
                <td key={one.getTime()} className="text-center">
                  {one.getMonth() === day.getMonth() && (
                    <Day
                      day={one}
                      today={today}
                      isChosen={one.getTime() === day.getTime()}
                      onChoose={onChoose}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WeekDays({ days }: { readonly days: readonly Date[] }) {
  const format = useFormatter();
  return (
    <thead>
      <tr>
        {days.map((day) => (
          <th
            key={day.getDay()}
            scope="col"
            abbr={format.dateTime(day, { weekday: 'long' })}
            className="h-9 text-meta font-medium text-secondary"
          >
            {format.dateTime(day, { weekday: 'narrow' })}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface DayProps {
  readonly day: Date;
  readonly today: Date;
  readonly isChosen: boolean;
  readonly onChoose: (day: Date) => void;
}

function Day({ day, today, isChosen, onChoose }: DayProps) {
  const format = useFormatter();
  return (
    <button
      type="button"
      tabIndex={isChosen ? 0 : -1}
      disabled={day > today}
      aria-label={format.dateTime(day, { dateStyle: 'full' })}
      aria-current={day.getTime() === today.getTime() ? 'date' : undefined}
      onClick={() => onChoose(day)}
      className={classes(
        'size-10 rounded-pill tabular-nums hover:bg-hover disabled:text-secondary disabled:opacity-50',
        isChosen && 'bg-tint font-medium text-accent',
      )}
    >
      {day.getDate()}
    </button>
  );
}
