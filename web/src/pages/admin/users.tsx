import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { number } from '../../numbers.ts';
import { More, PAGES } from '../../ui/more.tsx';
import { Problem, Skeleton } from '../../ui/states.tsx';
import { AdminFrame } from './frame.tsx';
import { UserRow } from './user-row.tsx';

const USERS = 50;

export function AdminUsersPage() {
  return (
    <AdminFrame>
      <Users />
    </AdminFrame>
  );
}

function Users() {
  const { t } = useTranslation('admin');
  const [text, setText] = useState('');
  const [role, setRole] = useState<'' | 'USER' | 'ADMIN'>('');
  const q = useDeferredValue(text.trim());
  const list = api.useInfiniteQuery(
    'get',
    '/api/v1/users',
    { params: { query: { limit: USERS, ...(q && { q }), ...(role && { role }) } } },
    { ...PAGES, staleTime: 0, placeholderData: (before) => before },
  );
  const users = list.data?.pages.flatMap(({ items }) => items);
  const total = list.data?.pages[0]?.total;
  return (
    <section aria-label={t('users')}>
      <search className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={t('findUser')}
          placeholder={t('findUser')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          className="field min-w-0 flex-1 basis-56"
        />
        <select
          aria-label={t('role')}
          value={role}
          onChange={({ target }) => setRole(target.value as typeof role)}
          className="field w-auto"
        >
          <option value="">{t('allRoles')}</option>
          <option value="USER">{t('role_USER')}</option>
          <option value="ADMIN">{t('role_ADMIN')}</option>
        </select>
      </search>
      <p role="status" className="figures mt-3 mb-3 min-h-5 text-sm text-faint">
        {total !== undefined && t('usersFound', { count: total, shown: number(total) })}
      </p>
      {list.error ? (
        <Problem error={list.error} onRetry={list.refetch} />
      ) : users === undefined ? (
        <Skeleton className="h-96" />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {users.map((user) => (
            <UserRow key={user.id} user={user} onChanged={list.refetch} />
          ))}
        </ul>
      )}
      <More list={list} />
    </section>
  );
}
