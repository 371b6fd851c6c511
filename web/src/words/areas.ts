import type account from './en/account.ts';
import type addFilm from './en/add-film.ts';
import type admin from './en/admin.ts';
import type charts from './en/charts.ts';
import type common from './en/common.ts';
import type diary from './en/diary.ts';
import type film from './en/film.ts';
import type filmForm from './en/film-form.ts';
import type home from './en/home.ts';
import type imports from './en/imports.ts';
import type person from './en/person.ts';
import type predictions from './en/predictions.ts';
import type quality from './en/quality.ts';
import type rapid from './en/rapid.ts';
import type search from './en/search.ts';
import type session from './en/session.ts';

/** The dictionaries: one file per area and language. */
export type Areas = {
  common: typeof common;
  account: typeof account;
  'add-film': typeof addFilm;
  admin: typeof admin;
  charts: typeof charts;
  diary: typeof diary;
  film: typeof film;
  'film-form': typeof filmForm;
  home: typeof home;
  imports: typeof imports;
  person: typeof person;
  predictions: typeof predictions;
  quality: typeof quality;
  rapid: typeof rapid;
  search: typeof search;
  session: typeof session;
};
