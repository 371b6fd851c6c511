import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { pathTo } from '../paths.ts';
import { type Mode, SignInForm } from '../session/sign-in-form.tsx';
import { usePageTitle } from '../ui/page-title.tsx';

export function SignInPage() {
  return <Entrance mode="sign-in" />;
}

export function SignUpPage() {
  return <Entrance mode="sign-up" />;
}

function Entrance({ mode }: { mode: Mode }) {
  const { t } = useTranslation('session');
  const [, go] = useLocation();
  const title = t(mode === 'sign-in' ? 'signInTitle' : 'signUpTitle');
  usePageTitle(title);
  return (
    <div className="mx-auto max-w-sm py-8 sm:py-14">
      <h1 className="title mb-8">{title}</h1>
      <SignInForm
        mode={mode}
        onMode={(next) => go(pathTo(next === 'sign-in' ? '/sign-in' : '/sign-up'))}
        onDone={() => go(pathTo('/'))}
      />
    </div>
  );
}
