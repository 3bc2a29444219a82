import './styles/main.css';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/router.tsx';
import { ApiProblem } from './lib/api.ts';
import { listenToKeys } from './lib/keys.ts';
import { isWorthRetrying } from './lib/queries.ts';
import { SESSION_KEY } from './lib/session.ts';
import { Toasts } from './ui/toast.tsx';

const client = new QueryClient({
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: 5_000 } },
  queryCache: new QueryCache({
    onError: (error) => {
      // The session has ended: the shell leads to the sign-in.
      if (error instanceof ApiProblem && error.status === 401) client.setQueryData(SESSION_KEY, null);
    },
  }),
});

listenToKeys();

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the console.');
createRoot(root).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Tooltip.Provider delay={400}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
