/** Figures and times, as the user's language writes them. What is not known is a dash. */
import { language, t } from './i18n.js';

export const NONE = '–';
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const minutes = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const calendar = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(language, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const fullTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const relative = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'always' });

const known = value => value !== undefined && value !== null && !Number.isNaN(value);

export const number = value => (known(value) ? whole.format(value) : NONE);

/** Long ones in few letters: 1.2M. */
export const compact = value => (known(value) ? (Math.abs(value) < 10_000 ? whole : short).format(value) : NONE);

/** Per second. */
export function rate(value) {
  if (!known(value)) {
    return NONE;
  }
  return value === 0 ? '0' : value < 100 ? tenths.format(value) : whole.format(value);
}

export const percent = share => `${whole.format(Math.floor(share * 100))}%`;

/** @param bytes or letters of a text */
export function size(bytes) {
  if (!known(bytes)) {
    return NONE;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? whole.format(value) : tenths.format(value)} ${units[unit]}`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** The largest unit, and the next one while that still tells something: 3 h 12 min, 29 min. */
export function duration(seconds) {
  if (!known(seconds)) {
    return NONE;
  }
  let rest = Math.max(0, Math.round(seconds));
  const first = UNITS.findIndex(([, length]) => rest >= length);
  if (first < 0) {
    return unit('s', 0);
  }
  const second = rest < UNITS[first][1] * 10 ? 1 : 0;
  return UNITS.slice(first, first + 1 + second)
    .map(([name, length]) => {
      const count = Math.floor(rest / length);
      rest -= count * length;
      return count === 0 ? '' : unit(name, count);
    })
    .filter(Boolean)
    .join(t('unit.between'));
}

/** 34 ms, 1.2 s, and beyond a minute as {@link duration}. */
export function millis(value) {
  if (!known(value)) {
    return NONE;
  }
  if (value < 1_000) {
    return unit('ms', value > 0 && value < 10 && value % 1 !== 0 ? tenths.format(value) : whole.format(value));
  }
  return value < 60_000 ? unit('s', tenths.format(value / 1_000)) : duration(value / 1_000);
}

/** The milliseconds of an ISO time with what is behind their point, which a Date does not keep. */
export const exactMillis = value => Date.parse(value) + Number(`0.${value.match(/\.\d{3}(\d+)/)?.[1] ?? 0}`);

const unit = (name, count) => t(`unit.${name}`, { n: count });

const date = value => (value instanceof Date ? value : new Date(value));

/** The time of today, or day and time. */
export function moment(value) {
  if (!known(value)) {
    return NONE;
  }
  const time = date(value);
  return calendar.format(time) === calendar.format(new Date()) ? clock.format(time) : dayAndTime.format(time);
}

export const fullMoment = value => (known(value) ? fullTime.format(date(value)) : NONE);
export const clockTime = value => clock.format(date(value));
export const minuteTime = value => minutes.format(date(value));
export const utc = value =>
  date(value)
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.\d+)?Z$/, ' UTC');

/** 5 min ago. */
export function ago(value, now = Date.now()) {
  const seconds = Math.round((date(value) - now) / 1_000);
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ];
  for (const [name, length] of units) {
    if (Math.abs(seconds) >= length) {
      return relative.format(Math.trunc(seconds / length), name);
    }
  }
  return relative.format(seconds, 'second');
}
