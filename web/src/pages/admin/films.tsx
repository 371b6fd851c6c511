import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { FindFilm } from '../../find-film/find-film.tsx';
import { EditFilm } from './edit-film.tsx';
import { AdminFrame } from './frame.tsx';
import { MergeFilms } from './merge-films.tsx';

export function AdminFilmsPage() {
  return (
    <AdminFrame>
      <Films />
    </AdminFrame>
  );
}

/** Finds a film; it stands in the address from then on, so that one can come from elsewhere. */
function Films() {
  const { t } = useTranslation('admin');
  const [query, setQuery] = useSearchParams();
  const [isMerging, setMerging] = useState(false);
  const film = query.get('film');
  const choose = (id: number) => setQuery({ film: String(id) });
  if (film === null) return <FindFilm label={t('findFilm')} onFound={({ id }) => choose(id)} />;
  return (
    <>
      <EditFilm
        key={film}
        movie={film}
        onOther={() => setQuery({})}
        onMerge={() => setMerging(true)}
      />
      {isMerging && (
        <MergeFilms
          movie={film}
          onClose={() => setMerging(false)}
          onMerged={(id) => {
            setMerging(false);
            choose(id);
          }}
        />
      )}
    </>
  );
}
