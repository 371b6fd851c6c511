import type en from '../en/search.ts';
import type { Words } from '../words.ts';

export default {
  placeholder: 'Título, en cualquier idioma y con erratas',
  results_one: '{{shown}} película',
  results_many: '{{shown}} películas',
  results_other: '{{shown}} películas',
  none: 'Ninguna película se llama «{{text}}»',
  noneHint: 'Prueba con menos palabras o con el título original.',
  begin: 'Escribe un título',
  beginHint: 'Los resultados salen mientras escribes.',
  hint: '↑ ↓ para elegir, Intro para abrir, Esc para cerrar',
  keySearch: 'Buscar películas',
  keyWhole: 'En las estrellas: estrellas enteras',
  keyHalf: 'En las estrellas: media estrella más',
  keyZero: 'En las estrellas: ninguna, que también es una nota',
  keyMove: 'En las estrellas: media menos, media más',
  keyClear: 'En las estrellas: quitar la nota',
  keySheet: 'Esta hoja',
} satisfies Words<typeof en>;
