import { type Packed, zipOf } from './uploads.js';

const MEBIBYTE = 1024 * 1024;
export const TABLE =
  'Date,Name,Year,Letterboxd URI,Rating\n2020-01-02,Alien,1979,https://boxd.it/x,3.5\n';
const ratings: Packed = { name: 'ratings.csv', content: TABLE };

/** What somebody sends by mistake, or with ill intent, and how it is refused. */
export const HOSTILE_UPLOADS: {
  what: string;
  code: string;
  name: string;
  make: () => string | Uint8Array;
}[] = [
  {
    what: 'a zip bomb',
    code: 'damaged',
    name: 'a.zip',
    // It lies about what it unpacks to: thousands of times as much comes out, and all of it from 65 kB.
    make: () =>
      zipOf([ratings, { name: 'b.csv', content: new Uint8Array(64 * MEBIBYTE), claimed: 1000 }]),
  },
  {
    what: 'a zip that unpacks to gigabytes',
    code: 'too-large-unpacked',
    name: 'a.zip',
    make: () => zipOf([{ name: 'zeros.csv', content: 'x', claimed: 4_000_000_000 }]),
  },
  {
    what: 'a zip in a zip',
    code: 'zip-in-zip',
    name: 'a.zip',
    make: () => zipOf([{ name: 'inner.zip', content: zipOf([ratings]) }]),
  },
  {
    what: 'a name that leads out of the zip',
    code: 'outside-name',
    name: 'a.zip',
    make: () => zipOf([ratings, { name: '../ratings.csv', content: 'x' }]),
  },
  {
    what: 'a link',
    code: 'symbolic-link',
    name: 'a.zip',
    make: () => zipOf([ratings, { name: 'l.csv', content: '/etc/passwd', unixMode: 0o120777 }]),
  },
  {
    what: 'a zip cut short',
    code: 'cut-short',
    name: 'a.zip',
    make: () => zipOf([ratings]).subarray(0, 90),
  },
  {
    what: 'a line of 50 MB',
    code: 'long-record',
    name: 'a.csv',
    make: () => `${TABLE}${'a'.repeat(50 * MEBIBYTE)}`,
  },
  {
    what: 'a row of a million columns',
    code: 'too-many-columns',
    name: 'a.csv',
    make: () => `${TABLE}${','.repeat(1_000_000)}\n`,
  },
  {
    what: 'a row of nothing without end',
    code: 'long-record',
    name: 'a.csv',
    make: () => `${TABLE}${','.repeat(8 * MEBIBYTE)}`,
  },
  {
    what: 'a table cut short',
    code: 'cut-short',
    name: 'a.csv',
    make: () => `${TABLE}2020-01-02,"Al`,
  },
  {
    what: 'a PDF called a table',
    code: 'not-text',
    name: 'a.csv',
    make: () => '%PDF-1.7 and so on',
  },
  { what: 'nothing', code: 'empty', name: 'a.csv', make: () => '' },
  {
    what: 'what is no export',
    code: 'unknown-format',
    name: 'a.csv',
    make: () => 'Date,Amount\n2020-01-01,5\n',
  },
];
