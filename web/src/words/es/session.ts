import type en from '../en/session.ts';
import type { Words } from '../words.ts';

export default {
  signInTitle: 'Entrar',
  signUpTitle: 'Crear una cuenta',
  keepRating: 'Tu nota de {{title}} está guardada y contará en cuanto entres.',
  handle: 'Nombre',
  handleHint: 'Letras, cifras, - y _. Lo ve todo el mundo.',
  handleOrEmail: 'Nombre o correo electrónico',
  password: 'Contraseña',
  passwordHint: 'Al menos 12 caracteres. Una frase sirve.',
  email: 'Correo electrónico (si quieres)',
  emailHint: 'Para entrar con él. No lo ve nadie.',
  show: 'Mostrar la contraseña',
  hide: 'Ocultar la contraseña',
  signIn: 'Entrar',
  signUp: 'Crear cuenta',
  noAccount: '¿Aún no tienes cuenta?',
  haveAccount: '¿Ya tienes cuenta?',
  wrong: 'El nombre y la contraseña no coinciden.',
  taken: 'Alguien tiene ya ese nombre.',
  tooMany: 'Demasiados intentos. Prueba más tarde.',
  closed: 'Las cuentas nuevas las crea quien lleva este servicio.',
  welcome: 'Hola, {{name}}',
} satisfies Words<typeof en>;
