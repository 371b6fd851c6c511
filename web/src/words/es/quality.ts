import type en from '../en/quality.ts';
import type { Words } from '../words.ts';

export default {
  title: 'Cuánto aciertan las predicciones',
  intro:
    'Antes de cada nota guardamos lo que habríamos predicho y lo comparamos con la nota que llegó. Aquí se enseña todo, lo bueno y lo malo.',
  none: 'Aún no se ha comparado nada',
  noneText: 'Empieza con la próxima película que alguien puntúe.',
  noneLearnt:
    'Todavía no hay de qué predecir: hacen falta algunas notas y un momento para aprender.',
  rateFilms: 'Puntuar películas',
  inFigures: 'En cifras',
  compared: 'Predicciones comparadas',
  rmse: 'Error típico en estrellas (RMSE)',
  mae: 'Distancia media en estrellas',
  bias: 'Sesgo en estrellas',
  leansNowhere: 'De media, las predicciones ni se pasan ni se quedan cortas.',
  leansUp: 'De media, las predicciones se pasan {{stars}} estrellas.',
  leansDown: 'De media, las predicciones se quedan cortas {{stars}} estrellas.',
  beside: 'Junto a apuestas más simples',
  besideText: 'Cuánto falla cada una con las mismas notas. Más corto es mejor.',
  ours: 'Nuestras predicciones',
  userBias: 'La media de la película, ajustada a lo generoso que es cada cual',
  filmMean: 'La media de la película',
  offBy: '{{stars}} estrellas',
  calibration: 'Estrellas predichas y las que llegaron',
  calibrationText: 'Si se predice 4,0, de media debería llegar 4,0: sobre la línea.',
  liking: 'Probabilidad de gustar y lo que llegó',
  likingText:
    'De las películas con un 80 %, ocho de cada diez deberían recibir cuatro estrellas o más.',
  plotLabel:
    'Lo predicho frente a lo que llegó, por grupos. De media distan {{apart}}; la tabla de abajo tiene las cifras.',
  axes: 'Hacia arriba: lo que llegó. Cuanto mayor el punto, más notas contiene.',
  predicted: 'Predicho',
  came: 'Llegó',
  ratings: 'Notas',
  coverage: 'Cuán seguros estábamos',
  coverageText:
    'De todas las notas, tantas deberían caer en el intervalo anunciado. La marca es lo prometido.',
  promised: 'Prometido',
  overTime: 'A lo largo del tiempo',
  errorOverTime: 'Error típico en estrellas',
  biasOverTime: 'Sesgo en estrellas',
  linesLabel: '{{title}}: {{value}} en {{when}}. La tabla de abajo tiene las cifras.',
  by: 'Los puntos son',
  month: 'Meses',
  day: 'Días',
  when: 'Cuándo',
  asTable: 'Como tabla',
  model:
    'El modelo que predice ahora aprendió de {{ratings}} notas de {{users}} personas sobre {{movies}} películas, el {{when}}.',
  method: 'Cómo se hacen las predicciones, hasta la última fórmula',
} satisfies Words<typeof en>;
