import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { queries } from './api.ts';
import { Boundary } from './layout/boundary.tsx';
import { Layout } from './layout/layout.tsx';
import { NotFound } from './layout/not-found.tsx';
import { Overlays } from './layout/overlays.tsx';
import { ROUTES } from './routes.tsx';
import { PageSkeleton } from './ui/page-skeleton.tsx';

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Layout>
        <Boundary>
          <Suspense fallback={<PageSkeleton />}>
            <Switch>
              {ROUTES.map(([path, Page]) => (
                <Route key={path} path={path}>
                  {(params) => <Page params={params as Record<string, string>} />}
                </Route>
              ))}
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </Layout>
      <Overlays />
    </QueryClientProvider>
  );
}
